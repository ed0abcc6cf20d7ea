"""Linked Markdown -> Markdown that every program reads: the marks for the engine are taken away."""

import re

# What `builder.link` writes behind a link to a term (contract, section 4).
_MARK = re.compile(r'(?<=\))\{\.term data-term="[a-z0-9-]+"\}')


def plain(body: str) -> str:
    """Return the linked `body` without the attribute lists of its links to terms."""
    return _MARK.sub("", body)
