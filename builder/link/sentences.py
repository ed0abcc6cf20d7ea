"""Where sentences begin and end."""

import re
from collections.abc import Iterator

# An end mark, what closes after it, and white space: 2.5 and example.com end no sentence. Full-width marks
# need no space after them.
_END = re.compile(r"""[.!?…]+["'”’)\]」』*_]*(?=\s)|[。！？]+["'”’)\]」』*_]*""")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]``, without white space between them."""
    begin = start
    for mark in _END.finditer(text, start, end):
        yield begin, mark.end()
        begin = mark.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end


def sentence_at(text: str, block: tuple[int, int], offset: int) -> tuple[int, int]:
    """Return the sentence of `block`, a range of `text`, that holds `offset`."""
    return next((each for each in sentences(text, *block) if offset < each[1]), block)
