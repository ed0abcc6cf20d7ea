"""Check: Library -> diagnostics about what the files say of each other. `RULES` names all."""

from builder.check.rules import RULES, check

__all__ = ["RULES", "check"]
