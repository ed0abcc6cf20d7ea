"""Link: Library -> linked bodies, mentions with their reasons, backlinks with their sentences."""

from builder.link.stage import explain, gather, link, link_page

__all__ = ["explain", "gather", "link", "link_page"]
