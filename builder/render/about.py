"""How the site is made and edited."""

from collections.abc import Iterator

from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import Draft, make_page


def about(book: Book) -> Iterator[Draft]:
    """Render ``/about/``."""
    given = intro(book, "about.md", book.words["about"], book.words["about_summary"])
    data = [jsonld.breadcrumbs(book, ("about.md", given["title"]))]
    terms = book.terms(book.body("about.md").terms)
    yield make_page("about.md", **given, data=data, terms_here=terms)
