"""The bibliography."""

from builder.model import Page
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import make_page


def sources(book: Book) -> Page:
    """Render ``/sources/``: every source, what is known of it, and what rests on it."""
    given = intro(book, "sources.md", book.words["sources"], book.words["sources_summary"], "sources.yml")
    return make_page(
        book,
        "sources.md",
        **given,
        data=[jsonld.breadcrumbs(book, ("sources.md", given["title"]))],
        sources=tuple(book.library.sources.values()),
    )
