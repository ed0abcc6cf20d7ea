"""Check: Library -> diagnostics: what the files say of each other, and how good the content is."""

from builder.check.allowances import (
    Allowance,
    allowances,
    unknown_warnings,
    unused_allowances,
    without_allowed,
)
from builder.check.manuscript import Manuscript
from builder.check.rules import EDITORIAL, RULES, check, proofread

__all__ = [
    "EDITORIAL",
    "RULES",
    "Allowance",
    "Manuscript",
    "allowances",
    "check",
    "proofread",
    "unknown_warnings",
    "unused_allowances",
    "without_allowed",
]
