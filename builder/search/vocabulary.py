"""The words of all pages, numbered. What an earlier index has found of unchanged pages is taken over."""

from collections.abc import Iterable, Sequence

import numpy as np

from builder.parallel import spread
from builder.search.entry import Entry
from builder.search.words import Vocabulary, Words, beginnings, stem_length

_WORTH_IT = 5_000  # runs to find stems for, from which on another process helps
NUMBER = np.dtype("<i4")  # as `Vocabulary.pages` and `Entry.hits` have them


def number(entries: Sequence[Entry], own: frozenset[str], known: Vocabulary) -> Vocabulary:
    """Return the words of `entries`, in the order of JavaScript's strings, and their numbers on each page.

    `own` are nouns that no dictionary needs to have; `known` is the vocabulary of an earlier index.
    """
    touched = beginnings(own ^ known.own)
    old = {
        entry.key: np.frombuffer(known.pages[entry.key], NUMBER)
        for entry in entries
        if entry.key in known.pages and not (touched and _begins_with(entry.words, touched))
    }
    new = [entry for entry in entries if entry.key not in old]
    stems = _stems(frozenset().union(*(entry.words for entry in new)), own)
    used = np.flatnonzero(np.bincount(np.concatenate([np.empty(0, NUMBER), *old.values()]))).tolist()
    words = sorted({*stems.values(), *(known.words[each] for each in used)}, key=_in_javascript)
    numbers = {word: place for place, word in enumerate(words)}
    moved = np.zeros(len(known.words), NUMBER)
    moved[used] = [numbers[known.words[each]] for each in used]
    pages = {key: moved[ours].tobytes() for key, ours in old.items()}
    for entry in new:
        ours = (numbers[stems[run]] for run in entry.words)
        pages[entry.key] = np.fromiter(ours, NUMBER, len(entry.words)).tobytes()
    return Vocabulary(own, words, pages)


def _begins_with(runs: Iterable[str], some: frozenset[str]) -> bool:
    return any(run[:1] in some or run[:2] in some for run in runs)


def _stems(runs: frozenset[str], own: frozenset[str]) -> dict[str, str]:
    ordered = sorted(runs)
    lengths = dict(zip(ordered, spread(stem_length, ordered, worth=_WORTH_IT), strict=True))
    return Words(own, lengths).stems(ordered)


def _in_javascript(word: str) -> bytes:
    return word.encode("utf-16-be")
