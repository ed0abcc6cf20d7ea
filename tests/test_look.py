"""Term, section and home pages: what stands in them, in which order, and within which bounds."""

import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml
from markdown import Markdown

from builder.addresses import Addresses
from builder.link import link
from builder.markdown.dialect import EXTENSIONS
from builder.model import Page
from builder.render import render
from builder.render.dates import spoken
from builder.resources import load_yaml
from tests import making
from tests.test_render import HOSTILE, pages

QUIZ = "[{question: 무엇?, choices: [가, 나], answer: 2, why: 나니까.}]"
FILES: dict[str, str | bytes] = {
    "terms/foundry.md": making.term(
        "파운드리",
        english="Foundry",
        aliases="[위탁생산]",
        related="{contrasts: [fabless], requires: [chip]}",
        quiz=QUIZ,
    ),
    "terms/fabless.md": making.term("팹리스", "파운드리에 맡긴다."),
    "terms/chip.md": making.term("반도체"),
    "articles/a/index.md": making.ARTICLE + "파운드리를 다룬다.\n",
    "articles/a/01-one.md": making.section("하나", "파운드리는 짓는다. 그 파운드리는 크다."),
    "articles/a/02-two.md": making.section(
        "둘",
        "파운드리가 나온다.",
        facts="""
  - {text: 몫, value: 61%, asof: 2023-Q4, source: s, kind: figure}
  - {text: 크기, value: 125조, asof: 2024-04, source: s, kind: rumour}""",
        quiz=QUIZ,
    ),
    "paths/p.yml": "title: 길\nsummary: 길이다.\nsteps: [terms/chip, terms/foundry, articles/a/02-two]\n",
    "index.md": "---\ntitle: 집\n---\n팹리스부터 보자.\n",
}


def rendered(page: Page) -> str:
    markdown = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)
    return markdown.convert(page.markdown.partition("\n---\n")[2])


def metadata(page: Page) -> dict[str, Any]:
    meta: dict[str, Any] = yaml.safe_load(page.markdown.split("---\n")[1])
    return meta


def section(text: str, id_: str) -> str:
    found = re.search(
        rf'<(section|nav)[^>]* id="{id_}".*?</\1>|<(section|nav) id="{id_}".*?</\2>', text, re.S
    )
    assert found, id_
    return found[0]


def test_a_term_begins_with_its_definition_and_its_names() -> None:
    made = rendered(pages(FILES)["terms/foundry.md"])
    definition = section(made, "definition")
    assert "<p>파운드리의 뜻.</p>" in definition
    assert '<dd lang="en">Foundry</dd>' in definition
    assert "<dd>위탁생산</dd>" in definition
    order = re.findall(r'id="(definition|body|relations|compare|mentions|quiz|sources)"', made)
    assert order == ["definition", "body", "relations", "compare", "mentions", "quiz", "sources"]


def test_mentions_stand_under_their_article_once_and_terms_apart() -> None:
    mentions = section(rendered(pages(FILES)["terms/foundry.md"]), "mentions")
    assert re.findall(r'class="puri-group"[^>]*>(?:<a[^>]*>)?([^<]*)', mentions) == [
        "기사",
        "다른 용어의 풀이",
    ]
    assert mentions.count("<mark>파운드리</mark>") == 5
    assert "<mark>파운드리</mark>를 다룬다." in mentions
    assert '<a href="../articles/a/one.md">하나</a>' in mentions


def test_contrasting_terms_stand_side_by_side() -> None:
    made = pages(FILES)
    for slug in ("foundry", "fabless"):
        compare = section(rendered(made[f"terms/{slug}.md"]), "compare")
        assert "파운드리의 뜻." in compare
        assert "팹리스의 뜻." in compare
        assert compare.count('data-term="chip" href="../chip/"') == 1
        assert "더 넓은 말" not in compare  # neither has any
    assert 'id="compare"' not in made["terms/chip.md"].markdown


def test_a_comparison_names_categories_only_where_they_differ() -> None:
    files = {
        "terms/a.md": making.term("가", related="{contrasts: [b]}"),
        "terms/b.md": making.term("나", category="다른 분류"),
    }
    assert "다른 분류" in section(rendered(pages(files)["terms/a.md"]), "compare")
    assert ">분류<" not in section(rendered(pages(FILES)["terms/foundry.md"]), "compare")


def test_the_category_of_a_term_leads_to_its_part_of_the_index() -> None:
    made = rendered(pages({"terms/a.md": making.term("가", category="A&B 산업")})["terms/a.md"])
    assert '<a href="../?category=A%26B%20%EC%82%B0%EC%97%85">A&B 산업</a>' in html.unescape(made)


@pytest.mark.parametrize(("count", "folded"), [(3, 0), (4, 0), (5, 2), (6, 3)])
def test_no_fold_hides_a_single_place(count: int, folded: int) -> None:
    files: dict[str, str | bytes] = {"terms/foundry.md": making.term("파운드리")}
    files |= {f"terms/t{i}.md": making.term(f"낱말{i}번", "파운드리에 맡긴다.") for i in range(count)}
    mentions = section(rendered(pages(files)["terms/foundry.md"]), "mentions")
    fold = re.search(r"<summary>(\d)곳 더 보기</summary>(.*?)</details>", mentions, re.S)
    assert mentions.count("<mark>") == count
    assert (fold[2].count("<mark>") if fold else 0) == folded
    assert not fold or int(fold[1]) == folded


def test_a_section_begins_with_what_to_remember_and_no_rumour_among_it() -> None:
    made = rendered(pages(FILES)["articles/a/two.md"])
    summary = section(made, "summary")
    assert "먼저 기억할 것" in summary
    assert "둘 요약." in summary
    assert "<dd>61%</dd>" in summary
    assert "2023년 4분기" in summary
    assert "125조" not in summary


def test_what_is_not_certain_says_so_in_words() -> None:
    facts = section(rendered(pages(FILES)["articles/a/two.md"]), "facts")
    assert facts.count("확인되지 않은 이야기") == 1
    assert 'class="puri-fact puri-fact--rumour"' in facts
    assert '<a href="../../../sources/#s">글</a>' in facts


def test_the_sidebar_shows_what_stands_around() -> None:
    made = pages(FILES)
    around = metadata(made["articles/a/one.md"])["around"]
    assert around == [
        {
            "title": "기사",
            "pages": [
                {"title": "소개", "href": "../"},
                {"title": "하나", "href": None},
                {"title": "둘", "href": "../two/"},
            ],
        }
    ]
    index, category = metadata(made["terms/foundry.md"])["around"]
    assert [page["title"] for page in index["pages"]] == ["반도체", "파운드리", "팹리스"]
    assert category["title"] == "분류"
    assert [page["title"] for page in category["pages"]] == ["반도체", "팹리스"]
    assert "around" not in metadata(made["sources.md"])


def test_the_sidebar_stays_short_in_a_long_article() -> None:
    files: dict[str, str | bytes] = {"articles/a/index.md": making.ARTICLE}
    files |= {f"articles/a/{i}-s{i}.md": making.section(f"절 {i}") for i in range(10, 90)}
    for at, expected in ((10, range(10, 35)), (50, range(38, 63)), (89, range(65, 90))):
        (around,) = metadata(pages(files)[f"articles/a/s{at}.md"])["around"]
        assert [page["title"] for page in around["pages"]] == ["소개", *(f"절 {i}" for i in expected)]


def test_the_home_page_offers_words_paths_articles_and_tests() -> None:
    made = rendered(pages(FILES)["index.md"])
    words = section(made, "terms-here")
    assert re.findall(r'data-term="([a-z]+)"', words) == ["fabless", "foundry", "chip"]
    for address in ("paths/p/", "articles/a/", "quiz/", "cards/"):
        assert f'<a href="{address}">' in made


def test_a_home_page_without_paths_or_questions_offers_neither() -> None:
    made = pages({"terms/a.md": making.term("말")})["index.md"].markdown
    assert "paths" not in made
    assert "quiz/" not in made


def test_only_pages_with_questions_ask_for_the_script() -> None:
    made = pages(FILES)
    assert metadata(made["terms/foundry.md"])["scripts"] == ["quiz-inline.js"]
    assert "scripts" not in metadata(made["terms/fabless.md"])


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_written_shows_as_written(text: str) -> None:
    quoted = json.dumps(text)
    fact = f"[{{text: {quoted}, value: {quoted}, note: {quoted}, asof: 2024, source: s, kind: rumour}}]"
    quiz = f"[{{question: {quoted}, choices: [{quoted}, 나], answer: 1, why: {quoted}}}]"
    files: dict[str, str | bytes] = {
        "terms/a.md": making.term("말", english=quoted, related="{contrasts: [b]}", quiz=quiz),
        "terms/b.md": making.term("글", summary=quoted, category=quoted),
        "articles/a/index.md": making.ARTICLE,
        "articles/a/01-one.md": making.section(quoted, "말이다.", summary=quoted, facts=fact, quiz=quiz),
    }
    made = pages(files)
    for path, times in (("terms/a.md", 1 + 3 + 2 + 1 + 1), ("articles/a/one.md", 1 + 1 + 3 + 3 + 1)):
        page = rendered(made[path])
        shown = html.unescape(re.sub(r"<[^<>]*>", "", page))
        assert shown.count(text) == times, path


@pytest.mark.parametrize("mentioning", [1, 3, 40, 400])
def test_a_page_stays_small_however_often_its_term_is_mentioned(mentioning: int) -> None:
    sentence = "이 문장에는 파운드리가 나오고, " + "한없이 길게 이어지는 설명이 붙어 있다 " * 4 + "{}.\n\n"
    body = "".join(sentence.format(i) for i in range(6))
    files: dict[str, str | bytes] = {"terms/foundry.md": making.term("파운드리")}
    files |= {f"terms/t{i}.md": making.term(f"낱말{i}번", body) for i in range(mentioning)}
    files |= {
        f"articles/a{i // 20}/{i % 20:02}-s{i}.md": making.section(f"긴 제목을 가진 절 {i}", body)
        for i in range(mentioning)
    }
    files |= {f"articles/a{i // 20}/index.md": making.ARTICLE for i in range(mentioning)}
    page = rendered(pages(files)["terms/foundry.md"])
    assert len(page.encode()) < 100_000
    links = set(re.findall(r'<a href="((?:\.\./articles/a\d+/)?[st]\d+\.md)"', section(page, "mentions")))
    assert len(links) == min(250, 2 * mentioning)
    assert page.count("<mark>") >= min(80, 12 * mentioning)
    search = "?q=%ED%8C%8C%EC%9A%B4%EB%93%9C%EB%A6%AC"
    assert (f'나옵니다. <a class="puri-find" href="{search}">' in page) == (2 * mentioning > 250)


DATES = [
    ("2023", "2023년", "2023"),
    ("2023-Q4", "2023년 4분기", "Q4 2023"),
    ("2024-04", "2024년 4월", "April 2024"),
    ("2026-11-21", "2026년 11월 21일", "21 November 2026"),
    ("언젠가", "언젠가", "언젠가"),
]


@pytest.mark.parametrize(("date", "korean", "english"), DATES)
def test_dates_are_said_as_readers_say_them(date: str, korean: str, english: str) -> None:
    assert spoken(date, load_yaml("i18n/ko.yml")["site"]) == korean
    assert spoken(date, load_yaml("i18n/en.yml")["site"]) == english


def test_both_languages_have_the_same_words() -> None:
    def names(words: object) -> object:
        return {key: names(value) for key, value in words.items()} if isinstance(words, dict) else None

    assert names(load_yaml("i18n/ko.yml")["site"]) == names(load_yaml("i18n/en.yml")["site"])


def test_addresses_hold_on_a_disk_too() -> None:
    settings = replace(making.SETTINGS, addresses=Addresses(spelled_out=True))
    library = making.library(FILES)
    made = {page.path: page for page in render(library, link(library, settings), settings).pages}
    assert 'href="../chip/index.html"' in made["terms/foundry.md"].markdown
    assert '"href": "../two/index.html"' in made["articles/a/one.md"].markdown
