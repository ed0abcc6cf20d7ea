"""The best split of a run of Hangul into words, and what it costs to hold a given word.

Korean compounds are written without spaces: 운전지도 is 운전+지도 and holds no 전지, 이차전지주 is
이차+전지+주 and does. Which it is, is a question of words: the split is the cheapest way through a lattice of
dictionary words (Viterbi), with the costs that MeCab learnt for Korean; see ``data/lexicon/make.py``. A term
is held where the best split that keeps it whole is not much dearer than the best split at all.

Costs are tenths of MeCab's, about -70 times the logarithm of a probability.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import zstandard

from builder.korean import final
from builder.resources import PACKAGE, load_yaml
from builder.wordlist import WordList

_LONGEST = 9  # syllables of one word
_TERM = 260  # the cost of a term that no dictionary has
_MODERN = 180  # the cost of a common noun that is younger than the dictionary
_UNKNOWN, _UNKNOWN_SYLLABLE = 700, 150  # a word that no dictionary has
# Log odds, in tenths, from which a single syllable before or after a term costs nothing.
_LONE_BEFORE, _LONE_AFTER = 20, 0
_LONE_UNSEEN, _LONE_SCALE, _LONE_MOST = -10, 7, 400
_UNSEEN_COST, _UNSEEN = 279, 60  # the cost of nouns no corpus had, and what they cost more beside a term
_RARE, _DOUBTFUL = 279, 100  # from this cost on, two syllables that end like a particle cost more
_IMPOSSIBLE = 10**6
_MISFIT = 400  # a particle that does not fit the syllable before it
# What may stand before and after a noun inside one run; verbs and adverbs begin a run of their own.
_BEFORE = frozenset(["NNG", "NNP", "NNB", "NNBC", "NR", "XPN", "XSN", "XR", "MM"])
_COMPOUNDS = frozenset(["NNG", "NNP"])  # words that may have a term as one of their parts
_OPEN = frozenset(["NNG", "NNP", "XSN", "XSV", "MAG"])
_PARTICLES = frozenset("은는이가을를에의로도와과만")
_COUNTERS = frozenset(["NNBC", "NR"])
_PLURAL = "들"
_NOT_AFTER = frozenset(["NNP", "MAG", "MAJ", "MM", "IC", "NP", "VV", "VA", "VX"])
_AFTER_CONSONANT = frozenset(["은", "을", "이", "과", "으로", "이나", "이랑", "이란", "이라", "이라는", "아"])
_AFTER_VOWEL = frozenset(["는", "를", "가", "와", "나", "랑", "란", "라는", "야"])


class _Reading(NamedTuple):
    """A word as one part of speech: classes of its left and right side, cost, name of the left class."""

    left: int
    right: int
    cost: int
    tag: str


@dataclass(frozen=True)
class _Dictionary:
    """What is known of words, and of the `modern` ones that precede them."""

    words: WordList
    modern: Mapping[str, str]
    left: Sequence[str]
    right: Mapping[str, int]
    connections: Sequence[Sequence[int]]
    before: Mapping[str, int]
    after: Mapping[str, int]
    adverbs: frozenset[str]

    def entry(self, word: str) -> str | None:
        """Return what the dictionary has of `word`."""
        if word in self.modern:
            return self.modern[word]
        return self.words.entry(word)

    @property
    def edge(self) -> tuple[int, int]:
        """The class of the beginning and of the end of a run."""
        return len(self.left) - 1, self.right["edge"]

    def noun(self, cost: int, *, is_closed: bool) -> _Reading:
        """Read any word as a noun, which a final consonant closes or not."""
        return _Reading(self.left_noun, self.right["NNG+" if is_closed else "NNG-"], cost, "NNG")

    @cached_property
    def left_noun(self) -> int:
        """The class of the left side of a noun."""
        return self.left.index("NNG")


@cache
def _dictionary() -> _Dictionary:
    packed = (PACKAGE / "data" / "lexicon" / "words.txt.zst").read_bytes()
    unpacked = zstandard.decompress(packed)
    head = json.loads(unpacked[: unpacked.index(b"\n")])
    right = {name: i for i, name in enumerate(head["right"])}
    modern = _modern_words(head["left"].index("NNG"), right)
    known = head["connections"], head["before"], head["after"], frozenset(head["adverbs"].split())
    return _Dictionary(WordList.of(unpacked), modern, head["left"], right, *known)


def _modern_words(left: int, right: Mapping[str, int]) -> dict[str, str]:
    """Return the nouns listed in ``data/korean.yml`` as entries of the dictionary."""
    entries = {}
    for listed in str(load_yaml("data/korean.yml")["modern"]).split():
        word, first = listed.replace("+", ""), listed.partition("+")[0]
        side = right["NNG+" if _is_closed(word) else "NNG-"]
        entries[word] = f"{left},{side},{_MODERN}\t{len(first) if first != word else ''}"
    return entries


@lru_cache(maxsize=100_000)
def _readings(word: str) -> tuple[tuple[_Reading, ...], tuple[int, ...]]:
    """Return the readings of `word` and, for a compound, where its parts meet."""
    entry = _dictionary().entry(word)
    if entry is None:
        return (), ()
    listed, _, splits = entry.partition("\t")
    numbers = (tuple(map(int, each.split(","))) for each in listed.split(" "))
    names = _dictionary().left
    readings = (_Reading(a, b, cost + _doubt(word, names[a], cost), names[a]) for a, b, cost in numbers)
    return tuple(readings), tuple(map(int, splits))


def _doubt(word: str, tag: str, cost: int) -> int:
    """Return what a rare word costs more that is rather a syllable and its particle (원이, 회가)."""
    is_doubtful = cost >= _RARE and len(word) == 2 and tag in _OPEN and word[-1] in _PARTICLES
    return _DOUBTFUL if is_doubtful else 0


def _term(word: str) -> _Reading:
    """Read a term of the glossary as a noun, as likely as the dictionary has it."""
    known = min((reading.cost for reading in _readings(word)[0] if reading.tag == "NNG"), default=_TERM)
    return _dictionary().noun(known, is_closed=_is_closed(word))


@cache
def _unknown(length: int, is_closed: bool) -> _Reading:
    """Read a word of so many syllables that no dictionary has."""
    return _dictionary().noun(_UNKNOWN + _UNKNOWN_SYLLABLE * length, is_closed=is_closed)


def is_word(word: str) -> bool:
    """Tell a word that the dictionary has."""
    return bool(_readings(word)[0])


def is_noun(word: str) -> bool:
    """Tell a word that the dictionary has as a noun or a name."""
    return any(reading.tag in _COMPOUNDS for reading in _readings(word)[0])


def is_adverb(word: str) -> bool:
    """Tell a word that the dictionary has as an adverb or exclamation (기어이)."""
    return word in _dictionary().adverbs


def is_counter(word: str) -> bool:
    """Tell a word that counts or is counted with: 만, 주, 개월."""
    return any(reading.tag in _COUNTERS for reading in _readings(word)[0])


def _is_closed(word: str) -> bool:
    return final(word[-1]) > 0


@dataclass(frozen=True)
class Splitter:
    """Splits runs of Hangul; `own` are words that no dictionary needs to have, such as the terms."""

    own: frozenset[str]
    _best: dict[str, int] = field(default_factory=dict)  # run -> cost of its best split

    def prepare(self) -> None:
        """Read the dictionary now, once, and not in each of the processes that work is spread over."""
        if self.own:
            _dictionary()

    def excess(self, run: str, start: int, end: int) -> int:
        """Return how much dearer the best split that holds ``run[start:end]`` is than the best split."""
        if run not in self._best:
            self._best[run] = self._cost(run, 0, 0)
        return self._cost(run, start, end) - self._best[run]

    def _cost(self, run: str, start: int, end: int) -> int:
        """Return the cost of the cheapest split; of those that hold ``run[start:end]``, unless `end` is 0."""
        dictionary = _dictionary()
        left_edge, right_edge = dictionary.edge
        # For each offset: right class of the last word -> cost of the cheapest way there.
        reached: list[dict[int, int]] = [{} for _ in range(len(run) + 1)]
        reached[0][right_edge] = 0
        for begin, ways in enumerate(reached[:-1]):
            if not ways:
                continue
            best_before: dict[int, int] = {}
            for stop, reading in self._words_at(run, begin, start, end):
                if reading.left not in best_before:
                    row = dictionary.connections[reading.left]
                    best_before[reading.left] = min([cost + row[right] for right, cost in ways.items()])
                cost = best_before[reading.left] + reading.cost
                if cost < reached[stop].get(reading.right, cost + 1):
                    reached[stop][reading.right] = cost
        row = dictionary.connections[left_edge]
        return min((cost + row[right] for right, cost in reached[-1].items()), default=_IMPOSSIBLE)

    def _words_at(self, run: str, begin: int, start: int, end: int) -> Iterator[tuple[int, _Reading]]:
        """Yield the words, with their ends, that may begin at `begin` where ``run[start:end]`` is held."""
        for stop in range(begin + 1, min(len(run), begin + _LONGEST) + 1):
            crosses = begin < end and start < stop
            if crosses and not (begin <= start and end <= stop):
                continue
            word = run[begin:stop]
            readings, splits = _readings(word)
            if crosses:
                yield from self._holding(word, readings, splits, start - begin, end - begin, stop)
            else:
                yield from self._beside(run, begin, stop, readings, end)

    def _holding(
        self, word: str, readings: Iterable[_Reading], splits: Sequence[int], start: int, end: int, stop: int
    ) -> Iterator[tuple[int, _Reading]]:
        """Yield `word` where it is the term itself, or a compound that has the term as a part."""
        if (start, end) == (0, len(word)):
            yield stop, _term(word)
            return
        if end - start == 1:  # one syllable of a known word is seldom meant as a word (금 in 금요일)
            return
        if splits and {start, end} <= {0, *splits, len(word)}:
            yield from ((stop, reading) for reading in readings if reading.tag in _COMPOUNDS)

    def _beside(
        self, run: str, begin: int, stop: int, readings: Iterable[_Reading], end: int
    ) -> Iterator[tuple[int, _Reading]]:
        """Yield a word that does not touch the term."""
        word = run[begin:stop]
        is_known = False
        for reading in readings:
            is_known = True
            if end and (
                (stop <= end and reading.tag not in _BEFORE) or (begin >= end and reading.tag in _NOT_AFTER)
            ):
                continue
            cost = reading.cost
            if reading.tag.startswith("J") and begin and not _fits(run[begin - 1], word):
                cost += _MISFIT
            if end and reading.tag == "NNG" and reading.cost == _UNSEEN_COST:
                cost += _UNSEEN
            if end and len(word) == 1 and reading.tag[0] in "NXM" and word != _PLURAL:
                cost += _lone(word, before=stop <= end)
            yield stop, reading if cost == reading.cost else reading._replace(cost=cost)
        if word in self.own:
            yield stop, _term(word)
        elif not is_known and not (end and begin >= end):  # an unknown tail may make any word of a term
            yield stop, _unknown(len(word), _is_closed(word))


def _lone(syllable: str, *, before: bool) -> int:
    """Return what a single syllable costs beside a term: many are words, few are meant as one."""
    odds = (_dictionary().before if before else _dictionary().after).get(syllable, _LONE_UNSEEN)
    return min(_LONE_MOST, max(0, _LONE_SCALE * ((_LONE_BEFORE if before else _LONE_AFTER) - odds)))


def _fits(before: str, particle: str) -> bool:
    if particle in _AFTER_CONSONANT:
        return _is_closed(before)
    return particle not in _AFTER_VOWEL or not _is_closed(before)
