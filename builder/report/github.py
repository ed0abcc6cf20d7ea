"""Diagnostics as workflow commands, which GitHub shows beside the lines that a pull request changes.

A runner reads every line that a step prints: what stands in the content must not become a command of its own.
So every line here is a command, except the closing one, which holds nothing from the content.
"""

from rich.text import Text

from builder.diagnostics import Diagnostic, hint, message
from builder.report.around import NOTHING, Around
from builder.report.count import closing
from builder.report.printable import printable

# A parameter ends at a comma or at '::'; a message goes on to the end of the line.
_IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PARAMETER = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def as_github(diagnostics: tuple[Diagnostic, ...], language: str, around: Around = NOTHING) -> Text:
    """Return a command for each diagnostic, and their number."""
    commands = [_command(found, language) for found in diagnostics]
    return Text("\n".join([*commands, closing(diagnostics, language)]))


def _command(found: Diagnostic, language: str) -> str:
    parameters = {
        "file": printable(found.place.file),
        "line": str(found.place.line),
        "col": str(found.place.column),
        "title": found.code,
    }
    listed = ",".join(f"{name}={value.translate(_IN_PARAMETER)}" for name, value in parameters.items())
    words = filter(None, (message(found, language), hint(found, language)))
    return f"::{found.severity} {listed}::" + "\n".join(map(printable, words)).translate(_IN_MESSAGE)
