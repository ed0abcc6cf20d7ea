"""The table of page kinds."""

from collections.abc import Callable, Iterable
from functools import partial

from builder.model import Library, Linked, Page, Site
from builder.parallel import spread
from builder.render import about, articles, cards, home, map, paths, quiz, sources, terms, timeline
from builder.render.book import Book
from builder.render.template import Job
from builder.settings import Settings

Renderer = Callable[[Book], Iterable[Job]]


def _one(make: Callable[[Book], Page]) -> Renderer:
    return lambda book: [partial(make, book)]


RENDERERS: tuple[Renderer, ...] = (
    _one(home.home),
    _one(terms.index),
    terms.pages,
    _one(articles.index),
    articles.pages,
    articles.sections,
    _one(paths.index),
    paths.pages,
    _one(timeline.timeline),
    _one(quiz.quiz),
    _one(cards.cards),
    _one(map.map_),
    _one(sources.sources),
    _one(about.about),
)


def render(library: Library, linked: Linked, settings: Settings) -> Site:
    """Make every page of the site; the order of pages is fixed."""
    book = Book(library, linked, settings)
    jobs = [job for renderer in RENDERERS for job in renderer(book)]
    return Site(tuple(spread(lambda job: job(), jobs)), library.assets)
