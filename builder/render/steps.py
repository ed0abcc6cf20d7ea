"""Where a page stands on the learning paths that hold it."""

from collections.abc import Mapping
from dataclasses import dataclass

from builder.model import Section, Term
from builder.render.book import Book


@dataclass(frozen=True, slots=True)
class Step:
    """A page as step `number` of `count` on a path, with the steps beside it."""

    path: str
    title: str
    number: int
    count: int
    before: Term | Section | None
    after: Term | Section | None


def steps(book: Book) -> Mapping[str, tuple[Step, ...]]:
    """Return for each page on a learning path its steps, path by path."""
    pages = _by_name(book)
    found: dict[str, list[Step]] = {}
    for slug, path in book.library.paths.items():
        line = [pages[name] for name in path.fields.steps if name in pages]
        around = (None, *line, None)
        for number, (before, page, after) in enumerate(zip(around, line, around[2:], strict=False), 1):
            step = Step(f"paths/{slug}.md", path.fields.title, number, len(line), before, after)
            found.setdefault(page.path, []).append(step)
    return {page: tuple(each) for page, each in found.items()}


def _by_name(book: Book) -> Mapping[str, Term | Section]:
    """Terms and sections as paths name them: by address, or by file with its number."""
    pages: list[Term | Section] = [*book.library.terms.values(), *book.library.sections]
    return {page.path.removesuffix(".md"): page for page in pages} | {
        section.step: section for section in book.library.sections
    }
