"""Link: Library -> linked bodies, mentions with their reasons, backlinks with their sentences."""

from builder.link.memory import from_text, to_text
from builder.link.stage import explain, gather, link, link_again, link_page

__all__ = ["explain", "from_text", "gather", "link", "link_again", "link_page", "to_text"]
