"""The index as files, each a script that hands its data over: pages opened from a disk can load nothing else.

``words-0.js`` has what every query needs: the addresses and names of pages, and all words, sorted. Where a
word stands is told in ``hits-N.js``, and what is shown of a page in ``texts-N.js``; of both only those are
loaded that a query needs. ``site_overrides/assets/puri/search-engine.js`` reads them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from builder.korean import copulas, particles
from builder.parallel import spread
from builder.search.entry import Entry
from builder.search.words import Words, bare, stem_length

THEIRS = "search/search_index.json"  # what the theme's own search makes, and its scripts ask for
_HITS, _TEXTS = 128 * 1024, 16 * 1024  # characters of a file, about
_WORTH_IT = 5_000  # words to find stems for, from which on another process helps
_NOTHING: Mapping[str, int] = MappingProxyType({})


class Index(NamedTuple):
    """The files of an index by name, and the stem lengths of the words on its pages, for the next one."""

    files: Mapping[str, str]
    lengths: Mapping[str, int]


def make_index(
    pages: Mapping[str, str], names: Mapping[str, Sequence[str]], known: Mapping[str, int] = _NOTHING
) -> Index:
    """Return the index of `pages`: by address, in order, what `read_page` has read on each.

    `names` are what the pages of terms are called besides; `known` are the `lengths` of an earlier index.
    """
    from builder.search.invert import invert  # brings numpy, which no other command waits for

    entries = {address: Entry(text) for address, text in pages.items() if text}
    every = frozenset().union(*(entry.words for entry in entries.values()))
    lengths = _lengths(every, known)
    called = {address: (entry.title, *names.get(address, ())) for address, entry in entries.items()}
    own = frozenset(bare(name) for address in called.keys() & names.keys() for name in called[address])
    words, hits = invert(list(entries.values()), Words(own, lengths).stems(every))
    blocks = list(_grouped(hits, _HITS))
    texts = list(_grouped([entry.texts for entry in entries.values()], _TEXTS))
    head = {
        "addresses": list(entries),
        "titles": [entry.title for entry in entries.values()],
        "passages": [entry.passages for entry in entries.values()],
        "names": "\n".join("\t".join(dict.fromkeys(map(bare, each))) for each in called.values()),
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


def _lengths(every: frozenset[str], known: Mapping[str, int]) -> dict[str, int]:
    """Return the stem length of `every` run, and of others that were known as long as these are fewer."""
    new = sorted(every - known.keys())
    if len(known) > 2 * len(every):
        known = {run: known[run] for run in every & known.keys()}
    return {**known, **dict(zip(new, spread(stem_length, new, worth=_WORTH_IT), strict=True))}


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
