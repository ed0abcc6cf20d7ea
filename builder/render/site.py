"""The table of page kinds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from builder.cache import digest
from builder.model import Edition, Library, Linked, Page, Site
from builder.parallel import spread
from builder.render import about, articles, cards, home, map, paths, quiz, sources, terms, timeline
from builder.render.book import Book
from builder.render.moved import moved
from builder.render.template import Job
from builder.settings import Settings

_WORTH_IT = 10  # pages; where few are left to make, the large ones are among them
Renderer = Callable[[Book], Iterable[Job]]


def _one(path: str, make: Callable[[Book], Page]) -> Renderer:
    """Make one page about all of the site, which shows no body but its own."""
    return lambda book: [Job(path, partial(make, book), book.reads(path), is_large=True)]


def _home(book: Book) -> Iterator[Job]:
    yield Job("index.md", partial(home.home, book), (*book.reads("index.md"), home.words(book)))


RENDERERS: tuple[Renderer, ...] = (
    _home,
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


def render_again(
    library: Library, linked: Linked, settings: Settings, edition: Edition, earlier: Mapping[bytes, Page]
) -> tuple[Site, Mapping[bytes, Page]]:
    """Do the same as `render`, but take from `earlier`, the pages of another run, what is the same.

    Those of this run are returned too, by the digest of everything that they depend on but the program.
    """
    book = Book(library, linked, settings, edition)
    frame = _frame(book)
    jobs = list(_jobs(book))
    keys = [_key(frame, job) for job in jobs]
    todo = [job for job, key in zip(jobs, keys, strict=True) if key not in earlier]
    made = {page.path: page for page in _made(todo)}
    pages = [made.get(job.path) or earlier[key] for job, key in zip(jobs, keys, strict=True)]
    site = Site(tuple(pages), library.assets, dict(moved(book)))
    return site, dict(zip(keys, pages, strict=True))


def _key(frame: bytes, job: Job) -> bytes:
    """Return a digest of everything that the page of `job` depends on but the program."""
    return digest(frame, job.path, *(each if isinstance(each, str) else repr(each) for each in job.reads))


def _frame(book: Book) -> bytes:
    """Return a digest of all of `book` but its bodies and what depends on them."""
    library = book.library
    entries = [(prose.path, book.source_of(prose), prose.fields) for prose in library.prose()]
    paths = [(path.slug, path.document.file, path.fields) for path in library.paths.values()]
    whole = (book.settings, book.edition, entries, paths, library.sources)
    return digest(repr(whole))


def make_pages(book: Book, is_wanted: Callable[[str], bool] = lambda path: True) -> list[Page]:
    """Make the pages of `book`, in a fixed order, or those of them whose paths are wanted."""
    return _made([job for job in _jobs(book) if is_wanted(job.path)])


def _jobs(book: Book) -> Iterator[Job]:
    return (job for renderer in RENDERERS for job in renderer(book))


def _made(jobs: Sequence[Job]) -> list[Page]:
    """Make the pages of `jobs`; begin with those that take longest, so that none is left at the end."""
    large_first = sorted(jobs, key=lambda job: not job.is_large)
    made = spread(lambda job: job.make(), large_first, worth=_WORTH_IT)
    by_path = {page.path: page for page in made}
    return [by_path[job.path] for job in jobs]
