"""Diagnostics of two versions -> those that are new and those that are gone."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from builder.diagnostics import Diagnostic
from builder.report import Around

_PLACE = re.compile(r":\d+:\d+$")


def compare_diagnostics(
    before: Iterable[Diagnostic],
    after: Iterable[Diagnostic],
    texts: tuple[Mapping[str, bytes], Mapping[str, bytes]],
    moved: Mapping[str, str],
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Return what is new and what is fixed.

    One that stands elsewhere only because lines or files (`moved`: old -> new) did is neither. Where the same
    is said several times, those whose lines are in both versions go together first.
    """
    old, new = list(before), list(after)
    first, second = (Around(each) for each in texts)
    for with_line in (True, False):
        left = Counter(_key(each, first, moved, with_line) for each in old)
        new, both = _split(new, left, second, {}, with_line)
        old, _ = _split(old, Counter(both), first, moved, with_line)
    return tuple(new), tuple(old)


_Key = tuple[object, ...]


def _split(
    found: list[Diagnostic], left: Counter[_Key], around: Around, moved: Mapping[str, str], with_line: bool
) -> tuple[list[Diagnostic], list[_Key]]:
    """Take away from `found` what `left` has too; return what remains, and the keys of what was taken."""
    remaining, taken = [], []
    for each in found:
        key = _key(each, around, moved, with_line)
        if left[key] > 0:
            left[key] -= 1
            taken.append(key)
        else:
            remaining.append(each)
    return remaining, taken


def _key(found: Diagnostic, around: Around, moved: Mapping[str, str], with_line: bool) -> _Key:
    """Return what makes a problem the same: not its place, nor numbers, which change with the text."""
    words = (_PLACE.sub("", word) for name, word in found.words.items() if not word.isdigit())
    file = found.place.file
    return (
        moved.get(file, file),
        found.code,
        tuple(moved.get(word, word) for word in words),
        around.line(found.place) if with_line else None,
    )
