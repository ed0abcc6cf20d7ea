"""glossary.csv: a row a term, for spreadsheets."""

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial

from builder.export.glossary import Glossary
from builder.model import RELATIONS, Term

_BETWEEN = "|"  # the values of one cell
# What makes a spreadsheet take a cell for a formula; some take the wide ones of East Asia for the same.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def make(glossary: Glossary) -> bytes:
    """Return the glossary as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for term in glossary.terms:
        writer.writerow(_safe(value(glossary, term)) for value in _COLUMNS.values())
    return text.getvalue().encode("utf-8-sig")


def _related(kind: str, glossary: Glossary, term: Term) -> str:
    return _BETWEEN.join(glossary.relations(term).get(kind, ()))


_COLUMNS: Mapping[str, Callable[[Glossary, Term], str]] = {
    "slug": lambda _, term: term.slug,
    "term": lambda _, term: term.title,
    "english": lambda _, term: term.fields.english or "",
    "reading": lambda _, term: term.fields.reading or "",
    "aliases": lambda _, term: _BETWEEN.join(term.fields.aliases),
    "summary": lambda _, term: term.fields.summary,
    "category": lambda _, term: term.fields.category,
    **{kind: partial(_related, kind) for kind in RELATIONS},
    "sources": lambda _, term: _BETWEEN.join(term.fields.sources),
    "status": lambda _, term: term.fields.status,
    "reviewed": lambda _, term: term.fields.reviewed.isoformat() if term.fields.reviewed else "",
    "url": lambda glossary, term: glossary.url(term),
}


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
