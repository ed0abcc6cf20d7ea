"""Feeds the finder of prose with what atheris draws, which follows the coverage of `builder.markdown`."""

import sys
from collections.abc import Sequence
from unicodedata import is_normalized

import atheris

with atheris.instrument_imports(include=["builder.markdown", "builder.link"]):
    from builder.link import link_page  # noqa: F401 - for its coverage
    from builder.markdown import scan

from builder.load.limits import excess
from tests.planted import body, hold_planted, hold_text
from tests.test_linking import MARKS, WORDS

_PIECES = [*WORDS, *MARKS]


def soup(drawn: atheris.FuzzedDataProvider) -> str:
    """Make a body of pieces of Markdown, and now and then any character."""
    pieces = []
    while drawn.remaining_bytes():
        index = drawn.ConsumeIntInRange(0, len(_PIECES) + 3)
        pieces.append(_PIECES[index] if index < len(_PIECES) else drawn.ConsumeUnicodeNoSurrogates(2))
    return "".join(char for char in "".join(pieces) if char.isprintable() or char in "\n\t")


def is_content(text: str) -> bool:
    """Tell whether nothing is said of `text` when it is loaded: no more is linked in what passes a limit."""
    return excess(text) is None and is_normalized("NFC", text)


def check_spans(text: str) -> None:
    """Check that all that is found lies within `text`, in order."""
    found = scan(text)
    ends = [0]
    for mask in found.masks:
        assert ends[-1] <= mask.start <= mask.end <= len(text), text
        ends.append(mask.end)
    assert all(0 <= start < end <= len(text) for start, end in found.blocks), text


def one(data: bytes) -> None:
    """Check one body: every other one by the grammar."""
    drawn = atheris.FuzzedDataProvider(data)

    def choose(options: Sequence[str]) -> str:
        index: int = drawn.ConsumeIntInRange(0, len(options) - 1)
        return options[index]

    if drawn.ConsumeBool():
        hold_planted(body(choose))
        return
    text = soup(drawn)
    check_spans(text)
    if is_content(text):
        hold_text(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
