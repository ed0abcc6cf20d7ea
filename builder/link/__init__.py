"""Link: Library -> linked bodies, mentions with their reasons, backlinks with their sentences."""

from builder.link.stage import explain, link

__all__ = ["explain", "link"]
