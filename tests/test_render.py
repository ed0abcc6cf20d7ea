"""Pages: content shows as written, whatever stands in it, and says what the contract wants."""

import html
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from builder.link import link
from builder.markdown import escape
from builder.markdown.dialect import EXTENSIONS
from builder.model import Page
from builder.render import render
from tests import making


def pages(files: Mapping[str, str | bytes]) -> dict[str, Page]:
    library = making.library(files)
    site = render(library, link(library, making.SETTINGS), making.SETTINGS)
    return {page.path: page for page in site.pages}


FILES: dict[str, str | bytes] = {
    "terms/foundry.md": making.term(
        "파운드리", related="{contrasts: [fabless], requires: [chip]}", reviewed="2026-01-02"
    ),
    "terms/fabless.md": making.term("팹리스", "파운드리에 맡긴다."),
    "terms/chip.md": making.term("반도체", related="{broader: [thing]}"),
    "terms/thing.md": making.term("물건"),
    "articles/a/index.md": making.ARTICLE,
    "articles/a/01-one.md": making.section("하나", "파운드리는 짓는다. 파운드리."),
    "articles/a/02-two.md": making.section(
        "둘", facts="[{text: 사실, value: 61%, asof: 2023-Q4, source: s, kind: rumour}]"
    ),
}


def test_every_page_of_the_contract_is_made() -> None:
    assert set(pages(FILES)) == {
        "index.md",
        "terms/index.md",
        *(f"terms/{slug}.md" for slug in ("foundry", "fabless", "chip", "thing")),
        *("articles/index.md", "articles/a/index.md", "articles/a/one.md", "articles/a/two.md"),
        *("paths/index.md", "timeline.md", "quiz.md", "cards.md", "map.md", "sources.md", "about.md"),
    }


def test_relations_show_on_both_sides() -> None:
    made = pages(FILES)
    assert "**견주어 볼 말** [파운드리](foundry.md)" in made["terms/fabless.md"].markdown
    assert "**다음에 볼 말** [파운드리](foundry.md)" in made["terms/chip.md"].markdown
    assert "**더 좁은 말** [반도체](chip.md)" in made["terms/thing.md"].markdown


def test_mentions_name_the_page_and_mark_the_word() -> None:
    made = pages(FILES)["terms/foundry.md"].markdown
    assert '<a href="../../articles/a/">기사</a>' in made
    assert "- [하나](../articles/a/one.md)" in made
    assert "    - <mark>파운드리</mark>는 짓는다." in made
    assert "    - <mark>파운드리</mark>에 맡긴다." in made


def test_terms_here_gives_the_definitions() -> None:
    made = pages(FILES)["articles/a/one.md"].markdown
    assert '[파운드리](../../terms/foundry.md){.term data-term="foundry"}\n:   파운드리의 뜻.' in made


def test_a_rumour_is_marked_as_one() -> None:
    assert (
        '<span class="puri-kind puri-kind--rumour">소문</span>' in pages(FILES)["articles/a/two.md"].markdown
    )


def test_a_section_leads_to_the_one_before_and_after() -> None:
    made = pages(FILES)
    assert "<small>다음 절</small> [둘](two.md)" in made["articles/a/one.md"].markdown
    assert "<small>앞 절</small> [하나](one.md)" in made["articles/a/two.md"].markdown


def test_pages_are_dated_by_review_and_edited_at_their_source() -> None:
    made = pages(FILES)
    assert str(made["terms/foundry.md"].updated) == "2026-01-02"
    assert made["articles/a/two.md"].source == "articles/a/02-two.md"
    assert made["sources.md"].source == "sources.yml"
    assert made["about.md"].source is None


HOSTILE = [
    "<b>x</b>",
    "[a](b)",
    "**x**",
    "`x`",
    "a | b",
    "# x",
    "1. x",
    "- x",
    "{.a}",
    "$x$",
    ":smile:",
    "&amp;",
    "![a](b)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_fields_show_as_written(text: str) -> None:
    quoted = '"' + text.replace("\\", "\\\\") + '"'
    files = {"terms/a.md": making.term("말", summary=quoted, aliases=f"[{quoted}]")}
    made = pages(files)["terms/a.md"].markdown.partition("\n---\n")[2]
    rendered = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS).convert(made)
    shown = html.unescape(re.sub(r"<[^<>]*>", "", rendered))
    assert shown.count(text) == 2


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"])
        | st.sampled_from("*_`[]<>&#|~^$@=+-.!:1 "),
        min_size=1,
    )
)
def test_escaped_text_shows_as_it_is(text: str) -> None:
    plain = " ".join(text.split())
    rendered = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS).convert(
        f"가 {escape(plain)} 나"
    )
    assert html.unescape(re.sub(r"<[^<>]*>", "", rendered)) == f"가 {plain} 나"
