"""Plain data -> validated fields; pydantic's errors become diagnostics with places."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from builder.diagnostics import Code, Diagnostic, Place
from builder.load.limits import LONGEST_FRONT_MATTER, MOST_FAULTS, Excess
from builder.load.yaml import read_yaml
from builder.model import Document
from builder.schema import Fields, PuriFields
from builder.settings import SETTINGS_FILE, SETTINGS_KEY
from builder.suggest import suggest

F = TypeVar("F", bound=Fields)

_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_CODES = {
    "missing": Code.MISSING_FIELD,
    "extra_forbidden": Code.UNKNOWN_KEY,
    "literal_error": Code.BAD_VALUE,
    "string_too_long": Code.TOO_LONG,
    "too_long": Code.TOO_LONG,
    "string_too_short": Code.MISSING_FIELD,
    "too_short": Code.BAD_VALUE,
}
_WANTED = {"string": "text", "tuple": "list", "model": "mapping", "int": "number", "dict": "mapping"}


def split(file: str, text: str) -> tuple[Any, Document, list[Diagnostic]]:
    """Split a Markdown file into its front matter (None where there is none to use) and a Document."""
    opening = _FENCE.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None, Document(file, text), [Diagnostic(Place(file), Code.FRONT_MATTER)]
    front = text[opening.end() : closing.start()]
    if len(front) > LONGEST_FRONT_MATTER:
        return None, Document(file, text, closing.end()), [front_matter_too_long(file, front)]
    data, places, found = read_yaml(file, front, first_line=2)
    return data, Document(file, text, closing.end(), places), found


def front_matter_too_long(file: str, front: str) -> Diagnostic:
    """Say that nobody reads so much front matter, or a YAML file of that size."""
    return over_limit(Place(file), Excess("front", len(front), LONGEST_FRONT_MATTER, 0))


def over_limit(place: Place, over: Excess) -> Diagnostic:
    """Say which limit is passed, and how far."""
    words = {"limited": over.name, "amount": f"{over.amount:,}", "limit": f"{over.limit:,}"}
    return Diagnostic(place, Code.OVER_LIMIT, words)


def validate(
    kind: type[F], data: Any, document: Document, prefix: tuple[str, ...] = ()
) -> tuple[F | None, list[Diagnostic]]:
    """Validate `data` (found under `prefix` in `document`) as `kind`; None where too much is wrong."""
    try:
        return kind.model_validate(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        shown = errors[:MOST_FAULTS]
        return _rest(kind, data, errors), [_diagnostic(kind, each, document, prefix) for each in shown]


def _rest(kind: type[F], data: Any, errors: Iterable[Mapping[str, Any]]) -> F | None:
    """Return `data` without its faulty keys, so that the rest is checked too; None if too little is left."""
    faulty = {error["loc"][0] for error in errors if error["loc"]}
    if not isinstance(data, dict) or not faulty:
        return None
    try:
        return kind.model_validate({key: value for key, value in data.items() if key not in faulty})
    except ValidationError:
        return None


def _diagnostic(
    kind: type[Fields], error: Mapping[str, Any], document: Document, prefix: tuple[str, ...]
) -> Diagnostic:
    key = tuple(error["loc"])
    type_, context = error["type"], error.get("ctx", {})
    name = next((str(part) for part in reversed(key) if isinstance(part, str)), document.file)
    words = {"name": name} | {word: str(value) for word, value in context.items()}
    code = _CODES.get(type_)
    if code is None:
        code = Code(type_) if type_ in set(Code) else Code.WRONG_TYPE
    if code is Code.UNKNOWN_KEY:
        words |= suggest(name, _keys(kind, key[:-1]))
    elif code is Code.WRONG_TYPE:
        words["wanted"] = _WANTED.get(type_.partition("_")[0], "text")
    elif code is Code.BAD_VALUE:
        expected = str(context.get("expected") or f">= {context['min_length']}").replace(" or ", ", ")
        value = error["input"] if "expected" in context else context["actual_length"]
        words |= {"value": str(value), "expected": expected}
    elif code is Code.TOO_LONG:
        words |= {"limit": str(context["max_length"]), "length": str(len(error["input"]))}
    where = document.at_key if code is Code.UNKNOWN_KEY else document.at
    return Diagnostic(where(*prefix, *key), code, words)


def _keys(kind: type[Fields], key: Iterable[str | int]) -> list[str]:
    """The keys that may stand where an unknown one was found, following `key` down through the models."""
    for part in key:
        if isinstance(part, str):
            inner = _model_in(
                next(f.annotation for n, f in kind.model_fields.items() if (f.alias or n) == part)
            )
            kind = inner or kind
    return [info.alias or name for name, info in kind.model_fields.items()]


def _model_in(annotation: Any) -> type[Fields] | None:
    if isinstance(annotation, type) and issubclass(annotation, Fields):
        return annotation
    return next(filter(None, map(_model_in, getattr(annotation, "__args__", ()))), None)


def read_settings(text: str, puri: Any) -> tuple[PuriFields, Document, list[Diagnostic]]:
    """Validate `puri`, the value of ``extra.puri`` in the mkdocs.yml whose text is `text`.

    Returns the fields, the file with its places, and what is wrong. Where anything is wrong the fields are
    the defaults, so that the content can still be checked.
    """
    _, places, _ = read_yaml(SETTINGS_FILE, text)  # for places only: its own tags (!ENV) are no concern here
    document = Document(SETTINGS_FILE, text, len(text), places)
    fields, found = validate(PuriFields, puri if puri is not None else {}, document, SETTINGS_KEY)
    return (fields if fields and not found else PuriFields()), document, found
