"""Diagnostics as text and as JSON (contract, section 3)."""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from rich.text import Text

from builder.diagnostics import Diagnostic, Severity, hint, message
from builder.resources import load_yaml

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)  # controls, and marks that reorder text
_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def printable(text: str) -> str:
    """Return `text` without anything that a terminal would act on."""
    return _UNPRINTABLE.sub("\ufffd", text)


def line(found: Diagnostic, language: str) -> Text:
    """Return one diagnostic as a line for people, coloured where the terminal can."""
    words = " ".join(filter(None, (message(found, language), hint(found, language))))
    return Text.assemble(
        printable(f"{found.place}: "),
        (f"{found.severity}[{found.code}]", _STYLE[found.severity]),
        printable(f" {words}"),
    )


def count(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return the number of errors and of warnings."""
    severities = [found.severity for found in diagnostics]
    return {"errors": severities.count(Severity.ERROR), "warnings": severities.count(Severity.WARNING)}


def as_text(diagnostics: tuple[Diagnostic, ...], language: str) -> Text:
    """Return all diagnostics and their number."""
    words = load_yaml(f"i18n/{language}.yml")["report"]
    closing = words["counts"].format(**count(diagnostics)) if diagnostics else words["clean"]
    return Text("\n").join([*(line(found, language) for found in diagnostics), Text(closing)])


def as_json(diagnostics: tuple[Diagnostic, ...], language: str) -> Text:
    """Return all diagnostics as one JSON document."""
    listed = [
        {
            "file": found.place.file,
            "line": found.place.line,
            "column": found.place.column,
            "severity": found.severity,
            "code": found.code,
            "message": message(found, language),
            "hint": hint(found, language),
        }
        for found in diagnostics
    ]
    return Text(json.dumps({"diagnostics": listed} | count(diagnostics), ensure_ascii=False, indent=2))


FORMATS: Mapping[str, Callable[[tuple[Diagnostic, ...], str], Text]] = {"text": as_text, "json": as_json}
