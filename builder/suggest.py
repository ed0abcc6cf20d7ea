"""Did you mean: the nearest known name."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_ENOUGH = 60  # of 100; one wrong letter in a Korean word of three syllables scores about 85


def _letters(text: str) -> str:
    # Hangul is compared letter by letter: 팹리수 and 팹리스 differ in one vowel of seven letters.
    return unicodedata.normalize("NFD", utils.default_process(text))


def suggest(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return ``{"suggestion": nearest}`` from `known`, or nothing where no name is near."""
    best = process.extractOne(name, list(known), processor=_letters, scorer=fuzz.ratio, score_cutoff=_ENOUGH)
    return {"suggestion": best[0]} if best else {}
