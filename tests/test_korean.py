import pytest

from builder import korean
from builder.render.terms import entries
from tests import making


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        *(
            ("파운드리", "은/는", "는"),
            ("학습", "은/는", "은"),
            ("칩", "이/가", "이"),
            ("서울", "으로/로", "로"),
        ),
        *(
            ("부산", "으로/로", "으로"),
            ("GPU", "을/를", "를"),
            ("LLM", "이/가", "이"),
            ("HTML", "으로/로", "로"),
        ),
        *(
            ("HBM3", "과/와", "과"),
            ("라마 2", "과/와", "와"),
            ("'팹리스'", "이라는/라는", "라는"),
            ("Arm", "은/는", "은"),
        ),
        *(
            ("chip", "은/는", "은(는)"),
            ("Intel", "으로/로", "로"),
            ("★", "이/가", "이(가)"),
            ("?", "으로/로", "(으)로"),
        ),
    ],
)
def test_particle(word: str, pair: str, expected: str) -> None:
    assert korean.particle(word, pair) == expected


@pytest.mark.parametrize("run", ["를", "에서는", "으로부터의", "까지도", "들이", "이라고", "조차도"])
def test_particles(run: str) -> None:
    assert korean.is_particles(run)


@pytest.mark.parametrize("run", ["니커즈", "의료기기", "폼", "지도", "업체", "시장에서"])
def test_what_is_no_particle(run: str) -> None:
    assert not korean.is_particles(run)


def test_initials() -> None:
    assert korean.initials("파운드리 AI") == "ㅍㅇㄷㄹ AI"
    assert korean.index_group("까치") == "ㄱ"
    assert korean.index_group("“팹”") == "ㅍ"
    assert korean.index_group("npu") == "N"
    assert korean.index_group("3D D램") == "0-9"
    assert korean.index_group("∞") == korean.OTHER


def test_the_index_is_in_dictionary_order_and_lists_readings() -> None:
    names = {
        "npu": "NPU",
        "foundry": "파운드리",
        "gpu": "GPU",
        "fabless": "팹리스",
        "egg": "알",
        "three": "3D D램",
    }
    readings = {"npu": {"reading": "엔피유"}}
    terms = {f"terms/{slug}.md": making.term(name, **readings.get(slug, {})) for slug, name in names.items()}
    groups = entries(tuple(making.library(terms).terms.values()))
    assert [(group, [entry.name for entry in found]) for group, found in groups] == [
        ("ㅇ", ["알", "엔피유"]),
        ("ㅍ", ["파운드리", "팹리스"]),
        ("G", ["GPU"]),
        ("N", ["NPU"]),
        ("0-9", ["3D D램"]),
    ]
