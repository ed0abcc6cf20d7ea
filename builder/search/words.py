"""The words of a text as the index keeps them: one form for all spellings, without what follows a noun."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from builder.korean import is_tail
from builder.segment import is_noun, is_word
from builder.text import fold, squeeze

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_WORD = re.compile(r"[^\W_]+[+#]*")  # C++ and C# are words too
_HANGUL_END = re.compile(r"[가-힣]+\Z")
_SHORTEST = 2  # syllables of a noun that a particle is taken from


def bare(name: str) -> str:
    """Return `name` squeezed and without punctuation: how whole names are compared."""
    return "".join(char for char in squeeze(name) if char == "#" or unicodedata.category(char)[0] != "P")


def runs(text: str) -> list[str]:
    """Return the words of `text` as they are written there, in one spelling of their letters."""
    return _WORD.findall(_UNSEEN.sub("", fold(text)))


def stem_length(run: str) -> int:
    """Return how much of `run` is left without the particles and the copula at its end, in code points.

    All of it, unless what is left is surely a noun. The index gets smaller by it, and nothing gets lost: a
    query loses them too.
    """
    if is_word(run):
        return len(run)
    return next((end for end in _ends(run) if is_tail(run[end:]) and _is_noun(run[:end])), len(run))


def _ends(run: str) -> range:
    """Return where a noun at the beginning of `run` may end, if Hangul follows it."""
    tail = _HANGUL_END.search(run)
    return range(max(tail.start(), 1 if tail.start() else _SHORTEST), len(run)) if tail else range(0)


def _is_noun(word: str) -> bool:
    return _HANGUL_END.search(word) is None or is_noun(word)


class Vocabulary(NamedTuple):
    """All words of an index, in order, and those of each page by their numbers.

    `own` are the nouns that no dictionary needed to have. `pages` gives, by `Entry.key`, the number of the
    word that each of the page's runs stands for: four bytes, the lowest first.
    """

    own: frozenset[str] = frozenset()
    words: Sequence[str] = ()
    pages: Mapping[bytes, bytes] = MappingProxyType({})


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return what a run begins with that may hold one of `words`: few do."""
    return frozenset(word[:2] for word in words)


@dataclass(frozen=True)
class Words:
    """Knows the words that runs stand for.

    `own` are nouns that no dictionary needs to have, such as names of terms; `lengths` gives the
    `stem_length` of runs.
    """

    own: frozenset[str]
    lengths: Mapping[str, int]

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return beginnings(self.own)

    def stems(self, runs: Iterable[str]) -> dict[str, str]:
        """Return each of `runs` without what follows a noun in it."""
        lengths, some = self.lengths, self._beginnings
        return {
            run: self._stem(run) if run[:1] in some or run[:2] in some else run[: lengths[run]]
            for run in runs
        }

    def _stem(self, run: str) -> str:
        if run in self.own:
            return run
        length = self.lengths[run]
        for end in _ends(run)[: length - len(run) or None]:
            if run[:end] in self.own and is_tail(run[end:]) and not is_word(run):
                return run[:end]
        return run[:length]
