"""The words of pages turned round: which word stands where."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from builder.search.entry import Entry
from builder.search.vocabulary import NUMBER

# A number as digits of base 32, the lowest first; all but the last are from the second half of the alphabet.
_DIGITS = np.frombuffer(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", np.uint8)
_HEADING = 3  # how a word stands in a passage: in its heading, or 0 to 2, how much of its text it is
_SATURATION, _LENGTH = 1.2, 0.75  # BM25's k1 and b
_SOME, _MUCH = 0.9, 1.3  # BM25's weight of a word from which it is 1 and 2

_ROW = 3 * NUMBER.itemsize  # of `Entry.hits`
_Numbers = NDArray[np.int64]


def invert(entries: Sequence[Entry], numbers: Mapping[bytes, bytes]) -> list[str]:
    """Return for each word the passages it stands in; `numbers` are `Vocabulary.pages`."""
    word, passage, count, is_heading = _together(entries, numbers)
    total = sum(entry.passages for entry in entries)
    length = np.bincount(passage, count, total)
    longer = 1 - _LENGTH + _LENGTH * length / (length.sum() / max(1, total) or 1)
    kind = np.where(is_heading, _HEADING, _share(count, longer[passage]))
    return _encode(word, passage, kind)


def _together(
    entries: Sequence[Entry], numbers: Mapping[bytes, bytes]
) -> tuple[_Numbers, _Numbers, _Numbers, _Numbers]:
    """Return for each word and passage that has it, in this order, how often and whether in the heading."""
    ours = [numbers[entry.key] for entry in entries]
    hits = [entry.hits for entry in entries]
    rows = [len(each) // _ROW for each in hits]
    passage, place, found = _joined(hits).reshape(-1, 3).T
    passage = passage + np.repeat(_before([entry.passages for entry in entries]), rows)
    word = _joined(ours)[place + np.repeat(_before([len(each) // NUMBER.itemsize for each in ours]), rows)]
    order = np.argsort(word * sum(entry.passages for entry in entries) + passage)
    word, passage, found = word[order], passage[order], found[order]
    begins = np.flatnonzero(np.diff(word, prepend=-1) | np.diff(passage, prepend=-1))
    count, is_heading = _sums(found // 2, begins), _sums(found % 2, begins)
    return word[begins], passage[begins], count, is_heading


def _joined(parts: Iterable[bytes]) -> _Numbers:
    return np.frombuffer(b"".join(parts), NUMBER).astype(np.int64)


def _before(counts: Sequence[int]) -> _Numbers:
    """Return for each of `counts` the sum of those before it."""
    return np.cumsum([0, *counts], dtype=np.int64)[:-1]


def _sums(numbers: _Numbers, begins: _Numbers) -> _Numbers:
    return np.add.reduceat(numbers, begins) if len(begins) else numbers


def _share(count: _Numbers, longer: NDArray[np.float64]) -> _Numbers:
    weight = count * (_SATURATION + 1) / (count + _SATURATION * longer)
    return (weight >= _SOME).astype(np.int64) + (weight >= _MUCH)


def _encode(word: _Numbers, passage: _Numbers, kind: _Numbers) -> list[str]:
    """Return for each word the passages it stands in, as the steps from one to the next."""
    is_first = np.diff(word, prepend=-1) > 0
    step = np.where(is_first, passage, np.diff(passage, prepend=0) - 1)
    text, ends = _spelled(step * 4 + kind)
    begins = np.append(ends[is_first.nonzero()[0] - 1], len(text)) if len(word) else ends
    begins[:1] = 0
    return [text[begin:end] for begin, end in pairwise(begins.tolist())]


def _spelled(numbers: _Numbers) -> tuple[str, _Numbers]:
    """Return `numbers` spelled out one after the other, and where each of them ends."""
    lengths = np.ones_like(numbers)
    rest = numbers // 32
    while rest.any():
        lengths += rest > 0
        rest //= 32
    ends = lengths.cumsum()
    text = np.zeros(lengths.sum(), np.uint8)
    rest, digit = numbers, 0
    while (more := np.flatnonzero(lengths > digit)).size:
        is_last = lengths[more] == digit + 1
        text[ends[more] - lengths[more] + digit] = _DIGITS[rest[more] % 32 + np.where(is_last, 0, 32)]
        rest, digit = rest // 32, digit + 1
    return text.tobytes().decode(), ends
