"""Where a term is mentioned, article by article, in as much room as a page has."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from builder.model import Article, Backlink, Prose, Quotation, Section, Term
from builder.render.book import Book

# A page stays under 120 KB however many pages mention its term: so many of them are named, and sentences are
# quoted while there is room, the first of every page before the second of any. Bytes of UTF-8.
PLACES = 250
_ROOM = 36_000
_MARKUP = 60  # what a quoted sentence costs beside its words
_LARGEST = 4  # of a character


class Place(NamedTuple):
    """A page that mentions the term: the sentences there is room for, and how many more it has."""

    title: str
    path: str
    quotations: tuple[Quotation, ...]
    more: int


class Group(NamedTuple):
    """The places in one article, in the other terms, or elsewhere; an article has a `path` of its own."""

    title: str
    path: str | None
    places: tuple[Place, ...]


class Mentions(NamedTuple):
    """What a term page shows of its mentions; `left_out` counts the pages beyond those that it names."""

    groups: tuple[Group, ...]
    left_out: int


def mentions(book: Book, slug: str) -> Mentions:
    """Return where the term `slug` is mentioned."""
    backlinks = book.linked.backlinks.get(slug, ())
    named = backlinks[:PLACES]
    shown = zip(named, _fitting(named), strict=True)
    places = [(book.prose_at[each.path], _place(book, each, count)) for each, count in shown]
    groups = groupby(places, key=lambda each: _heading(book, each[0]))
    return Mentions(
        tuple(Group(title, path, tuple(place for _, place in each)) for (title, path), each in groups),
        len(backlinks) - len(named),
    )


def _place(book: Book, backlink: Backlink, count: int) -> Place:
    title = book.title_of(book.prose_at[backlink.path])
    return Place(title, backlink.path, backlink.quotations[:count], len(backlink.quotations) - count)


def _heading(book: Book, prose: Prose) -> tuple[str, str | None]:
    match prose:
        case Article():
            return prose.title, prose.path
        case Section():
            article = book.library.articles[prose.article]
            return article.title, article.path
        case Term():
            return book.words["mentions_in_terms"], None
    return book.words["mentions_elsewhere"], None


def _fitting(backlinks: Iterable[Backlink]) -> list[int]:
    """Say for each page how many of its sentences there is room for."""
    pages = [backlink.quotations for backlink in backlinks]
    if sum(map(_at_most, pages)) <= _ROOM:
        return list(map(len, pages))
    counts = [0] * len(pages)
    room = _ROOM
    for rank, at in sorted((rank, at) for at, each in enumerate(pages) for rank in range(len(each))):
        room -= _size(pages[at][rank])
        if room < 0:
            break
        counts[at] += 1
    return counts


def _at_most(quotations: tuple[Quotation, ...]) -> int:
    """Return what the `_size` of all of them together is not above, without writing anything out."""
    return _LARGEST * sum([len(part) for each in quotations for part in each]) + _MARKUP * len(quotations)


def _size(quotation: Quotation) -> int:
    return len((quotation.before + quotation.mention + quotation.after).encode()) + _MARKUP
