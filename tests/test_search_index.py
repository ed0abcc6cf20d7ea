"""The search index: which words it has, where they stand, and its bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from builder import korean
from builder.publish import build_site
from builder.search import Passage, make_index
from builder.search.words import Words, bare, runs, stem_length
from tests import making

PASSAGES = [
    Passage("a/", "파운드리", "<p>파운드리는 반도체를 만든다.</p>"),
    Passage("a/#more", "더 보기", "<p>파운드리 &lt;b&gt;</p><ul><li>공장</li><li>설계</li></ul>"),
    Passage("b/", "NPU", "<p>NPU가 <code>x</code>계산한다.</p>"),
]


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
    assert Words(frozenset(["프레너미"]), {run: stem_length(run)}).stem(run) == stem


def test_words_have_one_form() -> None:
    assert runs("ＡＩ\u200b칩, C++ — 'NPU'(x_y)") == ["ai칩", "c++", "npu", "x", "y"]
    assert bare(" 'On-Device' (AI)") == "ondeviceai"
    assert bare("C#") == "c#"


def test_the_index_says_where_each_word_stands() -> None:
    files = make_index(PASSAGES, {"a/": ("Foundry", "위탁 생산")}).files
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


def test_what_is_shown_is_plain_text() -> None:
    texts = data(make_index(PASSAGES, {}).files["texts-0.js"])
    assert texts[0][1] == ["more", "더 보기", "파운드리 <b> 공장 설계"]
    assert texts[1] == [["", "NPU", "NPU가 x계산한다."]]


def test_a_large_index_comes_in_pieces_that_together_have_everything() -> None:
    many = [
        Passage(f"p{i}/", f"제목{i}", f"<p>{' '.join(f'w{i}x{j}' for j in range(300))}</p>")
        for i in range(300)
    ]
    files, lengths = make_index(many, {})
    first = head(files)
    assert len(first["texts"]) > 10
    assert sum(first["texts"]) == len(many)
    assert sum(first["hits"]) == len(first["words"].split("\n"))
    assert [len(data(files[f"texts-{i}.js"])) for i in range(len(first["texts"]))] == first["texts"]
    assert make_index(many, {}, lengths).files == files


def test_nothing_to_search_is_no_error() -> None:
    assert head(make_index([], {}).files)["addresses"] == []


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
