"""Where sentences begin and end."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from builder.markdown import Scan

# An end mark, what closes after it, and white space: 2.5 and example.com end no sentence. Full-width marks
# need no space after them.
_END = re.compile(r"""[.!?…]+["'”’)\]」』*_]*(?=\s)|[。！？]+["'”’)\]」』*_]*""")


@dataclass(frozen=True)
class Sentences:
    """The sentences of a scanned body, found once and asked often."""

    body: str
    found: Scan

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        return [each for block in self.found.blocks for each in _split(self.body, *block)]

    def at(self, offset: int) -> tuple[int, int]:
        """Return the sentence that holds `offset`, which must stand in a block of prose."""
        return self._starts[bisect_right(self._starts, (offset, len(self.body) + 1)) - 1]


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for mark in _END.finditer(text, start, end):
        yield begin, mark.end()
        begin = mark.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end
