"""The text that a reader sees of a stretch of Markdown."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from builder.markdown.spans import Scan

# What Markdown adds around words: emphasis, quote marks at the beginning of a line, bars between table cells.
_MARKS = re.compile(r"\*+(?=\S)|(?<=\S)\*+|(?<![^\W_])_+|_+(?![^\W_])|~~|==|\^\^")
_MARKED = re.compile(r"[*_~=^\n]")
_MARKED_OR_BAR = re.compile(r"[*_~=^\n|]")
_BREAK = re.compile(r"\n[ \t]*(?:>[ \t]?)*")
_BAR = re.compile(r"[ \t]*\|[ \t]*")


def visible(
    body: str, found: Scan, start: int, end: int, titles: Mapping[int, str] = MappingProxyType({})
) -> str:
    """Return what a reader sees of ``body[start:end]``.

    `titles` gives the words shown for wiki links that have no label, by offset.
    """
    pieces = []
    at = start
    while at < end:
        mask = found.mask_at(at, end)
        if mask is None:
            break
        pieces.append(_plain(body[at : mask.start]))
        pieces.append(titles.get(mask.start) or _plain(body[mask.shown : mask.shown_end]))
        at = mask.end
    if at < end:
        pieces.append(_plain(body[at:end]))
    shown = "".join(pieces)
    return _BAR.sub(" · ", shown) if "|" in shown else shown


def visible_around(
    body: str, found: Scan, sentence: tuple[int, int], words: tuple[int, int], titles: Mapping[int, str]
) -> tuple[str, str, str]:
    """Return what a reader sees of `sentence` before, in and after `words`, which are a part of it."""
    start, end = sentence
    at, to = words
    if found.mask_at(start, end) is None and not _MARKED_OR_BAR.search(body, start, end):
        return body[start:at], body[at:to], body[to:end]
    before, inside = visible(body, found, start, at, titles), visible(body, found, at, to, titles)
    return before, inside, visible(body, found, to, end, titles)


def _plain(text: str) -> str:
    return _MARKS.sub("", _BREAK.sub(" ", text)) if _MARKED.search(text) else text
