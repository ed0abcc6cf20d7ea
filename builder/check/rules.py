"""The tables of rules."""

from collections.abc import Callable, Iterator

from builder.check import (
    bodies,
    cycles,
    links,
    mentions,
    names,
    quizzes,
    redirects,
    references,
    registers,
    relations,
    reviews,
    safety,
    summaries,
)
from builder.check.manuscript import Manuscript
from builder.diagnostics import Diagnostic
from builder.model import Library
from builder.settings import Settings

Rule = Callable[[Library, Settings], Iterator[Diagnostic]]
EditorialRule = Callable[[Manuscript], Iterator[Diagnostic]]

# What a site cannot be built without, and what can be told without linking.
RULES: tuple[Rule, ...] = (
    names.ambiguous_names,
    names.unknown_categories,
    names.confusable_slugs,
    references.unknown_sources,
    references.missing_sources,
    references.missing_review_dates,
    references.unknown_terms,
    references.unknown_steps,
    redirects.redirects,
    cycles.cycles,
    links.unknown_link_targets,
    links.broken_links,
    safety.harmless_bodies,
)


# What makes good content, asked only of content that could be built. All of it warns.
EDITORIAL: tuple[EditorialRule, ...] = (
    bodies.body_lengths,
    references.unused_sources,
    references.repeated_sources,
    mentions.orphan_terms,
    mentions.unused_aliases,
    mentions.spacing_variants,
    relations.unrelated_terms,
    relations.path_order,
    quizzes.answer_positions,
    quizzes.longest_answers,
    quizzes.repeated_questions,
    quizzes.repeated_choices,
    summaries.repeated_summaries,
    reviews.stale_reviews,
    registers.mixed_registers,
)


def check(library: Library, settings: Settings) -> tuple[Diagnostic, ...]:
    """Apply every rule; one that fails never keeps another from speaking."""
    return tuple(found for rule in RULES for found in rule(library, settings))


def proofread(manuscript: Manuscript) -> tuple[Diagnostic, ...]:
    """Apply every editorial rule."""
    return tuple(found for rule in EDITORIAL for found in rule(manuscript))
