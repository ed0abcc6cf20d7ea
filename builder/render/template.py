"""Templates -> Markdown. Plain values are escaped, so that content shows as written; `Markup` is Markdown."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.markdown import escape
from builder.model import Page, Term, relative
from builder.render.book import Book
from builder.resources import TEMPLATES


def _finalize(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int) or hasattr(value, "__html__"):
        return value
    return Markup(escape(str(value)))  # noqa: S704 - escaped right here


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def markdown(text: str) -> Markup:
    """Mark `text`, the body an author wrote or links made of it, as Markdown to be taken as it is."""
    return Markup(text.replace("\r\n", "\n").strip("\n"))  # noqa: S704 - bodies are Markdown by contract


def make_page(
    book: Book,
    template: str,
    *,
    path: str,
    title: str,
    summary: str,
    source: str | None,
    updated: date | None = None,
    data: Sequence[Mapping[str, Any]] = (),
    scripts: Sequence[str] = (),
    hide: Sequence[str] = (),
    **values: object,
) -> Page:
    """Fill `template` for the page `path`.

    `summary` becomes the page's description, `data` its JSON-LD graph; `source` is the content file that an
    edit link opens, relative to the content folder; `scripts` are the files in ``assets/puri/`` that this
    page needs beside those of every page; `hide` names the sidebars that a wide page does without.
    """

    def link(target: str, words: str) -> Markup:
        return Markup(f"[{_finalize(words)}]({relative(target, path)})")  # noqa: S704 - escaped, a path of ours

    def term_link(term: Term, words: str = "") -> Markup:
        label, target = _finalize(words or term.title), relative(term.path, path)
        return Markup(f'[{label}]({target}){{.term data-term="{term.slug}"}}')  # noqa: S704 - escaped, a slug

    def href(target: str) -> Markup:
        """Give the published address of a page, for what the engine leaves as it is: HTML, SVG, JSON."""
        return Markup(book.settings.addresses.between(target, path))  # noqa: S704 - made of slugs

    text = (
        _environment()
        .get_template(template)
        .render(
            t=book.words,
            book=book,
            title=title,
            summary=summary,
            link=link,
            term_link=term_link,
            href=href,
            **values,
        )
    )
    meta: dict[str, Any] = {"title": title, "description": summary}
    if scripts:
        meta["scripts"] = list(scripts)
    if hide:
        meta["hide"] = list(hide)
    if data:
        meta["jsonld"] = {"@context": "https://schema.org", "@graph": list(data)}
    # JSON is YAML too, and many times faster to write.
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    return Page(path, title, f"---\n{front}---\n\n{text}", source, updated or book.library.reviewed)
