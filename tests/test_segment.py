"""Which word a run of Hangul holds, and English inflection."""

import pytest

from builder import english
from builder.matcher import Lexicon, make_form
from builder.model import Reason
from tests import quality

HELD = [
    *(
        "이차[전지]주",
        "옥외[광고]판",
        "중앙[은행]장",
        "초등[학교]장은",
        "손목[시계]줄",
        "[반도체]지원법",
        "음식[배달]원이",
    ),
    *(
        "지방[은행]들조차",
        "[감자]칩을",
        "[소금]빵",
        "휴대[전화]기로",
        "수영[장비]",
        "[학습]하는",
        "[검색]됐다",
        "[은행]이었다",
    ),
]
NOT_HELD = [
    *(
        "운[전지]도",
        "발[광고]무",
        "검[사과]정",
        "대[학교]수",
        "자[연구]역",
        "사진[기자]재",
        "방[사선]량",
        "다[음식]당",
    ),
    *("전자기[기사]용", "비[메모리]", "무[이자]", "[팹리스]니커즈", "부[동산]업자", "[금]요일"),
]


def verdict(marked: str) -> Reason:
    before, _, rest = marked.partition("[")
    word, _, after = rest.partition("]")
    (found,) = Lexicon([make_form("t", word)]).find(before + word + after)
    return found.verdict


@pytest.mark.parametrize("marked", HELD)
def test_compounds_that_hold_the_word(marked: str) -> None:
    assert verdict(marked) is Reason.LINKED


@pytest.mark.parametrize("marked", NOT_HELD)
def test_words_that_only_have_its_letters(marked: str) -> None:
    assert verdict(marked) in {Reason.BOUNDARY_LEFT, Reason.BOUNDARY_RIGHT}


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("container", "containers"),
        ("policy", "policies"),
        ("day", "days"),
        ("box", "boxes"),
        ("NPU", "NPUs"),
        ("팹", ""),
    ],
)
def test_plurals(name: str, plural: str) -> None:
    assert "".join(english.plurals(name)) == plural


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        *(("IT", "it is", Reason.CASE), ("IT", "IT는", Reason.LINKED), ("NPU", "npu가", Reason.LINKED)),
        *(
            ("data center", "data-centers", Reason.LINKED),
            ("container", "non-container", Reason.BOUNDARY_LEFT),
        ),
        *(("container", "container's", Reason.LINKED), ("port", "portal", Reason.BOUNDARY_RIGHT)),
        *(
            ("HBM", "HBM4와", Reason.LINKED),
            ("HBM", "HBM3E는", Reason.LINKED),
            ("HBM", "HBMX", Reason.BOUNDARY_RIGHT),
        ),
    ],
)
def test_latin(name: str, text: str, expected: Reason) -> None:
    found = Lexicon(
        [make_form("t", name), *(make_form("t", name, plural=p) for p in english.plurals(name))]
    ).find(text)
    assert found[0].verdict is expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("기어", "그는 기어이 해냈다", Reason.BOUNDARY_RIGHT),
        ("기어", "기어에 기름을 친다", Reason.LINKED),
        ("만화", "5000만화소 카메라", Reason.BOUNDARY_LEFT),
        ("주차", "3주차에는", Reason.BOUNDARY_LEFT),
        ("세대", "5세대까지", Reason.LINKED),
        ("나노 공정", "3나노 공정의", Reason.LINKED),
    ],
)
def test_adverbs_and_counted_things(name: str, text: str, expected: Reason) -> None:
    (found,) = Lexicon([make_form("t", name)]).find(text)
    assert found.verdict is expected


def test_linking_is_as_good_as_the_readme_says() -> None:
    score = quality.results(["scored"])[0]["scored", "all"]
    assert score.precision >= 0.98
    assert score.recall >= 0.98


def test_there_is_an_end_to_hits_and_to_runs_that_are_decided_about() -> None:
    assert len(Lexicon(make_form(f"t{i}", "가" * i) for i in range(1, 101)).find("가" * 200)) == 1_100
    battery = Lexicon([make_form("battery", "전지")])
    assert Reason.LINKED not in {each.verdict for each in battery.find("이차전지" * 11)}
    decided = [each.verdict for each in battery.find("이차전지주 " * 400)]
    assert set(decided[:100]) == {Reason.LINKED}
    assert set(decided[120:]) == {Reason.BOUNDARY_LEFT}
    assert battery.find("이차전지주")[0].verdict is Reason.LINKED  # each text has its own end
