import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from builder.text import Squeezed, squeeze

TEXT = st.text(
    st.sampled_from("가각팹리 스\u1100\u1161\u11a8ａＡaBß\u200b\u00adİ-‐\n\u0301é") | st.characters(),
    max_size=30,
)


@given(TEXT)
def test_every_character_knows_where_it_stood(text: str) -> None:
    squeezed = Squeezed(text)
    for i, char in enumerate(squeezed.text):
        start, end = squeezed.start(i), squeezed.end(i + 1)
        assert 0 <= start < end <= len(text)
        assert char in squeeze(text[start:end])


@given(TEXT)
def test_squeezing_sees_no_difference_in_writing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert squeeze(unicodedata.normalize("NFC", text)) == squeeze(text)
    assert squeeze(f" {text}\u200b-") == squeeze(text)


def test_a_lone_consonant_stays_one() -> None:
    assert squeeze("ㅍ") == "ㅍ"


def test_all_white_space_is_dropped() -> None:
    white = "".join(filter(str.isspace, map(chr, range(sys.maxunicode + 1))))
    assert len(white) > 20
    assert squeeze(f"가{white}나") == Squeezed(f"가{white}나").text == "가나"
