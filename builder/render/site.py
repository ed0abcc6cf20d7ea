"""The table of page kinds."""

from collections.abc import Callable, Iterator

from builder.model import Library, Linked, Site
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
    book = Book(library, linked, settings)
    drafts = [draft for renderer in RENDERERS for draft in renderer(book)]
    return Site(tuple(spread(lambda draft: fill(book, draft), drafts)), library.assets)
