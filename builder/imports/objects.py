"""JSON -> terms: a list of objects, an object of definitions, or one that holds such a list."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from builder.imports.model import Found, UnreadableError
from builder.imports.records import column_of, term_of, unknown
from builder.imports.text import decode
from builder.resources import load_yaml


def read(file: str, data: bytes) -> Found:
    """Read a JSON document."""
    try:
        document = json.loads(decode(data, file))
    except (ValueError, RecursionError) as error:
        problem = error if isinstance(error, ValueError) else "[[[["
        raise UnreadableError("json", file=file, problem=problem) from None
    records = list(_records(document, file))
    found = (term_of(record, f"{file}, {number}") for number, record in records)
    terms = tuple(filter(None, found))
    if document and not terms:
        raise UnreadableError("keys", file=file)
    return Found(terms, unknown=unknown(record for _, record in records))


def _records(document: Any, file: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if isinstance(document, Mapping):
        held = next(
            (document[key] for key in load_yaml("data/imports.yml")["lists"] if key in document), None
        )
        document = held if isinstance(held, list | Mapping) else document
    if isinstance(document, Mapping):
        document = [_named(name, value) for name, value in document.items()]
    if not isinstance(document, list):
        raise UnreadableError("shape", file=file)
    for number, record in enumerate(document, 1):
        if isinstance(record, Mapping):
            yield number, record


def _named(name: str, value: Any) -> Mapping[str, Any]:
    """Return the record of ``{name: definition}`` or ``{name: {...}}``."""
    if not isinstance(value, Mapping):
        return {"term": name, "definition": value}
    return value if any(column_of(key) == "term" for key in value) else {"term": name, **value}
