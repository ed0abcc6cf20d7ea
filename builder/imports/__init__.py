"""Imports: what people already have -> drafts. One module a format, pure: bytes in, what they hold out."""

from builder.imports.formats import FORMATS, gather
from builder.imports.model import Found, SectionFound, TermFound, UnreadableError
from builder.imports.settle import Settled, Wishes, fit

LARGEST = 50_000_000  # bytes of a file that is read

__all__ = [
    "FORMATS",
    "LARGEST",
    "Found",
    "SectionFound",
    "Settled",
    "TermFound",
    "UnreadableError",
    "Wishes",
    "fit",
    "gather",
]
