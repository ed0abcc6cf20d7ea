"""English as small pure functions: inflected forms, and the acronyms that are also words.

Word lists stand in ``data/english.yml``.
"""

import re
from collections.abc import Iterator
from functools import cache

from builder.resources import load_yaml

_HISSES = re.compile(r"(?:s|x|z|ch|sh)\Z", re.IGNORECASE)
_CONSONANT_Y = re.compile(r"[^aeiouAEIOU\W\d]y\Z")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(load_yaml("data/english.yml")[name]).split())


def plurals(name: str) -> Iterator[str]:
    """Yield the regular plural of a name that ends in a Latin letter (policy -> policies, NPU -> NPUs)."""
    if not name or not (name[-1].isascii() and name[-1].isalpha()):
        return
    if _CONSONANT_Y.search(name):
        yield name[:-1] + "ies"
    else:
        yield name + ("es" if _HISSES.search(name) else "s")


def is_also_a_word(acronym: str) -> bool:
    """Tell whether the letters of `acronym` are an everyday English word (IT, RAM)."""
    return acronym.lower() in _words("common_words")


def negates(before: str) -> bool:
    """Tell whether the text `before` a term ends in a prefix that negates it (non-container)."""
    prefix = re.search(r"([A-Za-z]+)-\Z", before)
    return prefix is not None and prefix[1].lower() in _words("negations")
