"""Markdown as authors write it: where its prose is, and how to write plain text into it."""

from builder.markdown.escape import escape, readable
from builder.markdown.plain import plain
from builder.markdown.scan import scan
from builder.markdown.spans import Destination, Mask, Scan, WikiLink

__all__ = ["Destination", "Mask", "Scan", "WikiLink", "escape", "plain", "readable", "scan"]
