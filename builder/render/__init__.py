"""Render: Library + Linked -> finished Markdown pages. One module a page kind, `RENDERERS` names all."""

from builder.render.site import RENDERERS, render, render_again

__all__ = ["RENDERERS", "render", "render_again"]
