"""The index as files, each a script that hands its data over: pages opened from a disk can load nothing else.

``words-0.js`` has what every query needs: the addresses and names of pages, and all words, sorted. Where a
word stands is told in ``hits-N.js``, and what is shown of a page in ``texts-N.js``; of both only those are
loaded that a query needs. ``site_overrides/assets/puri/search-engine.js`` reads them.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from builder.korean import copulas, particles
from builder.search.entry import Entry
from builder.search.words import Vocabulary, bare

THEIRS = "search/search_index.json"  # what the theme's own search makes, and its scripts ask for
_HITS, _TEXTS = 128 * 1024, 16 * 1024  # characters of a file, about
_NOTHING = Vocabulary()


class Index(NamedTuple):
    """The files of an index by name, and the words on its pages, for the next one."""

    files: Mapping[str, str]
    vocabulary: Vocabulary


def make_index(
    pages: Mapping[str, str], names: Mapping[str, Sequence[str]], known: Vocabulary = _NOTHING
) -> Index:
    """Return the index of `pages`: by address, in order, what `read_page` has read on each.

    `names` are what the pages of terms are called besides; `known` is the vocabulary of an earlier index.
    """
    from builder.search.invert import invert  # these bring numpy, which no other command waits for
    from builder.search.vocabulary import number

    entries = {address: Entry(text) for address, text in pages.items() if text}
    called = {address: (entry.title, *names.get(address, ())) for address, entry in entries.items()}
    own = frozenset(bare(name) for address in called.keys() & names.keys() for name in called[address])
    vocabulary = number(list(entries.values()), own, known)
    blocks = list(_grouped(invert(list(entries.values()), vocabulary.pages), _HITS))
    texts = list(_grouped([entry.texts for entry in entries.values()], _TEXTS))
    head = {
        "addresses": list(entries),
        "titles": [entry.title for entry in entries.values()],
        "passages": [entry.passages for entry in entries.values()],
        "names": "\n".join("\t".join(dict.fromkeys(map(bare, each))) for each in called.values()),
        "words": "\n".join(vocabulary.words),
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
    return Index(files, vocabulary)


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
