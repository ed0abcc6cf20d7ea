"""Diagnostics as the JSON of the contract, section 3."""

import json
from typing import Any

from rich.text import Text

from builder.diagnostics import Diagnostic, hint, message
from builder.report.around import NOTHING, Around
from builder.report.count import count


def as_json(diagnostics: tuple[Diagnostic, ...], language: str, around: Around = NOTHING) -> Text:
    """Return all diagnostics as one JSON document."""
    listed = [as_data(found, language) for found in diagnostics]
    return Text(json.dumps({"diagnostics": listed} | count(diagnostics), ensure_ascii=False, indent=2))


def as_data(found: Diagnostic, language: str) -> dict[str, Any]:
    """Return one diagnostic as plain data."""
    return {
        "file": found.place.file,
        "line": found.place.line,
        "column": found.place.column,
        "severity": found.severity,
        "code": found.code,
        "message": message(found, language),
        "hint": hint(found, language),
    }
