"""What stands around a page, for the sidebar: the few pages next to it, never the whole site."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from builder.model import Article, Section, Term
from builder.render.book import Book

_SECTIONS = 25  # of the article
_NEIGHBOURS = 9  # in the index, the term itself among them
_SAME_CATEGORY = 8

_Page = TypeVar("_Page")


@dataclass(frozen=True, slots=True)
class Around:
    """A short list of pages under a heading: (title, path) of each."""

    title: str
    pages: tuple[tuple[str, str], ...]


def around_section(book: Book, article: Article, at: int = 0) -> tuple[Around, ...]:
    """Return the sections of `article` near its section number `at`, after its introduction."""
    introduction = (book.words["introduction"], article.path)
    return (Around(article.title, (introduction, *_titles(_near(article.sections, at, _SECTIONS)))),)


def around_terms(book: Book) -> Iterator[tuple[Term, tuple[Around, ...]]]:
    """Yield each term with its neighbours in the index and the best known terms of its category."""
    line = _titles(book.in_order)
    place = {term.slug: at for at, term in enumerate(book.in_order)}
    best = _best(book, place)
    for term in book.library.terms.values():
        at = place[term.slug]
        category = sorted([other for other in best[term.fields.category] if other != at][:_SAME_CATEGORY])
        lists = (
            Around(book.words["around_index"], _near(line, at, _NEIGHBOURS)),
            Around(term.fields.category, tuple(line[other] for other in category)),
        )
        yield term, tuple(each for each in lists if each.pages)


def _best(book: Book, place: Mapping[str, int]) -> Mapping[str, Sequence[int]]:
    """The places in the index of the terms of each category, those that most pages mention first."""
    found: dict[str, list[int]] = {}
    for term in book.best_known:
        found.setdefault(term.fields.category, []).append(place[term.slug])
    return {category: places[: _SAME_CATEGORY + 1] for category, places in found.items()}


def _near(line: tuple[_Page, ...], at: int, count: int) -> tuple[_Page, ...]:
    """Return `count` of the `line` with number `at` in their middle, or as near to it as the ends allow."""
    start = max(0, min(at - count // 2, len(line) - count))
    return line[start : start + count]


def _titles(pages: Sequence[Term] | Sequence[Section]) -> tuple[tuple[str, str], ...]:
    return tuple((page.title, page.path) for page in pages)
