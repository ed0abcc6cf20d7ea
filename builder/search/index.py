"""The index as files, each a script that hands its data over: pages opened from a disk can load nothing else.

``words-0.js`` has what every query needs: the addresses and names of pages, and all words, sorted. Where a
word stands is told in ``hits-N.js``, and what is shown of a page in ``texts-N.js``; of both only those are
loaded that a query needs. ``site_overrides/assets/puri/search-engine.js`` reads them.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from builder.korean import copulas, particles
from builder.parallel import spread
from builder.search.words import Words, bare, runs, stem_length

THEIRS = "search/search_index.json"  # what the theme's own search makes, and its scripts ask for
_BLOCK_TAG = re.compile(r"</?(?:p|pre|li|ol|ul)>")
_TAG = re.compile(r"</?[a-z]+>")
_HITS, _TEXTS = 128 * 1024, 16 * 1024  # characters of a file, about
# A number as digits of base 32, the lowest first; all but the last are from the second half of the alphabet.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_HEADING = 3  # how a word stands in a passage: in its heading, or 0 to 2, how much of its text it is
_SATURATION, _LENGTH = 1.2, 0.75  # BM25's k1 and b
_WORTH_IT = 5_000  # words to find stems for, from which on another process helps
_NOTHING: Mapping[str, int] = MappingProxyType({})
_SOME, _MUCH = 0.9, 1.3  # BM25's weight of a word from which it is 1 and 2


class Index(NamedTuple):
    """The files of an index by name, and the stem lengths of the words on its pages, for the next one."""

    files: Mapping[str, str]
    lengths: Mapping[str, int]


class Passage(NamedTuple):
    """A heading and the text under it, as HTML of a few plain tags. A page's first one has no fragment."""

    address: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class _Page:
    address: str
    names: tuple[str, ...]  # the title first
    passages: tuple[tuple[str, str, str], ...]  # fragment, title, text


def make_index(
    passages: Iterable[Passage], names: Mapping[str, Sequence[str]], known: Mapping[str, int] = _NOTHING
) -> Index:
    """Return the index of `passages`; `names` are what the pages of terms are called besides.

    `known` are the `lengths` of an earlier index.
    """
    pages = list(_pages(passages, names))
    found = [(runs(title), runs(text)) for page in pages for _, title, text in page.passages]
    lengths = _lengths(found, known)
    own = frozenset(bare(name) for page in pages if page.address in names for name in page.names)
    words, hits = _invert(found, Words(own, lengths))
    blocks = list(_grouped(hits, _HITS))
    texts = list(_grouped([_json(page.passages) for page in pages], _TEXTS))
    head = {
        "addresses": [page.address for page in pages],
        "titles": [page.names[0] for page in pages],
        "passages": [len(page.passages) for page in pages],
        "names": "\n".join("\t".join(dict.fromkeys(map(bare, page.names))) for page in pages),
        "words": "\n".join(words),
        "hits": [len(block) for block in blocks],
        "texts": [len(shard) for shard in texts],
        "particles": particles(),
        "copulas": copulas(),
    }
    files = {
        "words-0.js": _script("words", 0, _json(head)),
        **{f"hits-{i}.js": _script("hits", i, _json(" ".join(block))) for i, block in enumerate(blocks)},
        **{f"texts-{i}.js": _script("texts", i, f"[{','.join(shard)}]") for i, shard in enumerate(texts)},
    }
    return Index(files, lengths)


def _pages(passages: Iterable[Passage], names: Mapping[str, Sequence[str]]) -> Iterator[_Page]:
    for address, found in groupby(passages, key=lambda passage: passage.address.partition("#")[0]):
        parts = [(each.address.partition("#")[2], _plain(each.title), _plain(each.text)) for each in found]
        if len(parts) > 1 and parts[0][1] == parts[1][1]:  # the page's title, after what stands above it
            parts[:2] = [("", parts[1][1], f"{parts[0][2]} {parts[1][2]}".strip())]
        yield _Page(address, (parts[0][1], *names.get(address, ())), tuple(parts))


def _plain(html: str) -> str:
    text = unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", html)))
    return normalize("NFC", " ".join(text.split()))


def _lengths(
    found: Iterable[tuple[Sequence[str], Sequence[str]]], known: Mapping[str, int]
) -> dict[str, int]:
    """Return the stem length of every run in the titles and texts `found`."""
    every = {run for title, text in found for run in (*title, *text)}
    new = sorted(every - known.keys())
    return {run: known[run] for run in every & known.keys()} | dict(
        zip(new, spread(stem_length, new, worth=_WORTH_IT), strict=True)
    )


def _invert(
    found: Sequence[tuple[Sequence[str], Sequence[str]]], words: Words
) -> tuple[list[str], list[str]]:
    """Return all words in the order of JavaScript's strings, and for each the passages it stands in."""
    stems = {run: words.stem(run) for run in words.lengths}
    counts = [({stems[run] for run in title}, Counter(stems[run] for run in text)) for title, text in found]
    average = sum(count.total() for _, count in counts) / max(1, len(counts)) or 1
    hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (heading, count) in enumerate(counts):
        longer = 1 - _LENGTH + _LENGTH * count.total() / average
        for word in heading | count.keys():
            hits[word].append((number, _HEADING if word in heading else _share(count[word], longer)))
    ordered = sorted(hits, key=lambda word: word.encode("utf-16-be"))
    return ordered, [_encode(hits[word]) for word in ordered]


def _share(count: int, longer: float) -> int:
    weight = count * (_SATURATION + 1) / (count + _SATURATION * longer)
    return (weight >= _SOME) + (weight >= _MUCH)


def _encode(hits: Iterable[tuple[int, int]]) -> str:
    numbers, last = [], -1
    for number, kind in hits:
        numbers.append(_number((number - last - 1) * 4 + kind))
        last = number
    return "".join(numbers)


@cache  # most are small, and come again
def _number(value: int) -> str:
    return _DIGITS[value] if value < 32 else _DIGITS[32 + value % 32] + _number(value // 32)


def _grouped(pieces: Iterable[str], size: int) -> Iterator[list[str]]:
    """Put `pieces` together, in order, until each group has `size` characters."""
    group: list[str] = []
    length = 0
    for piece in pieces:
        group.append(piece)
        length += len(piece)
        if length >= size:
            yield group
            group, length = [], 0
    if group:
        yield group


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _script(kind: str, number: int, data: str) -> str:
    return f'puriSearch("{kind}",{number},{data})\n'
