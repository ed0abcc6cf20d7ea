"""The list of words is searched in pieces, and finds what a table would find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.wordlist import WordList

WORDS = st.text(st.characters(codec="utf-8", min_codepoint=0x20), max_size=30)


@given(st.sets(WORDS, min_size=1), st.integers(0, 400), WORDS)
def test_finds_what_a_table_finds(words: set[str], length: int, other: str) -> None:
    table = {word: str(number) * length for number, word in enumerate(words)}
    lines = sorted(f"\n{word}\t{known}".encode() for word, known in table.items())
    listed = WordList.of(b"a head" + b"".join(lines))
    assert {word: listed.entry(word) for word in table} == table
    for absent in (other, *(word + "가" for word in words), *(word[:-1] for word in words)):
        assert listed.entry(absent) == table.get(absent)


@pytest.mark.parametrize("data", [b"", b"head", b"head\n"])
def test_an_empty_list_has_nothing(data: bytes) -> None:
    assert WordList.of(data).entry("가") is None
