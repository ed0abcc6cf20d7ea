"""The home page: what this is, the words to begin with, learning paths, articles, ways to test oneself."""

from builder.model import Page, Term
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import make_page

_WORDS = 6
_PATHS = 5
_ARTICLES = 6


def home(book: Book) -> Page:
    """Render ``/``."""
    site = {
        "@type": "WebSite",
        "@id": jsonld.url(book, "index.md"),
        "name": book.settings.site_name,
        "url": jsonld.url(book, "index.md"),
        "inLanguage": book.settings.language,
    }
    library = book.library
    paths = tuple(library.paths.values())
    return make_page(
        book,
        "home.md",
        **intro(
            book,
            "index.md",
            book.settings.site_name,
            book.words["home_summary"].format(site=book.settings.site_name),
        ),
        data=[site],
        terms_here=words(book),
        count=len(library.terms),
        paths=paths[:_PATHS],
        more_paths=len(paths) > _PATHS,
        articles=tuple(library.articles.values())[:_ARTICLES],
        has_quiz=any(each.fields.quiz for each in library.terms.values())
        or any(each.fields.quiz for each in library.sections),
    )


def words(book: Book) -> tuple[Term, ...]:
    """The words that the introduction names, then those met most."""
    named = book.terms(book.body("index.md").terms)
    every = dict.fromkeys(term.slug for term in (*named, *book.best_known))
    return book.terms(every)[: max(_WORDS, len(named))]
