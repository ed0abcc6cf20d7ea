"""The search index: which words it has, where they stand, and its bytes."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import korean
from builder.publish import build_site
from builder.search import Passage, make_index, read_page
from builder.search.words import Words, bare, runs, stem_length
from tests import making

PAGES = {
    "a/": read_page(
        [
            Passage("a/", "파운드리", "<p>파운드리는 반도체를 만든다.</p>"),
            Passage("a/#more", "더 보기", "<p>파운드리 &lt;b&gt;</p><ul><li>공장</li><li>설계</li></ul>"),
        ]
    ),
    "b/": read_page([Passage("b/", "NPU", "<p>NPU가 <code>x</code>계산한다.</p>")]),
    "c/": read_page([]),
}


def data(script: str) -> Any:
    return json.loads(script.partition(",")[2].partition(",")[2].removesuffix(")\n"))


def head(files: Mapping[str, str]) -> Any:
    return data(files["words-0.js"])


@pytest.mark.parametrize(
    ("run", "stem"),
    [
        ("공장에서는", "공장"),
        ("공장으로부터의", "공장"),
        ("npu는", "npu"),
        ("mi300을", "mi300"),
        ("회의", "회의"),  # not 회 and 의
        ("고속도로", "고속도로"),
        ("바나나", "바나나"),
        ("만드는", "만드는"),
        ("프레너미를", "프레너미"),  # a term, in no dictionary
        ("공장", "공장"),
        ("xyz", "xyz"),
    ],
)
def test_a_particle_is_taken_from_what_is_surely_a_noun(run: str, stem: str) -> None:
    assert Words(frozenset(["프레너미"]), {run: stem_length(run)}).stems([run]) == {run: stem}


def test_words_have_one_form() -> None:
    assert runs("ＡＩ\u200b칩, C++ — 'NPU'(x_y)") == ["ai칩", "c++", "npu", "x", "y"]
    assert bare(" 'On-Device' (AI)") == "ondeviceai"
    assert bare("C#") == "c#"


def test_the_index_says_where_each_word_stands() -> None:
    files = make_index(PAGES, {"a/": ("Foundry", "위탁 생산")}).files
    assert head(files)["addresses"] == ["a/", "b/"]
    assert head(files)["passages"] == [2, 1]
    assert head(files)["names"] == "파운드리\tfoundry\t위탁생산\nnpu"
    assert head(files)["particles"] == korean.particles()
    words = head(files)["words"].split("\n")
    hits = dict(zip(words, data(files["hits-0.js"]).split(" "), strict=True))
    assert words == sorted(words)
    assert hits["파운드리"] == "30"  # in the heading of the first passage, and a little of the second's text
    assert hits["npu"] == "B"  # two passages further
    assert "공장" in words
    assert "공장설계" not in words


DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def passages_of(hits: str) -> dict[int, int]:
    """Read what the index tells of a word, as the search does: its passages, and how it stands in them."""
    found, passage, number, place = {}, -1, 0, 1
    for digit in map(DIGITS.index, hits):
        number += digit % 32 * place
        place *= 32
        if digit < 32:
            passage += number // 4 + 1
            found[passage] = number % 4
            number, place = 0, 1
    return found


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("가나다"), st.text("abcd ", max_size=40)), max_size=3),
        max_size=300,
    )
)
def test_every_passage_of_every_word_is_told(site: list[list[tuple[str, str]]]) -> None:
    pages = {}
    for number, page in enumerate(site):
        pages[f"{number}/"] = read_page(
            [Passage(f"{number}/#{i}", f"{title}{i}", text) for i, (title, text) in enumerate(page)]
        )
    files = make_index(pages, {}).files
    words = head(files)["words"].split("\n")
    hits = [each for i in range(len(head(files)["hits"])) for each in data(files[f"hits-{i}.js"]).split(" ")]
    told = dict(zip(words, map(passages_of, hits), strict=True)) if words != [""] else {}
    every = [(f"{title}{i}", text.split()) for page in site for i, (title, text) in enumerate(page)]
    length = sum(len(text) for _, text in every) / max(1, len(every)) or 1
    expected: dict[str, dict[int, int]] = defaultdict(dict)
    for number, (title, text) in enumerate(every):
        for word, count in Counter(text).items():
            weight = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(text) / length))
            expected[word][number] = (weight >= 0.9) + (weight >= 1.3)
        expected[title][number] = 3
    assert told == expected


def test_what_is_shown_is_plain_text() -> None:
    texts = data(make_index(PAGES, {}).files["texts-0.js"])
    assert texts[0][1] == ["more", "더 보기", "파운드리 <b> 공장 설계"]
    assert texts[1] == [["", "NPU", "NPU가 x계산한다."]]


def test_a_large_index_comes_in_pieces_that_together_have_everything() -> None:
    words = {f"p{i}/": " ".join(f"w{i}x{j}" for j in range(300)) for i in range(300)}
    many = {to: read_page([Passage(to, f"제목 {to}", f"<p>{text}</p>")]) for to, text in words.items()}
    files, vocabulary = make_index(many, {})
    first = head(files)
    assert len(first["texts"]) > 10
    assert sum(first["texts"]) == len(many)
    assert sum(first["hits"]) == len(first["words"].split("\n"))
    assert [len(data(files[f"texts-{i}.js"])) for i in range(len(first["texts"]))] == first["texts"]
    assert make_index(many, {}, vocabulary).files == files


SITES = st.dictionaries(
    st.sampled_from(["a/", "b/", "c/", "d/"]),
    st.lists(
        st.sampled_from(["칩", "칩이", "칩셋은", "공장에서", "공장장이", "프레너미를", "npu는", "x"]),
        max_size=6,
    ),
)
NAMES = st.dictionaries(
    st.sampled_from(["a/", "b/"]), st.lists(st.sampled_from(["칩셋", "공장장", "프레너미", "x"]), max_size=2)
)


@given(SITES, NAMES, SITES, NAMES)
def test_an_earlier_index_changes_nothing(
    before: dict[str, list[str]],
    names_before: dict[str, list[str]],
    after: dict[str, list[str]],
    names: dict[str, list[str]],
) -> None:
    first, second = (
        {to: read_page([Passage(to, "제목", " ".join(words))]) for to, words in pages.items()}
        for pages in (before, after)
    )
    known = make_index(first, names_before).vocabulary
    assert make_index(second, names, known) == make_index(second, names)


def test_nothing_to_search_is_no_error() -> None:
    assert head(make_index({}, {}).files)["addresses"] == []


def test_a_page_loads_next_to_nothing_until_someone_searches(site: Path) -> None:
    assert (site / "search/search_index.json").stat().st_size < 1_000
    page = (site / "terms/foundry/index.html").read_text("utf-8")
    assert '"search": "../../assets/puri/search.js"' in page
    assert "search/words-0.js" not in page


def test_a_site_without_the_search_plugin_builds(tmp_path: Path) -> None:
    root = making.write_site(tmp_path / "root", {"terms/a.md": making.term("가")})
    build_site(root, root / "site")
    assert not (root / "site/search").exists()
    assert "md-search" not in (root / "site/index.html").read_text("utf-8")
