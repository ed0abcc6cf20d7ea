"""Plain text -> Markdown that shows it as it is."""

import re
from functools import lru_cache

# What Markdown, or a common extension of it, may read as markup in plain text. Written as character
# references, which every engine shows as the character. Some marks mean something only at the beginning.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~^$@]|==|^[-+=:!?%]|:(?=[a-z0-9_+-]+:)")
_PERHAPS = re.compile(r"[\\`*_{}\[\]<>&#|~^$@=:]")  # quick to look for; else only the beginning matters
_FIRST = frozenset("-+=:!?%")
_NUMBERED = re.compile(r"^(\d+)([.)])")
# The same for CommonMark alone, with tables, which people and programs read as it is written.
_MARKS = re.compile(
    r"""[\\`*\[\]|~]          # anywhere
    |(?<![^\W_])_|_(?![^\W_])  # not snake_case
    |&(?=\#?\w+;)             # what would be a reference
    |^>|^[-+=](?![\w.])       # quotations, lists, lines below headings
    |(?:^|(?<=\s))\#          # headings, and what closes them
    """,
    re.VERBOSE,
)
_ITEM = re.compile(r"^(\d+)([.)])(?=\s|$)")


def _references(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in found[0])


def escape(text: str) -> str:
    """Return `text` so that Markdown and HTML show it as it is, inside either, outside of attributes."""
    first = text[:1]
    plain = _SPECIAL.sub(_references, text) if first in _FIRST or _PERHAPS.search(text) else text
    return _NUMBERED.sub(lambda found: f"{found[1]}&#{ord(found[2])};", plain) if first.isdecimal() else plain


@lru_cache(maxsize=20_000)
def readable(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, and its source is still easy to read."""
    marked = _ITEM.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", text))
    return marked.replace("<", "&lt;")
