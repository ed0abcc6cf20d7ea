"""Pages on which readers see something else.

What the sidebar and the home page suggest because it is mentioned often is left aside: it depends on every
page, and is not what an editor changes.
"""

from collections.abc import Iterator
from functools import cached_property

from builder.changes.linking import Partly
from builder.model import Page, Term
from builder.render.book import Book
from builder.render.site import make_pages


class _Book(Book):
    @cached_property
    def most_mentioned(self) -> tuple[Term, ...]:
        """None: nothing is chosen by how often it is mentioned."""
        return ()


def changed_pages(old: Partly, new: Partly) -> Iterator[str]:
    """Yield the pages that are new or look different, in the order of the site."""
    before = {page.path: _look(page) for page in _pages(old)}
    for page in _pages(new):
        if before.get(page.path) != _look(page):
            yield page.path


def _pages(partly: Partly) -> list[Page]:
    examined = partly.side.examined
    return make_pages(_Book(examined.library, partly.linked, examined.settings))


def _look(page: Page) -> tuple[str, str]:
    """Return what readers see of a page: its front matter is for machines and for the sidebar."""
    return page.title, page.markdown.partition("\n---\n")[2]
