"""The learning paths: their index, and the page of each."""

from collections.abc import Iterator

from builder.render import jsonld
from builder.render.around import Around
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import Draft, make_page

_SHOWN = 25  # paths in the sidebar


def index(book: Book) -> Iterator[Draft]:
    """Render ``/paths/``."""
    paths = tuple(book.library.paths.values())
    summary = book.words["paths_summary"].format(count=len(paths))
    given = intro(book, "paths/index.md", book.words["paths"], summary)
    data = [
        jsonld.item_list(book, "paths/index.md", given["title"], paths),
        jsonld.breadcrumbs(book, ("paths/index.md", given["title"])),
    ]
    yield make_page("paths.md", **given, data=data, paths=paths)


def pages(book: Book) -> Iterator[Draft]:
    """Render ``/paths/<slug>/`` for every learning path."""
    pages = tuple((path.title, path.path) for path in book.library.paths.values())
    around = (Around(book.words["paths"], pages[:_SHOWN]),)
    for slug, each in book.library.paths.items():
        steps = book.steps[slug]
        trail = ("paths/index.md", book.words["paths"]), (each.path, each.title)
        yield make_page(
            "path.md",
            path=each.path,
            title=each.title,
            summary=each.fields.summary,
            source=each.document.file.removeprefix(book.settings.content + "/"),
            updated=max((step.fields.reviewed for step in steps if step.fields.reviewed), default=None),
            data=[
                jsonld.learning_path(book, each, steps),
                jsonld.item_list(book, each.path, each.title, steps),
                jsonld.breadcrumbs(book, *trail),
            ],
            around=around,
            learning_path=each,
            steps=steps,
        )
