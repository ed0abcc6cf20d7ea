"""How the site is made and edited."""

from builder.model import Page
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import make_page


def about(book: Book) -> Page:
    """Render ``/about/``."""
    given = intro(book, "about.md", book.words["about"], book.words["about_summary"])
    data = [jsonld.breadcrumbs(book, ("about.md", given["title"]))]
    terms = book.terms(book.body("about.md").terms)
    return make_page(book, "about.md", **given, data=data, terms_here=terms)
