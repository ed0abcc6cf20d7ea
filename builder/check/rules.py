"""The table of rules."""

from collections.abc import Callable, Iterator

from builder.check import cycles, links, names, references
from builder.diagnostics import Diagnostic
from builder.model import Library
from builder.settings import Settings

Rule = Callable[[Library, Settings], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    names.ambiguous_names,
    names.unknown_categories,
    references.unknown_sources,
    references.missing_sources,
    references.missing_review_dates,
    references.unknown_terms,
    references.unknown_steps,
    cycles.cycles,
    links.unknown_link_targets,
    links.broken_links,
)


def check(library: Library, settings: Settings) -> tuple[Diagnostic, ...]:
    """Apply every rule; one that fails never keeps another from speaking."""
    return tuple(found for rule in RULES for found in rule(library, settings))
