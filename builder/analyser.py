"""A second opinion on glued compounds: the morphological analyser Kiwi.

The lexicon's best split (`builder.segment`) knows which words exist; Kiwi's language model knows which of
them keep company. They err in different places, so a term counts as held only where both can see it; figures
stand in the README. Kiwi is slow to start (one to two seconds), so it is started with the first run that
nothing cheaper decides, and what it says is kept: each version of it is asked about a run once. Where linking
will be spread over processes it stands in one more, which all of them ask; where nothing is kept yet, it
starts there beside the reading, as so many texts have such a run.

Kiwi: Lee, M. (2024), https://github.com/bab2min/Kiwi, LGPL-3.0.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from builder import private
from builder.answers import Answers
from builder.parallel import Helper, can_spread

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_HANGUL = re.compile(rb"[\xea-\xed][\x80-\xbf]{2}")  # in UTF-8; some other letters of Asia too
_NOUN_LIKE = ("N", "X", "S")  # nouns, affixes and roots, Latin and digits: what a compound is made of


class Word(NamedTuple):
    """A word of an analysed run: its place in code points, and whether it can be a part of a compound."""

    start: int
    end: int
    is_nominal: bool


@cache
def _kiwi() -> "Kiwi":
    from kiwipiepy import Kiwi  # brings numpy: as long to import as all the rest of a command

    # One thread; neither typing errors, phrases nor titles of Wikipedia: they take time and find no more.
    return Kiwi(
        num_workers=1,
        model_type="cong",
        load_typo_dict=False,
        load_multi_dict=False,
        load_default_dict=False,
    )


def prepare(texts: Sequence[bytes]) -> None:
    """Start Kiwi beside what this process does next, where `texts`, to be linked later, are worth it."""
    if can_spread(len(texts)) and any(map(_HANGUL.search, texts)):
        _helper()


@cache
def _helper() -> Callable[[str], tuple[Word, ...]]:
    return Helper(_analyse, begin=_nothing if _answers().known else _kiwi)


def _nothing() -> None:
    """Begin with nothing: few runs will be new, perhaps none."""


@cache
def _answers() -> Answers:
    made_by = (version(package) for package in ("kiwipiepy", "kiwipiepy_model"))
    folder = private.folder("words", *made_by, Path(__file__).read_bytes())
    return Answers(folder / "kiwi" if folder else None)


def _analyse(run: str) -> tuple[Word, ...]:
    words = tuple(
        Word(token.start, token.end, token.tag.startswith(_NOUN_LIKE)) for token in _kiwi().tokenize(run)
    )
    _answers().add(run, words)
    return words


@lru_cache(maxsize=100_000)
def words_of(run: str) -> tuple[Word, ...]:
    """Return the words that Kiwi finds in `run`, a run of Hangul."""
    if (known := _answers().known.get(run)) is not None:
        return tuple(Word(*word) for word in known)
    is_prepared = _helper.cache_info().currsize > 0
    return (_helper() if is_prepared else _analyse)(run)


def reaching_out(run: str, start: int, end: int) -> list[Word] | None:
    """Return the words of `run` that hold a part of ``run[start:end]`` and go on beyond it.

    None are left where the analysis agrees with that place; None is returned where one of its words is no
    part of a compound.
    """
    inner = [word for word in words_of(run) if word.start < end and word.end > start]
    if not all(word.is_nominal for word in inner):
        return None
    return [word for word in inner if word.start < start or word.end > end]
