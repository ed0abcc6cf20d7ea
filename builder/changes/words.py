"""Two versions of a text, word by word: what stayed, what went, what came.

A Korean word carries its particle, so where only the particle (or the punctuation) of a word differs, only
that is marked: 공장[-을][+은].
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from builder.korean import HANGUL_RUN, is_particles

_MOST = 4_000_000  # pairs of words to compare; beyond, a text is shown as replaced
_AROUND = 6  # of unchanged text shown on either side of a change: five words and a space
_BLANK_LINE = re.compile(r"\n\s*\n")
_PUNCTUATION = re.compile(r"[\W_]*\Z")


class Kind(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, spaces included, and what became of it; empty where it is left out."""

    kind: Kind
    text: str


Hunk = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: Kind
    word: str
    glued: bool = False  # no space before it


def compare_words(before: str, after: str) -> Hunk:
    """Compare two texts as one line each; all of the text is there."""
    return _spans(_pieces(before.split(), after.split()))


def compare_blocks(before: str, after: str) -> tuple[Hunk, ...]:
    """Compare two bodies; one hunk for each place with changes, with a few words around it."""
    return compare_lists(_blocks(before), _blocks(after))


def compare_lists(before: Sequence[str], after: Sequence[str]) -> tuple[Hunk, ...]:
    """Compare two lists of texts in order; one hunk for each stretch of them that differs."""
    return tuple(
        _shortened(compare_words(" ".join(before[a:b]), " ".join(after[c:d])))
        for tag, a, b, c, d in _opcodes(before, after)
        if tag != "equal"
    )


def _blocks(body: str) -> list[str]:
    return [" ".join(block.split()) for block in _BLANK_LINE.split(body) if block.strip()]


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(before) * len(after) > _MOST:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _pieces(before: Sequence[str], after: Sequence[str]) -> Iterator[_Piece]:
    for tag, a, b, c, d in _opcodes(before, after):
        if tag == "equal":
            yield from (_Piece(Kind.SAME, word) for word in before[a:b])
        else:
            yield from _replaced(before[a:b], after[c:d])


def _replaced(gone: Sequence[str], new: Sequence[str]) -> Iterator[_Piece]:
    """Yield words for others; those that differ in their particle only are taken apart, from both ends."""
    heads = list(_taken_apart(gone, new))
    gone, new = gone[len(heads) :], new[len(heads) :]
    tails = list(_taken_apart(gone[::-1], new[::-1]))[::-1]
    middle = slice(0, -len(tails) or None)
    yield from (piece for pair in heads for piece in pair)
    yield from (_Piece(Kind.GONE, word) for word in gone[middle])
    yield from (_Piece(Kind.NEW, word) for word in new[middle])
    yield from (piece for pair in tails for piece in pair)


def _taken_apart(gone: Iterable[str], new: Iterable[str]) -> Iterator[tuple[_Piece, ...]]:
    for old, young in zip(gone, new, strict=False):
        stem = _stem(old, young)
        if not stem or not (_is_ending(old[len(stem) :]) and _is_ending(young[len(stem) :])):
            return
        ends = (_Piece(Kind.GONE, old[len(stem) :], True), _Piece(Kind.NEW, young[len(stem) :], True))
        yield _Piece(Kind.SAME, stem), *(end for end in ends if end.word)


def _stem(old: str, young: str) -> str:
    """Return what both words begin with."""
    pairs = enumerate(zip(old, young, strict=False))
    return old[: next((i for i, (a, b) in pairs if a != b), min(len(old), len(young)))]


def _is_ending(text: str) -> bool:
    """Whether `text` is what may follow a word in Korean: particles, punctuation, both or nothing."""
    run = HANGUL_RUN.match(text)
    return (run is None or is_particles(run[0])) and bool(_PUNCTUATION.match(text, run.end() if run else 0))


def _spans(pieces: Iterable[_Piece]) -> Hunk:
    spans: list[Span] = []
    for kind, group in groupby(pieces, key=lambda piece: piece.kind):
        text = ""
        for piece in group:
            space = "" if piece.glued or not (text or spans) else " "
            if space and not text:  # between two stretches: belongs to neither
                spans.append(Span(Kind.SAME, space))
                space = ""
            text += space + piece.word
        spans.append(Span(kind, text))
    return _joined(spans)


def _joined(spans: Iterable[Span]) -> Hunk:
    return tuple(
        Span(kind, "".join(span.text for span in group))
        for kind, group in groupby(spans, key=lambda span: span.kind)
    )


def _shortened(hunk: Hunk) -> Hunk:
    """Leave out what is unchanged and far from any change."""
    shown: list[Span] = []
    for i, span in enumerate(hunk):
        words = span.text.split(" ")
        before, after = (_AROUND if i else 0), (_AROUND if i < len(hunk) - 1 else 0)
        if span.kind is not Kind.SAME or len(words) <= before + after + 1:
            shown.append(span)
            continue
        if before:
            shown.append(Span(Kind.SAME, " ".join(words[:before]) + " "))
        shown.append(Span(Kind.LEFT_OUT, ""))
        if after:
            shown.append(Span(Kind.SAME, " " + " ".join(words[-after:])))
    return tuple(shown)


def before_of(hunk: Hunk) -> str:
    """Return the text as it was."""
    return _text(hunk, Kind.NEW)


def after_of(hunk: Hunk) -> str:
    """Return the text as it is now."""
    return _text(hunk, Kind.GONE)


def _text(hunk: Hunk, without: Kind) -> str:
    kept = (" … " if span.kind is Kind.LEFT_OUT else span.text for span in hunk if span.kind is not without)
    return " ".join("".join(kept).split())
