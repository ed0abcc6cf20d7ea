"""Korean as small pure functions: what may follow or precede a term, order and initial consonants.

Word lists stand in ``data/korean.yml``. Offsets and lengths are code points of NFC text.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from builder.resources import load_yaml

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Doubled consonants are listed under the single one, as in a Korean dictionary's thumb index.
_GROUP_OF = {"ㄲ": "ㄱ", "ㄸ": "ㄷ", "ㅃ": "ㅂ", "ㅆ": "ㅅ", "ㅉ": "ㅈ"}
_FIRST, _LAST = 0xAC00, 0xD7A3  # the block of precomposed syllables, Unicode chapter 3.12
_PER_INITIAL = 588  # 21 vowels x 28 final consonants
OTHER = "#"

HANGUL_RUN = re.compile(r"[가-힣]+")


def is_hangul(char: str) -> bool:
    """Tell a precomposed Hangul syllable; the empty string is none."""
    return char != "" and _FIRST <= ord(char) <= _LAST


def initial(char: str) -> str:
    """Return the initial consonant of a syllable (팹 -> ㅍ); other characters as they are."""
    return INITIALS[(ord(char) - _FIRST) // _PER_INITIAL] if is_hangul(char) else char


def initials(text: str) -> str:
    """Return the initial consonants of `text` (파운드리 -> ㅍㅇㄷㄹ)."""
    return "".join(map(initial, text))


def index_group(name: str) -> str:
    """Return the heading of the terms index that `name` stands under: ㄱ..ㅎ, A..Z, 0-9 or `OTHER`."""
    first = name.lstrip("\"'“‘「『([<").strip()[:1]
    if is_hangul(first):
        return _GROUP_OF.get(initial(first), initial(first))
    upper = unicodedata.normalize("NFD", first.upper())[:1]
    if "A" <= upper <= "Z" and len(upper) == 1:
        return upper
    return "0-9" if first.isdigit() else OTHER


def group_order(group: str) -> tuple[int, str]:
    """Sort key of index groups: 가나다, then A-Z, then digits, then the rest."""
    rank = 0 if group in INITIALS else 1 if "A" <= group <= "Z" else 2 if group == "0-9" else 3
    return rank, group


def sort_key(name: str) -> tuple[tuple[int, str], str, str]:
    """Order of names: by index group, then without case and spaces.

    Code-point order of precomposed Hangul equals ICU's ``ko`` collation.
    """
    return group_order(index_group(name)), "".join(name.casefold().split()), name


def _words(name: str) -> list[str]:
    return str(load_yaml("data/korean.yml")[name]).split()


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word)))


def particles() -> list[str]:
    """Return all particles; several may follow one another."""
    return _words("particles")


def copulas() -> list[str]:
    """Return the forms of 이다, which makes a sentence of a noun, after particles or none."""
    return _words("copulas") + _words("doubtful_copulas")


@cache
def _tail_grammar(*, doubtful: bool) -> re.Pattern[str]:
    last = copulas() if doubtful else _words("copulas")
    return re.compile(rf"(?:{_either(particles())}){{0,4}}(?:{_either(last)})?")


def is_tail(run: str) -> bool:
    """Tell whether the Hangul `run` after what is surely a noun is no part of it."""
    return _tail_grammar(doubtful=True).fullmatch(run) is not None


@cache
def negations() -> frozenset[str]:
    """Return the prefixes that, alone before a term, make another word of it (비메모리)."""
    return frozenset(_words("negations"))


@cache
def _light_verbs() -> tuple[str, ...]:
    return tuple(_words("light_verbs"))


def begins_with_light_verb(run: str) -> bool:
    """Tell whether the Hangul `run` after a noun begins like a verb that is made of it (학습|시키는)."""
    return run.startswith(_light_verbs())


@lru_cache(maxsize=10_000)  # few are said again and again
def is_particles(run: str) -> bool:
    """Tell whether the Hangul `run` after a noun is particles, stacked as they may be, or a form of 이다."""
    return _tail_grammar(doubtful=False).fullmatch(run) is not None


def final(syllable: str) -> int:
    """Return the index of a syllable's final consonant among the 28 of Unicode, 0 where it has none."""
    return (ord(syllable) - _FIRST) % 28


# Sounds at the end of what is read aloud: whether a final consonant closes it, and whether that is ㄹ.
_RIEUL = 8  # index of ㄹ among the finals
_DIGITS_CLOSED = dict.fromkeys("036", True) | dict.fromkeys("178", None) | dict.fromkeys("2459", False)
_LETTERS_CLOSED = (
    dict.fromkeys("MN", True) | dict.fromkeys("LR", None) | dict.fromkeys("ABCDEFGHIJKOPQSTUVWXYZ", False)
)
_CLOSERS = "\"'”’)]}」』》〉"


def ending(word: str) -> str | None:
    """Say how `word` ends when read aloud: ``vowel``, ``consonant``, ``rieul``; None if that is unknown.

    Digits are read in Sino-Korean, capitals by their names. How another Latin word is read nobody can tell
    from its letters, but a final m or n always closes it, and l is read as ㄹ.
    """
    last = word.rstrip(_CLOSERS + " ")[-1:]
    if is_hangul(last):
        return "vowel" if not final(last) else "rieul" if final(last) == _RIEUL else "consonant"
    table = _DIGITS_CLOSED | _LETTERS_CLOSED | {"m": True, "n": True, "l": None}
    if last not in table:
        return None
    return {True: "consonant", None: "rieul", False: "vowel"}[table[last]]


def particle(word: str, pair: str) -> str:
    """Choose the particle after `word` from `pair`, such as ``은/는``, ``이라는/라는`` or ``으로/로``.

    Where the reading of `word` is unknown both are given, never a guess: ``은(는)``, ``(으)로``.
    """
    closed, open_ = pair.split("/")
    match ending(word):
        case "vowel":
            return open_
        case "consonant":
            return closed
        case "rieul":
            return open_ if closed.startswith("으") else closed
    return f"({closed.removesuffix(open_)}){open_}" if closed.endswith(open_) else f"{closed}({open_})"


# The end of a sentence: its last word, an aside in brackets, end marks, and what closes after them.
_SENTENCE_END = re.compile(rf"([가-힣]+)(?:\([^()]*\))?[.?!…。！？]+[{re.escape(_CLOSERS)}*_]*\Z")
# Endings are compared letter by letter, so that ㅂ니다 is found in 합니다 and in 습니다.
_FINAL_LETTERS = str.maketrans({"ㄴ": "\u11ab", "ㄹ": "\u11af", "ㅂ": "\u11b8"})


@cache
def _endings() -> dict[str, str]:
    """Ending, decomposed -> the level whose table in ``data/korean.yml`` it stands in."""
    levels = load_yaml("data/korean.yml")["speech_levels"]
    return {
        unicodedata.normalize("NFD", ending.translate(_FINAL_LETTERS)): level
        for level, table in levels.items()
        for ending in table["endings"].split()
    }


def speech_level(sentence: str) -> tuple[str, str] | None:
    """Return the last word of `sentence` and its speech level: ``hamnida``, ``haeyo`` or ``handa``.

    None where it has no end mark, or ends in a noun or in anything else that the table does not know.
    """
    end = _SENTENCE_END.search(sentence)
    if end is None:
        return None
    level = _level_of(end[1])
    return None if level is None else (end[1], level)


@cache
def _level_of(word: str) -> str | None:
    letters, endings = unicodedata.normalize("NFD", word), _endings()
    longest = max(map(len, endings))
    found = (endings[letters[i:]] for i in range(-longest, 0) if letters[i:] in endings)
    level = next(found, None)  # the longest ending decides
    return None if level == "none" else level


def level_name(level: str) -> str:
    """Return what Korean calls the speech level `level` (``hamnida`` -> 합니다체)."""
    return str(load_yaml("data/korean.yml")["speech_levels"][level]["name"])
