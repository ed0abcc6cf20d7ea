"""glossary.csv: a row a term, for spreadsheets."""

import csv
import io

from builder.export.glossary import Glossary
from builder.model import RELATIONS, Term

_BETWEEN = "|"  # the values of one cell
# What makes a spreadsheet take a cell for a formula; some take the wide ones of East Asia for the same.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def make(glossary: Glossary) -> bytes:
    """Return the glossary as CSV (RFC 4180) in UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    rows = [_row(glossary, term) for term in glossary.terms]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _row_names(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _row(glossary: Glossary, term: Term) -> dict[str, str]:
    fields = term.fields
    relations = glossary.relations(term)
    return {
        "slug": term.slug,
        "term": term.title,
        "english": fields.english or "",
        "reading": fields.reading or "",
        "aliases": _BETWEEN.join(fields.aliases),
        "summary": fields.summary,
        "category": fields.category,
        **{kind: _BETWEEN.join(relations.get(kind, ())) for kind in RELATIONS},
        "sources": _BETWEEN.join(fields.sources),
        "status": fields.status,
        "reviewed": fields.reviewed.isoformat() if fields.reviewed else "",
        "url": glossary.url(term),
    }


def _row_names() -> list[str]:
    return [
        *("slug", "term", "english", "reading", "aliases", "summary", "category"),
        *RELATIONS,
        *("sources", "status", "reviewed", "url"),
    ]


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
