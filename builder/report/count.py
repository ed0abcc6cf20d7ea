"""How many problems of each severity there are."""

from collections.abc import Iterable

from builder.diagnostics import Diagnostic, Severity
from builder.resources import load_yaml


def count(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return the number of errors and of warnings."""
    severities = [found.severity for found in diagnostics]
    return {"errors": severities.count(Severity.ERROR), "warnings": severities.count(Severity.WARNING)}


def closing(diagnostics: tuple[Diagnostic, ...], language: str) -> str:
    """Say how many problems there are, or that there are none."""
    words = load_yaml(f"i18n/{language}.yml")["report"]
    return str(words["counts"].format(**count(diagnostics)) if diagnostics else words["clean"])
