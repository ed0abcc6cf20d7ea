"""korean.js: the browser finds a word from its first key on, and spells words as builder/ does."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from builder import korean
from builder.resources import OVERRIDES
from builder.text import squeeze

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, one")]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(path=OVERRIDES / "assets/puri/korean.js")
    yield page
    page.close()


FINDS = """(cases) => cases.map(([typed, ...names]) => {
  const { pattern, squeeze } = globalThis.puriKorean;
  return pattern(typed).test(names.map(squeeze).join('\\n'));
})"""

FOUND = [
    ("파운드리", "파운드리"),
    ("운드", "파운드리"),
    ("ㅍㅇㄷㄹ", "파운드리"),
    ("ㅍ운ㄷ", "파운드리"),
    ("파운ㄷ", "파운드리"),  # half typed
    ("파운들", "파운드리"),
    ("파우", "파운드리"),
    ("고", "과일"),  # ㅗ on the way to ㅘ
    ("달", "닭"),  # ㄹ on the way to ㄺ
    ("닭", "달구지"),
    ("값", "갑시다"),
    ("있", "이쑤시개"),
    ("ㄳㅎ", "감사합니다"),  # what a keyboard makes of ㄱㅅ
    ("ㄲㅊ", "까치"),
    ("ㅋㅋ", "ㅋㅋ"),
    (unicodedata.normalize("NFD", "파운드"), "파운드리"),
    (unicodedata.normalize("NFD", "파운") + "\u1103", "파운드리"),  # a decomposed half syllable
    ("파운드리", unicodedata.normalize("NFD", "파운드리")),
    ("파ㆍ", "파운드리"),  # dots of a phone's keypad
    ("ｎｐｕ", "NPU"),
    ("NPU", "npu"),
    ("온 디바이스", "온디바이스 AI"),
    ("온디바이스ai", "온디바이스 AI"),
    ("ai 온디", "온디바이스 AI"),
    ("AI ㅂㄷㅊ", "AI 반도체"),
    ("on device", "On-Device AI"),
    ("데이터　센터", "데이터센터"),  # an ideographic space
    ("위탁", "파운드리", "위탁생산"),
    ("c++ (", "C++ (언어)"),
    ("strasse", "Straße"),
    ("", "파운드리"),
    (" - ", "파운드리"),
    ("😀", "웃는 😀 얼굴"),
]

NOT_FOUND = [
    ("파운들", "파운데이션"),
    ("파운달", "파운드리"),
    ("들리", "드리다"),  # finished: another key stands after it
    ("들 파운", "드리 파운드"),
    ("ㅍㅇㄷㅁ", "파운드리"),
    ("ㄱ", "까치"),
    ("구", "고"),
    ("각", "간식"),
    ("ㅋㅋ", "코"),
    ("파.드", "파운드리"),
    ("ai 파운", "AI", "파운드리"),  # not in one name
    ("리파", "파운드리"),
]


def test_what_is_typed_finds_the_name(page: Page) -> None:
    results = page.evaluate(FINDS, FOUND)
    assert [case for case, found in zip(FOUND, results, strict=True) if not found] == []


def test_what_is_typed_finds_no_other_name(page: Page) -> None:
    results = page.evaluate(FINDS, NOT_FOUND)
    assert [case for case, found in zip(NOT_FOUND, results, strict=True) if found] == []


SPELLINGS = [
    unicodedata.normalize("NFD", "온디바이스 AI"),
    "ＡＩ　반도체！",
    "zero\u200bwidth\u00adsoft",
    "Ǆ ŉ ẞ ﬁ ΣΑΣ ς µ K Å İ",
    "ㅍㅇㄷㄹ",
    "\u1111\u1161",
    "e\u0301 é",
    "a-b‐c‑d – e",
    "  tab\tline\n",
    "가 각 힣 ㄱ ㅏ 漢字 かな ｶﾅ",
]


def test_both_sides_spell_alike(page: Page) -> None:
    # Every letter of the scripts that the names of terms are written in, and some that are known to be hard.
    ranges = [
        (0x20, 0x7F),
        (0xA0, 0x250),
        (0x370, 0x530),
        (0x1100, 0x1200),
        (0x1E00, 0x2030),
        (0x3000, 0x3400),
    ]
    ranges += [(0xAC00, 0xD7A4), (0xFF00, 0xFF61)]
    letters = [chr(code) for start, end in ranges for code in range(start, end)]
    texts = SPELLINGS + [f"가{letter}나" for letter in letters if letter != "ı"]  # JavaScript has no casefold
    squeezed = page.evaluate("(texts) => texts.map(globalThis.puriKorean.squeeze)", texts)
    assert [text for text, mine in zip(texts, squeezed, strict=True) if mine != squeeze(text)] == []


NAMES = [
    "파운드리",
    "과일값",
    "온디바이스 AI",
    "닭 뼈",
    "의자",
    "웹툰",
    "괜찮아",
    "쌓기",
    "훑어보기",
    "까치",
    "D램",
]


def test_initials_of_a_name_find_it(page: Page) -> None:
    names = NAMES + [chr(code) for code in range(0xAC00, 0xD7A4, 7)]
    results = page.evaluate(FINDS, [[korean.initials(name), name] for name in names])
    assert [name for name, found in zip(names, results, strict=True) if not found] == []


# Letters as keys of a Korean keyboard, and what it shows of the keys so far: syllables as long as they can
# be, a final consonant unless a vowel follows, lone letters joined where they can be.
_CLUSTERS = "ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ"
_DIPHTHONGS = "ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ"
_KEYS = {pair[0]: pair[1:] for pair in f"{_CLUSTERS} {_DIPHTHONGS}".split()}
_LETTERS = {keys: letter for letter, keys in _KEYS.items()}
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PAIR = "|".join(_LETTERS)
_SYLLABLE = re.compile(
    rf"(?P<initial>[ㄱ-ㅎ])(?P<vowel>{_PAIR}|[ㅏ-ㅣ])(?:(?P<final>{_PAIR}|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ])(?![ㅏ-ㅣ]))?"
    rf"|(?P<lone>{_PAIR})"
)


def keys_of(name: str) -> str:
    """Return the keys that type `name`."""
    keys = ""
    for char in name:
        letters = char
        if korean.is_hangul(char):
            vowel = _VOWELS[(ord(char) - 0xAC00) // 28 % 21]
            letters = korean.initial(char) + vowel + _FINALS[korean.final(char)].strip()
        keys += "".join(_KEYS.get(letter, letter) for letter in letters)
    return keys


def _compose(found: re.Match[str]) -> str:
    if found["lone"]:
        return _LETTERS[found["lone"]]
    vowel, final = found["vowel"], found["final"] or " "
    at = korean.INITIALS.index(found["initial"]) * 21 + _VOWELS.index(_LETTERS.get(vowel, vowel))
    return chr(0xAC00 + at * 28 + _FINALS.index(_LETTERS.get(final, final)))


def shown(keys: str) -> str:
    """Return what a text field shows after `keys`."""
    return _SYLLABLE.sub(_compose, keys)


def test_the_keyboard_of_these_tests_types_korean() -> None:
    assert [shown(keys_of("파운드리")[:i]) for i in range(1, 10)] == [
        *("ㅍ", "파", "팡", "파우", "파운", "파운ㄷ", "파운드", "파운들", "파운드리")
    ]
    assert [shown(keys_of("닭값이")[:i]) for i in range(1, 10)] == [
        *("ㄷ", "다", "달", "닭", "닭ㄱ", "닭가", "닭갑", "닭값", "닭값ㅇ")
    ]
    every = "".join(map(chr, range(0xAC00, 0xD7A4)))
    assert "".join(shown(keys_of(syllable)) for syllable in every) == every


def test_every_key_on_the_way_to_a_name_finds_it(page: Page) -> None:
    names = [*NAMES, *(f"가{chr(code)}나" for code in range(0xAC00, 0xD7A4, 5))]
    cases = [
        [shown(keys[:i]), name] for name in names for keys in [keys_of(name)] for i in range(1, len(keys) + 1)
    ]
    results = page.evaluate(FINDS, cases)
    assert [case for case, found in zip(cases, results, strict=True) if not found] == []
