"""What an optional introduction file gives to the page that Puri makes."""

from typing import TypedDict

from markupsafe import Markup

from builder.render.book import Book
from builder.render.template import markdown


class Intro(TypedDict):
    """The part of a page that its introduction decides."""

    path: str
    title: str
    summary: str
    source: str | None
    body: Markup


def intro(book: Book, path: str, title: str, summary: str, source: str | None = None) -> Intro:
    """Return the introduction of the page `path`; the other arguments hold where nobody wrote one."""
    written = book.library.intros.get(path)
    return {
        "path": path,
        "title": (written and written.fields.title) or title,
        "summary": (written and written.fields.summary) or summary,
        "source": book.source_of(written) if written else source,
        "body": markdown(book.body(path).body),
    }
