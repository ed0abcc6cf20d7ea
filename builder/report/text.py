"""Diagnostics for people at a terminal: place, what is wrong, and the line with a mark under the place."""

from rich.cells import cell_len
from rich.text import Text

from builder.diagnostics import Diagnostic, Severity, hint, message
from builder.report.around import NOTHING, Around
from builder.report.count import closing
from builder.report.printable import printable

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_AROUND = 60  # code points of a long line shown on either side of the place
_GUTTER = " | "


def as_text(diagnostics: tuple[Diagnostic, ...], language: str, around: Around = NOTHING) -> Text:
    """Return all diagnostics and their number, coloured where the terminal can."""
    listed = [part for found in diagnostics for part in _parts(found, language, around)]
    return Text("\n").join([*listed, Text(closing(diagnostics, language))])


def as_line(found: Diagnostic, language: str) -> Text:
    """Return one diagnostic as a line for people, coloured where the terminal can."""
    words = " ".join(filter(None, (message(found, language), hint(found, language))))
    return Text.assemble(
        printable(f"{found.place}: "),
        (f"{found.severity}[{found.code}]", _STYLE[found.severity]),
        printable(f" {words}"),
    )


def _parts(found: Diagnostic, language: str, around: Around) -> list[Text]:
    head, line = as_line(found, language), around.line(found.place)
    return [head] if line is None else [head, *_excerpt(found, line)]


def _excerpt(found: Diagnostic, line: str) -> list[Text]:
    """Return the line and, under it, a caret at the column: by cells, as a Korean letter is two wide."""
    at = min(found.place.column - 1, len(line))
    start, end = max(0, at - _AROUND), at + _AROUND
    cut = ("…" if start else "", "…" if end < len(line) else "")
    # A tab is as wide as the terminal pleases.
    before, after = (printable(part.replace("\t", " ")) for part in (line[start:at], line[at:end]))
    number = f"  {found.place.line}"
    shown = (number + _GUTTER, "dim"), cut[0] + before + after + cut[1]
    indent = " " * len(number) + _GUTTER
    caret = " " * cell_len(cut[0] + before) + "^"
    return [Text.assemble(*shown), Text.assemble((indent, "dim"), (caret, _STYLE[found.severity]))]
