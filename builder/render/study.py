"""What quiz and cards share: the groups of pages that a reader can choose to practise with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.model import Section, Term
from builder.render.book import Book


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to practise: its name, and how many questions or cards it has.

    `key` is what a browser remembers results under. A path names its `pages`; other choices are groups
    of the page itself.
    """

    kind: str
    key: str
    name: str
    count: int
    pages: tuple[str, ...] = ()


def of_paths(book: Book, count: Callable[[Term | Section], int]) -> Iterator[Choice]:
    """Offer each learning path by what `count` finds on its pages."""
    for slug, steps in book.steps.items():
        pages = {step.path: count(step) for step in steps if count(step)}
        if pages:
            name = book.library.paths[slug].title
            yield Choice("path", f"path:{slug}", name, sum(pages.values()), tuple(pages))
