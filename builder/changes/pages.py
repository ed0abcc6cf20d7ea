"""Pages on which readers see something else.

What the sidebar and the home page suggest because it is mentioned often is left aside: it depends on every
page, and is not what an editor changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from builder.changes.linking import Partly
from builder.model import Term
from builder.render.book import Book
from builder.render.site import RENDERERS
from builder.render.template import Draft, fill


class _Book(Book):
    @cached_property
    def most_mentioned(self) -> tuple[Term, ...]:
        """None: nothing is chosen by how often it is mentioned."""
        return ()


def changed_pages(old: Partly, new: Partly) -> Iterator[str]:
    """Yield the pages that are new or look different, in the order of the site."""
    before, after = _book(old), _book(new)
    known = _drafts(before)
    for path, draft in _drafts(after).items():
        if path not in known or (draft != known[path] and _look(after, draft) != _look(before, known[path])):
            yield path


def _book(partly: Partly) -> Book:
    examined = partly.side.examined
    return _Book(examined.library, partly.linked, examined.settings)


def _drafts(book: Book) -> Mapping[str, Draft]:
    return {
        draft.path: replace(draft, around=(), data=(), updated=None)
        for renderer in RENDERERS
        for draft in renderer(book)
    }


def _look(book: Book, draft: Draft) -> tuple[str, str]:
    page = fill(book, draft)
    return page.title, page.markdown.partition("\n---\n")[2]
