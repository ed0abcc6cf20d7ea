"""Whole content folders made up by a grammar: nothing that stands in them may break the builder."""

from pathlib import Path

from hypothesis import example, given, settings

from tests import making
from tests.planted import LAST, hold_planted, planted
from tests.trees import Tree, build, hold, trees

CONFIG = {
    "site_name": "시험",
    "site_url": "https://example.org/test/",
    "use_directory_urls": False,
    "theme": {"name": "material", "language": "ko"},
    "extra": {"puri": {"categories": ["분류"], "linking": "all"}},
}
SOUND = Tree(
    {
        "sources.yml": making.SOURCES.encode(),
        "terms/npu.md": making.term("NPU", "[글](../articles/a/01-one.md)", redirect_from="[old]").encode(),
        "terms/foundry.md": making.term("파운드리", "[[npu|칩]]과 NPU", related="{broader: [npu]}").encode(),
        "articles/a/index.md": making.ARTICLE.encode(),
        "articles/a/01-one.md": making.section("하나", "- NPU는\n\n    파운드리[^1]\n\n[^1]: 글").encode(),
        "paths/first.yml": "title: 길\nsummary: 요약.\nsteps: [terms/npu, articles/a/01-one]\n".encode(),
    },
    CONFIG,
)
# Found by `make fuzz`
NEXT_LINE = Tree({"sources.yml": "s: {title: '\x85 글', published: '2024-02-30'}\n".encode()}, CONFIG)
MAIL = Tree(
    {"sources.yml": b"s: {title: x}\n", "terms/npu.md": making.term("NPU", "<메모리@example.org>").encode()},
    CONFIG,
)


@settings(max_examples=25)
@example(SOUND)
@example(NEXT_LINE)
@example(MAIL)
@given(trees())
def test_of_any_content_folder_everything_holds(tree: Tree) -> None:
    hold(tree)


@given(planted())
@example(f"snake_메모리와 메모리_x\n\n{LAST}")
def test_what_stands_in_code_links_and_the_like_is_never_linked(body: str) -> None:
    hold_planted(body)


def test_what_has_no_errors_is_built(tmp_path: Path) -> None:
    left = hold(SOUND)
    assert left == SOUND
    build(left, tmp_path)
