"""Report: diagnostics -> what `puri check` prints."""

from collections.abc import Callable, Mapping

from rich.text import Text

from builder.diagnostics import Diagnostic
from builder.report.around import Around
from builder.report.count import count
from builder.report.github import as_github
from builder.report.json import as_data, as_json
from builder.report.printable import printable
from builder.report.sarif import as_sarif
from builder.report.text import as_line, as_text

FORMATS: Mapping[str, Callable[[tuple[Diagnostic, ...], str, Around], Text]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}

FROM_CHECKOUT = frozenset({"github", "sarif"})  # these name files from the top of the repository

__all__ = [
    "FORMATS",
    "FROM_CHECKOUT",
    "Around",
    "as_data",
    "as_github",
    "as_json",
    "as_line",
    "as_sarif",
    "as_text",
    "count",
    "printable",
]
