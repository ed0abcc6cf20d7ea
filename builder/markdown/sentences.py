"""Where sentences begin and end."""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property

from builder.markdown.spans import Scan

# End marks, what closes after them, and the white space that 2.5 and example.com do not have.
_END = re.compile(r"""([.!?…。！？]+["'”’)\]」』*_]*+)\s*""")
# Points of a date (2024. 3. 7.): seldom does a sentence end there.
_DATE = re.compile(r"(?<!\d)\d{4}\.\s?\d{1,2}\.(?:\s?\d{1,2}\.)?(?!\d)")
_FULL_WIDTH = frozenset("。！？")  # need no space after them


@dataclass(frozen=True)
class Sentences:
    """The sentences of a scanned body, found once and asked often."""

    body: str
    found: Scan

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Every sentence of the prose, in order."""
        return [each for block in self.found.blocks for each in split_sentences(self.body, *block)]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the sentence that holds `offset`, which must stand in a block of prose."""
        return self.spans[bisect_right(self.spans, (offset, len(self.body) + 1)) - 1]


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of the plain ``text[start:end]`` begins and ends."""
    begin = start
    dates: Container[int] | None = None
    for mark in _END.finditer(text, start, end):
        at, stop, after = mark.start(), mark.end(1), mark.end()
        if stop == after and _FULL_WIDTH.isdisjoint(mark[1]):
            continue
        if at and text[at - 1].isdigit():
            if dates is None:
                dates = {point for date in _DATE.finditer(text, start, end) for point in range(*date.span())}
            if at in dates:
                continue
        yield begin, stop
        begin = after
    if begin < end:
        yield begin, end
