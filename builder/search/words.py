"""The words of a text as the index keeps them: one form for all spellings, without what follows a noun."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Words:
    """Finds the words of texts; `own` are nouns that no dictionary needs to have, such as names of terms."""

    own: frozenset[str]
    _stems: dict[str, str] = field(default_factory=dict)

    def of(self, text: str) -> Iterator[str]:
        """Yield the words of `text`, in order."""
        for run in _WORD.findall(_UNSEEN.sub("", fold(text))):
            yield self.stem(run)

    def stem(self, run: str) -> str:
        """Return `run` without the particles and the copula at its end, where what is left is surely a noun.

        The index gets smaller by it, and nothing gets lost: a query loses them too.
        """
        if run not in self._stems:
            self._stems[run] = self._stem(run)
        return self._stems[run]

    def _stem(self, run: str) -> str:
        tail = _HANGUL_END.search(run)
        if tail is None or run in self.own or is_word(run):
            return run
        first = max(tail.start(), 1 if tail.start() else _SHORTEST)
        ends = (end for end in range(first, len(run)) if is_tail(run[end:]))
        return next((run[:end] for end in ends if self._is_noun(run[:end])), run)

    def _is_noun(self, word: str) -> bool:
        return word in self.own or _HANGUL_END.search(word) is None or is_noun(word)
