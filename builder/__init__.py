"""Puri turns reviewed glossary terms and article sections into a cross-linked learning site.

The stages, each a pure function over frozen data, are joined in `builder.pipeline`:
load -> check -> link -> render; MkDocs publishes what `render` returns.
"""

__version__ = "0.1.0"
