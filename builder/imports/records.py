"""A record, a row of a table or an object, -> a term: the columns go by many names."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from builder.imports.model import TermFound
from builder.imports.text import escaped, listed, one_line, split_name, tidy
from builder.resources import load_yaml
from builder.schema import Related

_SIGNS = re.compile(r"[\W_]+")


@cache
def _columns() -> Mapping[str, str]:
    table = load_yaml("data/imports.yml")["columns"]
    return {_key(name): column for column, names in table.items() for name in names}


def _key(name: str) -> str:
    return _SIGNS.sub("", name).casefold()


def column_of(name: object) -> str:
    """Return which column `name` means, or nothing."""
    return _columns().get(_key(str(name)), "")


def unknown(records: Iterable[Mapping[Any, Any]]) -> tuple[str, ...]:
    """Return the names in `records` of which nothing is known, where anything stands under them."""
    names = (name for each in records for name, value in each.items() if _texts(value))
    return tuple(name for name in dict.fromkeys(one_line(str(each)) for each in names) if not column_of(name))


def term_of(record: Mapping[str, Any], place: str) -> TermFound | None:
    """Return the term that `record` is about; None where it names none."""
    given: dict[str, list[str]] = {}
    for name, value in record.items():
        if column := column_of(name):
            given.setdefault(column, []).extend(_texts(value))
    if not given.get("term") and not given.get("english"):
        return None
    first = {column: values[0] for column, values in given.items() if values}
    headword, english, others = split_name(first.get("term") or first["english"])
    if not headword:
        return None
    return TermFound(
        headword,
        "\n\n".join(
            escaped(tidy(text)).strip() for column in ("summary", "body") for text in given.get(column, ())
        ),
        place,
        english=one_line(first.get("english", "")) or english,
        reading=one_line(first.get("reading", "")),
        aliases=(*others, *_all(given.get("aliases", ()))),
        summary=one_line(first.get("summary", "")),
        categories=_all(given.get("category", ())),
        related={kind: _all(given[kind]) for kind in Related.model_fields if given.get(kind)},
    )


def _all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for text in texts for item in listed(text)))


def _texts(value: object) -> list[str]:
    """Return the texts in a value that is one or a list of them; a record inside counts by its name."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, Mapping):
        named = next((each for name, each in value.items() if column_of(name) == "term"), None)
        return [named] if isinstance(named, str) else []
    return [str(value)] if value is not None and str(value).strip() else []
