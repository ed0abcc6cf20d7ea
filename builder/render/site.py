"""The table of page kinds."""

from collections.abc import Callable, Iterator

from builder.model import Library, Linked, Page, Site
from builder.parallel import spread
from builder.render import about, articles, cards, home, map, paths, quiz, sources, terms, timeline
from builder.render.book import Book
from builder.render.template import Draft, fill
from builder.settings import Settings

Renderer = Callable[[Book], Iterator[Draft]]

RENDERERS: tuple[Renderer, ...] = (
    home.home,
    terms.index,
    terms.pages,
    articles.index,
    articles.pages,
    articles.sections,
    paths.index,
    paths.pages,
    timeline.timeline,
    quiz.quiz,
    cards.cards,
    map.map_,
    sources.sources,
    about.about,
)


def render(library: Library, linked: Linked, settings: Settings) -> Site:
    """Make every page of the site; the order of pages is fixed."""
    return Site(tuple(make_pages(Book(library, linked, settings))), library.assets)


def make_pages(book: Book) -> list[Page]:
    """Make the pages of `book` that are wanted, in a fixed order."""
    drafts = [draft for renderer in RENDERERS for draft in renderer(book) if book.is_wanted(draft.path)]
    return spread(lambda draft: fill(book, draft), drafts)
