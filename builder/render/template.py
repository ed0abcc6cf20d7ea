"""Templates -> Markdown. Plain values are escaped, so that content shows as written; `Markup` is Markdown."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.markdown import escape
from builder.model import Page, Term, relative
from builder.render.around import Around
from builder.render.book import Book
from builder.resources import TEMPLATES

QUIZ_SCRIPTS = ("quiz-inline.js",)  # what a page with questions asks for


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


@dataclass(frozen=True)
class Draft:
    """A page before its template is filled: cheap to make, so that the filling can be spread over cores."""

    template: str
    path: str
    title: str
    summary: str
    source: str | None
    updated: date | None
    data: Sequence[Mapping[str, Any]]
    scripts: Sequence[str]
    styles: Sequence[str]
    around: Sequence[Around]
    hide: Sequence[str]
    names: Sequence[str]
    values: Mapping[str, object]


def make_page(
    template: str,
    *,
    path: str,
    title: str,
    summary: str,
    source: str | None,
    updated: date | None = None,
    data: Sequence[Mapping[str, Any]] = (),
    scripts: Sequence[str] = (),
    styles: Sequence[str] = (),
    around: Sequence[Around] = (),
    hide: Sequence[str] = (),
    names: Sequence[str] = (),
    **values: object,
) -> Draft:
    """Describe the page `path`, made from `template` and `values`.

    `summary` becomes the page's description, `data` its JSON-LD graph; `source` is the content file that an
    edit link opens, relative to the content folder; `scripts` and `styles` are the files in ``assets/puri/``
    that this page needs beside those of every page, `around` the lists of pages in its sidebar; `hide` names
    the sidebars that a wide page does without; `names` are what else a search should find the page by.
    """
    return Draft(
        template, path, title, summary, source, updated, data, scripts, styles, around, hide, names, values
    )


def fill(book: Book, page: Draft) -> Page:
    """Fill the template of `page`."""
    path = page.path

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
        .get_template(page.template)
        .render(
            t=book.words,
            book=book,
            title=page.title,
            summary=page.summary,
            link=link,
            term_link=term_link,
            href=href,
            **page.values,
        )
    )
    meta: dict[str, Any] = {"title": page.title, "description": page.summary}
    if page.around:
        meta["around"] = [_in_sidebar(each, path, href) for each in page.around]
    if page.scripts:
        meta["scripts"] = list(page.scripts)
    if page.styles:
        meta["styles"] = list(page.styles)
    if page.hide:
        meta["hide"] = list(page.hide)
    if page.data:
        meta["jsonld"] = {"@context": "https://schema.org", "@graph": list(page.data)}
    # JSON is YAML too, and many times faster to write.
    front = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in meta.items())
    content = f"---\n{front}---\n\n{text}"
    return Page(
        path, page.title, content, page.source, page.updated or book.library.reviewed, tuple(page.names)
    )


def _in_sidebar(around: Around, page: str, href: Callable[[str], str]) -> Mapping[str, Any]:
    """Give the list as the theme's template wants it; the page itself has no address there."""
    pages = [
        {"title": title, "href": None if path == page else str(href(path))} for title, path in around.pages
    ]
    return {"title": around.title, "pages": pages}
