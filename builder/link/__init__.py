"""Link: Library -> linked bodies, mentions with their reasons, backlinks with their sentences."""

from builder.link.stage import link

__all__ = ["link"]
