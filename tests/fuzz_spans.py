"""Feeds the finder of prose with what atheris draws, which follows the coverage of `builder.markdown`."""

import sys
from unicodedata import is_normalized

import atheris

with atheris.instrument_imports(include=["builder.markdown"]):
    from builder.markdown import scan

from builder.load.limits import excess
from tests.test_linking import MARKS, WORDS, body_of, rendered, seen, unwrapped

_PIECES = [*WORDS, *MARKS]


def text_of(data: bytes) -> str:
    """Make a body of bytes: pieces of Markdown, and now and then any character."""
    drawn = atheris.FuzzedDataProvider(data)
    pieces = []
    while drawn.remaining_bytes():
        index = drawn.ConsumeIntInRange(0, len(_PIECES) + 3)
        pieces.append(_PIECES[index] if index < len(_PIECES) else drawn.ConsumeUnicodeNoSurrogates(2))
    return "".join(char for char in "".join(pieces) if char.isprintable() or char in "\n\t")


def is_content(text: str) -> bool:
    """Tell whether nothing is said of `text` when it is loaded: no more is linked in what passes a limit."""
    return excess(text) is None and is_normalized("NFC", text)


def one(data: bytes) -> None:
    """Check one body."""
    text = text_of(data)
    found = scan(text)
    ends = [0]
    for mask in found.masks:
        assert ends[-1] <= mask.start <= mask.end <= len(text), text
        ends.append(mask.end)
    assert all(0 <= start < end <= len(text) for start, end in found.blocks), text
    if "[[" not in text and is_content(text):
        linked = body_of(text)
        assert seen(unwrapped(rendered(linked))) == seen(rendered(text)), (text, linked)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
