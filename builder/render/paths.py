"""The learning paths: their index, and the page of each."""

from collections.abc import Iterator
from functools import partial

from builder.model import LearningPath, Page
from builder.render import jsonld
from builder.render.around import Around
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import Job, make_page

_SHOWN = 25  # paths in the sidebar


def index(book: Book) -> Page:
    """Render ``/paths/``."""
    paths = tuple(book.library.paths.values())
    summary = book.words["paths_summary"].format(count=len(paths))
    given = intro(book, "paths/index.md", book.words["paths"], summary)
    data = [
        jsonld.item_list(book, "paths/index.md", given["title"], paths),
        jsonld.breadcrumbs(book, ("paths/index.md", given["title"])),
    ]
    return make_page(book, "paths.md", **given, data=data, paths=paths)


def pages(book: Book) -> Iterator[Job]:
    """Render ``/paths/<slug>/`` for every learning path."""
    pages = tuple((path.title, path.path) for path in book.library.paths.values())
    around = (Around(book.words["paths"], pages[:_SHOWN]),)
    for path in book.library.paths.values():
        yield Job(path.path, partial(_page, book, path, around), ())


def _page(book: Book, path: LearningPath, around: tuple[Around, ...]) -> Page:
    steps = book.steps[path.slug]
    return make_page(
        book,
        "path.md",
        path=path.path,
        title=path.title,
        summary=path.fields.summary,
        source=path.document.file.removeprefix(book.settings.content + "/"),
        updated=max((step.fields.reviewed for step in steps if step.fields.reviewed), default=None),
        data=[
            jsonld.learning_path(book, path, steps),
            jsonld.item_list(book, path.path, path.title, steps),
            jsonld.breadcrumbs(book, ("paths/index.md", book.words["paths"]), (path.path, path.title)),
        ],
        around=around,
        learning_path=path,
        steps=steps,
    )
