"""The table of page kinds."""

from collections.abc import Callable, Iterator

from builder.model import Library, Linked, Page, Site
from builder.render import about, articles, home, map, sources, terms
from builder.render.book import Book
from builder.settings import Settings

Renderer = Callable[[Book], Iterator[Page]]

RENDERERS: tuple[Renderer, ...] = (
    home.home,
    terms.index,
    terms.pages,
    articles.index,
    articles.pages,
    articles.sections,
    map.map_,
    sources.sources,
    about.about,
)


def render(library: Library, linked: Linked, settings: Settings) -> Site:
    """Make every page of the site; the order of pages is fixed."""
    book = Book(library, linked, settings)
    return Site(tuple(page for renderer in RENDERERS for page in renderer(book)), library.assets)
