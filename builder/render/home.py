"""The home page: what this is, the words met most, the categories, the articles."""

from collections.abc import Iterator

from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import Draft, make_page

_SHOWN = 12  # most mentioned terms on the home page


def home(book: Book) -> Iterator[Draft]:
    """Render ``/``."""
    site = {
        "@type": "WebSite",
        "@id": jsonld.url(book, "index.md"),
        "name": book.settings.site_name,
        "url": jsonld.url(book, "index.md"),
        "inLanguage": book.settings.language,
    }
    terms = book.most_mentioned[:_SHOWN] or tuple(book.library.terms.values())[:_SHOWN]
    yield make_page(
        "home.md",
        **intro(
            book,
            "index.md",
            book.settings.site_name,
            book.words["home_summary"].format(site=book.settings.site_name),
        ),
        data=[site],
        most_mentioned=terms,
        count=len(book.library.terms),
        articles=tuple(book.library.articles.values()),
    )
