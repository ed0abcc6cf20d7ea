"""In doubt, the engine is asked whether links would change what a reader sees.

`builder.markdown.scan` knows Markdown well, but the corners in which engines differ have no end: emphasis of
four asterisks, brackets in brackets, unclosed fences. A body whose blocks are plain needs no proof; any other
is rendered with and without its links.
"""

import re
from collections.abc import Callable, Iterable

from builder.markdown import Scan
from builder.markdown.dialect import render_without_term_links
from builder.model import Mention

# Ordinary characters, and the everyday marks in their everyday form, with nothing nested in them.
_WORDS = r"[^*_`\[\]<>\\{}|~^$&!=\n]"
_PLAIN_BLOCK = re.compile(
    rf"(?:{_WORDS}++|\n(?![ \t]*[>|:!?=~-])|[!=](?=[\s\w])|(?<!\*)\*\*(?=\S){_WORDS}+?(?<=\S)\*\*(?!\*)"
    rf"|`[^`\n]+`(?!`)|(?<![\]!])\[{_WORDS}+\]\([^()\s<>\[\]]+\)(?!\()|\[\[{_WORDS}+\]\]|^\||\||[\[\]](?![\[\](]))*+"
)


# Raw HTML, tabs, escapes, definitions of references, fences and code that may not close.
_INDENTED = re.compile(r"\n[ \t>]*\n[ >]*(?: {4}|\t)")  # code, or the next paragraph of a list item
_MOST_RENDERED = 500_000  # characters, to prove the links of one body
_DOUBTFUL = ("<", "\t", "\\", "]:", "~~~")


def needs_proof(body: str, found: Scan, places: Iterable[int]) -> bool:
    """Tell whether linking at `places`, offsets into `body`, needs the engine's word for it."""
    if any(mark in body for mark in _DOUBTFUL) or _INDENTED.search(body):
        return True
    blocks = {found.block_at(place) for place in places} - {None}
    return not all(_PLAIN_BLOCK.fullmatch(body, *block) for block in blocks if block)


def provable(body: str, mentions: list[Mention], linked: Callable[[list[Mention]], str]) -> list[Mention]:
    """Return those of `mentions` whose links leave the rendered text of `body` as it is, found by halving.

    Where that would take too long, links that are still in doubt are withheld.

    `linked` returns the body with links for the mentions it is given.
    """
    wanted = render_without_term_links(linked([]))
    kept: set[Mention] = set()
    doubted = [mentions]
    left = max(_MOST_RENDERED // (len(body) + 1), 2)
    while doubted and left:
        some, left = doubted.pop(), left - 1
        tried = kept.union(some)
        if render_without_term_links(linked([each for each in mentions if each in tried])) == wanted:
            kept = tried
        elif len(some) > 1:
            middle = len(some) // 2
            doubted += [some[middle:], some[:middle]]
    return [each for each in mentions if each in kept]
