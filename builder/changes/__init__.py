"""Changes: two versions of a site -> what a reviewer should know of the difference."""

from builder.changes.compare import compare
from builder.changes.entries import Edition
from builder.changes.json import as_json
from builder.changes.markdown import as_markdown

FORMATS = {"markdown": as_markdown, "json": as_json}

__all__ = ["FORMATS", "Edition", "as_json", "as_markdown", "compare"]
