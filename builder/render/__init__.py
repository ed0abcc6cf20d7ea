"""Render: Library + Linked -> finished Markdown pages. One module a page kind, `RENDERERS` names all."""

from builder.render.site import RENDERERS, render, render_again
from builder.render.template import compile_templates

__all__ = ["RENDERERS", "compile_templates", "render", "render_again"]
