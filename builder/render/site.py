"""The table of page kinds."""

from collections.abc import Callable, Iterable
from functools import partial

from builder.model import Edition, Library, Linked, Page, Site
from builder.parallel import spread
from builder.render import about, articles, cards, home, map, paths, quiz, sources, terms, timeline
from builder.render.book import Book
from builder.render.moved import moved
from builder.render.template import Job
from builder.settings import Settings

Renderer = Callable[[Book], Iterable[Job]]


def _one(path: str, make: Callable[[Book], Page]) -> Renderer:
    return lambda book: [Job(path, partial(make, book))]


RENDERERS: tuple[Renderer, ...] = (
    _one("index.md", home.home),
    _one("terms/index.md", terms.index),
    terms.pages,
    _one("articles/index.md", articles.index),
    articles.pages,
    articles.sections,
    _one("paths/index.md", paths.index),
    paths.pages,
    _one("timeline.md", timeline.timeline),
    _one("quiz.md", quiz.quiz),
    _one("cards.md", cards.cards),
    _one("map.md", map.map_),
    _one("sources.md", sources.sources),
    _one("about.md", about.about),
)


def render(library: Library, linked: Linked, settings: Settings, edition: Edition = Edition.PAGES) -> Site:
    """Make every page of the site, for the web with its twin; the order of pages is fixed."""
    book = Book(library, linked, settings, edition)
    return Site(tuple(make_pages(book)), library.assets, dict(moved(book)))


def make_pages(book: Book, is_wanted: Callable[[str], bool] = lambda path: True) -> list[Page]:
    """Make the pages of `book`, in a fixed order, or those of them whose paths are wanted."""
    jobs = [job for renderer in RENDERERS for job in renderer(book) if is_wanted(job.path)]
    return spread(lambda job: job.make(), jobs)
