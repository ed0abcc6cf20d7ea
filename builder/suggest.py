"""Did you mean: the nearest known name."""

import unicodedata
from collections.abc import Iterable

_ENOUGH = 60  # of 100; one wrong letter in a Korean word of three syllables scores about 85


def suggest(name: str, known: Iterable[str]) -> dict[str, str]:
    """Return ``{"suggestion": nearest}`` from `known`, or nothing where no name is near."""
    from rapidfuzz import fuzz, process, utils  # only now: most content has nothing to be suggested for

    def letters(text: str) -> str:
        # Hangul is compared letter by letter: 팹리수 and 팹리스 differ in one vowel of seven letters.
        return unicodedata.normalize("NFD", utils.default_process(text))

    best = process.extractOne(name, list(known), processor=letters, scorer=fuzz.ratio, score_cutoff=_ENOUGH)
    return {"suggestion": best[0]} if best else {}
