"""The sentence around a mention, as a reader sees it."""

import re
from collections.abc import Iterable, Mapping

from builder.link.sentences import sentence_at
from builder.markdown import Scan
from builder.model import READ_AS_MENTION, Mention, Quotation

_LONGEST = 140  # code points shown on either side of a mention
# What Markdown adds around words: emphasis, quote marks at the beginning of a line, bars between table cells.
_MARKS = re.compile(r"\*+(?=\S)|(?<=\S)\*+|(?<![^\W_])_+|_+(?![^\W_])|~~|==|\^\^")
_BREAK = re.compile(r"\n[ \t]*(?:>[ \t]?)*")
_BAR = re.compile(r"[ \t]*\|[ \t]*")


def quote(
    body: str, found: Scan, mentions: Iterable[Mention], titles: Mapping[int, str]
) -> list[tuple[str, Quotation]]:
    """Return (term, sentence) for each mention that a reader meets as that term.

    `titles` gives the words shown for wiki links that have no label, by offset.
    """
    quoted = []
    for mention in mentions:
        block = found.block_at(mention.start)
        if block is None or mention.reason not in READ_AS_MENTION:
            continue
        start, end = sentence_at(body, block, mention.start)
        end = max(end, mention.end)
        before = _visible(body, found, start, mention.start, titles)
        words = _visible(body, found, mention.start, mention.end, titles)
        after = _visible(body, found, mention.end, end, titles)
        quoted.append(
            (mention.term, Quotation(_last(before.lstrip(" ·")), words, _first(after.rstrip(" ·"))))
        )
    return quoted


def _visible(body: str, found: Scan, start: int, end: int, titles: Mapping[int, str]) -> str:
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
    return _BAR.sub(" · ", "".join(pieces))


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", _BREAK.sub(" ", text)).split(" "))


def _last(text: str) -> str:
    return text if len(text) <= _LONGEST else "…" + text[-_LONGEST:]


def _first(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
