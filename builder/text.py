"""Text as the matcher compares it: one form for every way of writing the same words, and the way back."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

# Dropped when comparing: spaces and hyphens (optional inside a term), and characters nobody sees. White space
# is spelled out: asked for as \s, every character of a text costs four times as much.
_DROPPED_BUT_SPACE = (
    r"\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\u00ad\u200b-\u200f\u2010\u2011\u2060\ufeff-"
)
_NO_SPACE = re.compile(rf"[{_DROPPED_BUT_SPACE}]")
_DROPPED = re.compile(rf"[ {_DROPPED_BUT_SPACE}]+")
_GAP = re.compile(r"[\s\u2010\u2011-]+")  # those of them that a reader sees
_WIDE_CHARACTER = re.compile(r"[\uff01-\uff5e]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII


def fold(text: str) -> str:
    """Return `text` composed, half-width and casefolded."""
    # Never NFKC: it would turn a lone ㅍ into a conjoining letter.
    narrow = text.translate(_WIDE) if _WIDE_CHARACTER.search(text) else text
    return unicodedata.normalize("NFC", narrow).casefold()


def squeeze(text: str) -> str:
    """Return `text` composed, half-width, casefolded, without spaces, hyphens and invisible characters."""
    return _DROPPED.sub("", fold(text))


def spaced(text: str) -> str:
    """Return `text` squeezed word by word, with one space wherever it has spaces or a hyphen."""
    return " ".join(filter(None, map(squeeze, _GAP.split(text))))


@dataclass(frozen=True)
class Squeezed:
    """A squeezed text that knows where each of its characters stood in the `original`."""

    original: str

    @cached_property
    def text(self) -> str:
        """The squeezed text."""
        return "".join(self._clusters[0] if self._words is None else self._words)

    @cached_property
    def _words(self) -> list[str] | None:
        """What stands between the dropped characters, empty where two of them meet.

        None where folding does not keep every character in its place, which is rare.
        """
        text = self.original
        if not unicodedata.is_normalized("NFC", text) or _WIDE_CHARACTER.search(text):
            return None
        folded = _NO_SPACE.sub(" ", text).casefold()
        return folded.split(" ") if len(folded) == len(text) else None

    @cached_property
    def _ends(self) -> list[int]:
        """The squeezed offset at which each of the words ends."""
        return list(accumulate(map(len, self._words or ())))

    @cached_property
    def _clusters(self) -> tuple[list[str], list[int]]:
        """Squeezed characters and their original offsets, one composed cluster at a time."""
        chars: list[str] = []
        places: list[int] = []
        for cluster in _CLUSTER.finditer(self.original):
            folded = squeeze(cluster.group())
            chars += folded
            places += [cluster.start()] * len(folded)
        return chars, places

    def start(self, offset: int) -> int:
        """Return the original offset of the character at squeezed `offset`."""
        if self._words is None:
            return self._clusters[1][offset]
        return offset + bisect_right(self._ends, offset)  # as many were dropped as words have ended

    def end(self, offset: int) -> int:
        """Return the original offset just after the character before squeezed `offset`."""
        last = self.start(offset - 1)
        cluster = None if self._words is not None else _CLUSTER.match(self.original, last)
        return cluster.end() if cluster else last + 1


# A base character with what composes onto it: combining marks, or the letters of one decomposed syllable.
_CLUSTER = re.compile(
    r"[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]+[\u11a8-\u11ff\ud7cb-\ud7fb]*[\u0300-\u036f]*"
    r"|.[\u0300-\u036f\u3099\u309a]*",
    re.DOTALL,
)
