"""What the search knows of one page: read when that is made, kept beside it, put together by `make_index`."""

import json
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from html import unescape
from struct import pack
from typing import NamedTuple
from unicodedata import normalize

from builder.cache import digest
from builder.search.words import runs

_BLOCK_TAG = re.compile(r"</?(?:p|pre|li|ol|ul)>")
_TAG = re.compile(r"</?[a-z]+>")


class Passage(NamedTuple):
    """A heading and the text under it, as HTML of a few plain tags. A page's first one has no fragment."""

    address: str
    title: str
    text: str


class Entry:
    """What `read_page` has written down, taken apart."""

    def __init__(self, text: str) -> None:
        """Take what `read_page` has returned for a page with passages."""
        self.title, count, self.texts, self._words, self._hits = text.split("\n")
        self.passages = int(count)

    @cached_property
    def words(self) -> Sequence[str]:
        """The different runs of the page, in the order in which they come first."""
        return self._words.split()

    @cached_property
    def key(self) -> bytes:
        """What tells these words from those of other pages."""
        return digest(self._words)

    @cached_property
    def hits(self) -> bytes:
        """Which words stand where: rows of three numbers, four bytes each, the lowest first.

        They are the number of the passage, the place of the word in `words`, and twice how often its text has
        that word, with one more if its heading has it.
        """
        return b64decode(self._hits)


def read_page(passages: Sequence[Passage]) -> str:
    """Return what the index needs of a page with `passages`: text that can be kept; empty if it has none."""
    if not passages:
        return ""
    parts = [(each.address.partition("#")[2], _plain(each.title), _plain(each.text)) for each in passages]
    if len(parts) > 1 and parts[0][1] == parts[1][1]:  # the page's title, after what stands above it
        parts[:2] = [("", parts[1][1], f"{parts[0][2]} {parts[1][2]}".strip())]
    places: dict[str, int] = {}
    numbers = [number for i, part in enumerate(parts) for number in _counted(i, part, places)]
    hits = b64encode(pack(f"<{len(numbers)}i", *numbers)).decode()
    texts = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return "\n".join([parts[0][1], str(len(parts)), texts, " ".join(places), hits])


def _plain(html: str) -> str:
    text = unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", html)))
    return normalize("NFC", " ".join(text.split()))


def _counted(number: int, part: tuple[str, str, str], places: dict[str, int]) -> Iterator[int]:
    """Yield the rows of a passage, adding its words to `places`."""
    heading, text = dict.fromkeys(runs(part[1])), Counter(runs(part[2]))
    for word in {**heading, **text}:
        yield from (number, places.setdefault(word, len(places)), 2 * text[word] + (word in heading))
