"""CSV and TSV, as spreadsheets write them -> terms."""

import csv
import io
from collections.abc import Iterable, Iterator

from builder.imports.model import Found, UnreadableError
from builder.imports.records import column_of, term_of, unknown
from builder.imports.text import decode

_DIVIDERS = ",\t;|"
_UNNAMED = ("term", "definition")  # what the first columns are where no row names them


def read(file: str, data: bytes) -> Found:
    """Read a table; its first row names the columns, or it has two: terms and their definitions."""
    text = decode(data, file)
    divider = max(_DIVIDERS, key=text.partition("\n")[0].count)
    try:
        rows = list(_rows(text, divider))
    except csv.Error as error:
        raise UnreadableError("csv", file=file, problem=error) from None
    if not rows:
        return Found()
    head = [column_of(name) for name in rows[0][1]]
    is_named = "term" in head or "english" in head
    names = rows[0][1] if is_named else _UNNAMED
    if not is_named and len(rows[0][1]) != len(_UNNAMED):  # which of three is the definition?
        raise UnreadableError("columns", file=file)
    records = [(line, _record(names, row)) for line, row in rows[is_named:]]
    terms = (term_of(record, f"{file}:{line}") for line, record in records)
    return Found(tuple(filter(None, terms)), unknown=unknown(record for _, record in records))


def _rows(text: str, divider: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=False)
    for row in reader:
        if any(map(str.strip, row)) and not row[0].casefold().startswith("sep="):  # Excel's own first line
            yield reader.line_num, row


def _record(names: Iterable[str], row: Iterable[str]) -> dict[str, list[str]]:
    record: dict[str, list[str]] = {}
    for name, value in zip(names, row, strict=False):
        record.setdefault(name, []).append(value)
    return record
