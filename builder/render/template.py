"""Templates -> Markdown. Plain values are escaped, so that content shows as written; `Markup` is Markdown."""

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from keyword import iskeyword
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from urllib.parse import quote

import jinja2
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Expr, Getattr
from markupsafe import Markup

from builder import private
from builder.addresses import Addresses
from builder.compiled import Compiled
from builder.markdown import escape, plain, readable
from builder.model import Edition, Page, Term, relative
from builder.render.around import Around
from builder.render.book import Book
from builder.resources import TEMPLATES


class Job(NamedTuple):
    """The page `path` to be: `make` makes it, on any core.

    `reads` is all that the page shows of bodies and of what depends on them, with an honest `repr`; a page
    that `is_large` takes far longer than most.
    """

    path: str
    make: Callable[[], Page]
    reads: tuple[object, ...]
    is_large: bool = False


_json = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
_PLAIN = "plain/"  # the templates of twins
_SCHEMA = "https://schema.org"
# What is escaped already: as `Markup` does it, who would look first whether the string knows its own HTML.
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)
QUIZ_SCRIPTS = ("quiz-inline.js",)  # what a page with questions asks for


def _shown(value: object) -> str:
    """Return `value` as a page shows it: plain text escaped, `Markup` as it is."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return escape(value)
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else escape(str(value))


def _said(value: object) -> str:
    """Return `value` as a twin says it, whose source is what people read."""
    return _shown(value) if value is None or isinstance(value, Markup | int) else readable(str(value))


class _Brief(CodeGenerator):
    """Compiles to less work than Jinja's own compiler, with the same result.

    All escaping is left to `finalize` (Jinja would look at each value a second time). What a template calls
    is called (Jinja would ask each time whether it wants the context; nothing here does), and what it names
    as an attribute is one (Jinja would look for a key too).
    """

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's
        """Write the attribute of `node`."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's
        """Write the call of `node`."""
        self.write("environment.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _Environment(Environment):
    code_generator_class = _Brief
    call: ClassVar[Any] = staticmethod(operator.call)


def compile_templates() -> None:
    """Compile the templates of pages now, and not in every process that pages will be spread over."""
    for name in _environment().list_templates():
        _environment(_said if name.startswith(_PLAIN) else _shown).get_template(name)


def _address(url: str) -> Markup:
    """Return `url` as the destination of a Markdown link: nothing in it means anything to an engine."""
    return Markup(quote(url, safe="/:?#&=%+,;@~.-").replace("&", "&amp;"))  # noqa: S704 - quoted


@cache
def _environment(finalize: Callable[[object], str] = _shown) -> Environment:
    folder = private.folder("pages", jinja2.__version__, Path(__file__).read_bytes())
    made = _Environment(
        loader=FileSystemLoader(TEMPLATES / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # they come with the package
        bytecode_cache=Compiled(finalize.__name__, folder),
    )
    made.filters["address"] = _address
    made.globals.clear()  # templates need none, and Jinja would look for each of them in every import
    return made


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
    styles: Sequence[str] = (),
    around: Sequence[Around] = (),
    hide: Sequence[str] = (),
    names: Sequence[str] = (),
    **values: object,
) -> Page:
    """Make the page `path` from `template` and `values`.

    `summary` becomes the page's description, `data` its JSON-LD graph; `source` is the content file that an
    edit link opens, relative to the content folder; `scripts` and `styles` are the files in ``assets/puri/``
    that this page needs beside those of every page, `around` the lists of pages in its sidebar; `hide` names
    the sidebars that a wide page does without; `names` are what else a search should find the page by.
    """

    def link(target: str, words: str) -> Markup:
        return _markup(f"[{_shown(words)}]({relative(target, path)})")  # escaped, a path of ours

    def term_link(term: Term, words: str = "") -> Markup:
        label, target = _shown(words or term.title), relative(term.path, path)
        return _markup(f'[{label}]({target}){{.term data-term="{term.slug}"}}')  # escaped, a slug

    def href(target: str) -> Markup:
        """Give what leads to a page from HTML or SVG: its address, as most engines leave that as it is."""
        addresses = book.settings.addresses
        there = relative(target, path) if addresses.engine_makes_all else addresses.between(target, path)
        return _markup(there)  # made of slugs

    values |= {"t": book.words, "book": book, "title": title, "summary": summary, "link": link}
    text = _environment().get_template(template).render(values, term_link=term_link, href=href)
    twin = _twin(template, values, path) if book.edition is Edition.WEBSITE else ""
    meta: dict[str, Any] = {"title": title, "description": summary}
    given = {
        "around": [_in_sidebar(each, path, book.settings.addresses) for each in around],
        "scripts": scripts,
        "styles": styles,
        "hide": hide,
        "jsonld": data and {"@context": _context(book, path), "@graph": data},
    }
    meta |= {key: value for key, value in given.items() if value}
    # JSON is YAML too, and many times faster to write.
    front = "".join(f"{key}: {_json(value)}\n" for key, value in meta.items())
    content = f"---\n{front}---\n\n{text}"
    return Page(path, title, content, source, updated or book.library.reviewed, tuple(names), twin)


def _twin(template: str, values: Mapping[str, Any], path: str) -> str:
    """Say what the page says in Markdown alone: no HTML, no attributes; its links lead to other twins."""

    def link(target: str, words: str) -> Markup:
        return Markup(f"[{_said(words)}]({relative(target, path)})")  # noqa: S704 - escaped, a path of ours

    def term_link(term: Term) -> Markup:
        return link(term.path, term.title)

    body = Markup(plain(values.get("body", "")))  # noqa: S704 - Markdown as before
    values = {**values, "body": body, "link": link, "term_link": term_link}
    text = _environment(_said).get_template(_PLAIN + template).render(values)
    return f"{text.strip()}\n"


def _context(book: Book, path: str) -> str | list[Any]:
    """Return the context of a page's JSON-LD; addresses without ``site_url`` start from the site's root."""
    root = book.settings.addresses.between("index.md", path)
    return _SCHEMA if book.settings.base else [_SCHEMA, {"@base": root}]


def make_file(book: Book, template: str, *, path: str, **values: object) -> str:
    """Make a finished file from `template` and `values`, with links as on the page `path`."""

    def href(target: str) -> Markup:
        """Give the published address of a page."""
        return Markup(book.settings.addresses.between(target, path))  # noqa: S704 - made of slugs

    return _environment().get_template(template).render(t=book.words, book=book, href=href, **values)


def _in_sidebar(around: Around, page: str, addresses: Addresses) -> Mapping[str, Any]:
    """Give the list as the theme's template wants it; the page itself has no address there."""
    pages = [
        {"title": title, "href": None if path == page else addresses.between(path, page)}
        for title, path in around.pages
    ]
    return {"title": around.title, "pages": pages}
