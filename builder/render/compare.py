"""A term beside those it is told from."""

from dataclasses import dataclass

from builder.model import Term
from builder.render.book import Book

_RELATIONS = ("broader", "requires")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The terms side by side, and by relation the terms that each of them has; empty relations left out."""

    terms: tuple[Term, ...]
    relations: dict[str, tuple[tuple[Term, ...], ...]]


def comparison(book: Book, term: Term) -> Comparison | None:
    """Compare `term` with those it contrasts with; None where there are none."""
    others = book.relations.get(term.slug, {}).get("contrasts", ())
    if not others:
        return None
    terms = (term, *others)
    rows = {
        kind: tuple(book.relations.get(each.slug, {}).get(kind, ()) for each in terms) for kind in _RELATIONS
    }
    return Comparison(terms, {kind: cells for kind, cells in rows.items() if any(cells)})
