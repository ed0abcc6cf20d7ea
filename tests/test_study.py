"""Learning pages as they are rendered: paths, timeline, quiz, cards."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from builder.link import link
from builder.model import Page
from builder.render import render
from builder.render.timeline import Moment
from builder.resources import OVERRIDES
from builder.schema import PuriFields
from tests import making

SETTINGS = replace(making.SETTINGS, puri=PuriFields(categories=("나중", "먼저")))
HOSTILE = '"><img src=x onerror="window.hacked=1"> & **별표** `코드` [[말]] {.a}'
QUOTED = json.dumps(HOSTILE, ensure_ascii=False)


def ask(question: str, *choices: str, answer: int = 1, why: str = "까닭") -> str:
    """Return a quiz of one question as YAML."""
    asked = {"question": question, "choices": choices, "answer": answer, "why": why}
    return json.dumps([asked], ensure_ascii=False)


def facts(*asof: str, kind: str = "figure") -> str:
    """Return facts as YAML, each named by its date."""
    return json.dumps([{"text": f"사실 {each}", "asof": each, "source": "s", "kind": kind} for each in asof])


FILES: dict[str, str | bytes] = {
    "terms/a.md": making.term("나무", category="먼저", quiz=ask("나무란?", "풀", "나무", answer=2)),
    "terms/b.md": making.term("가지", category="먼저", english="Branch"),
    "terms/c.md": making.term("다발", category="나중", quiz=ask("다발이란?", "묶음", "하나")),
    "articles/x/index.md": making.ARTICLE,
    "articles/x/01-one.md": making.section("하나", facts=facts("2024", "2024-04"), reviewed="2026-03-04"),
    "articles/x/02-two.md": making.section("둘", facts=facts("2024-04-03"), quiz=ask("둘이란?", "이", "삼")),
    "paths/way.yml": "title: 지름길\nsummary: 짧다.\nsteps: [terms/b, articles/x/02-two, articles/x/one]\n",
    "paths/other.yml": "title: 돌길\nsummary: 길다.\nsteps: [articles/x/one]\n",
}


def pages(files: Mapping[str, str | bytes], language: str = "ko") -> dict[str, Page]:
    library = making.library(files)
    settings = replace(SETTINGS, language=language)
    return {page.path: page for page in render(library, link(library, settings), settings).pages}


def graph(page: Page) -> dict[str, dict[str, object]]:
    """Return the JSON-LD of `page` by type."""
    line = next(line for line in page.markdown.split("\n") if line.startswith("jsonld: "))
    return {node["@type"]: node for node in json.loads(line.partition(": ")[2])["@graph"]}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_learning_page_is_made_even_of_nothing(language: str) -> None:
    made = pages({}, language)
    assert {"paths/index.md", "timeline.md", "quiz.md", "cards.md"} <= set(made)
    assert all("{" not in made[path].title for path in made)


def test_a_path_names_its_steps_in_order_with_kind_and_summary() -> None:
    made = pages(FILES)["paths/way.md"]
    places = [made.markdown.index(f">{title}</a> <span") for title in ("가지", "둘", "하나")]
    assert places == sorted(places)
    assert '<a href="../../articles/x/two/?path=way">둘</a> <span class="puri-tag">글</span>' in made.markdown
    assert "가지의 뜻." in made.markdown
    assert made.source == "paths/way.yml"
    assert str(made.updated) == "2026-03-04"


def test_a_path_says_what_it_is() -> None:
    found = graph(pages(FILES)["paths/way.md"])
    assert found["LearningResource"]["mainEntity"] == {"@id": "https://example.org/paths/way/#steps"}
    steps = found["ItemList"]["itemListElement"]
    assert isinstance(steps, list)
    assert [step["name"] for step in steps] == ["가지", "둘", "하나"]
    assert "BreadcrumbList" in found
    assert graph(pages(FILES)["paths/index.md"])["ItemList"]["numberOfItems"] == 2


def test_a_step_shows_its_place_on_every_path_through_it() -> None:
    made = pages(FILES)
    one = made["articles/x/one.md"].markdown
    for slug, number, title in (("way", 3, "지름길"), ("other", 1, "돌길")):
        bar = f'<nav class="puri-path" data-path="{slug}" data-step="{number}" data-search-exclude'
        assert f'{bar} aria-label="학습 경로: {title}">' in one
    assert '<a rel="prev" href="../two/?path=way">이전: 둘</a>' in one
    middle = made["articles/x/two.md"].markdown
    assert '<a rel="next" href="../one/?path=way">다음: 하나</a>' in middle
    assert '<a rel="prev" href="../../../terms/b/?path=way">이전: 가지</a>' in middle
    assert "puri-path" not in made["terms/a.md"].markdown


def test_a_path_that_returns_to_a_page_shows_there_once() -> None:
    files = FILES | {"paths/way.yml": "title: 원\nsummary: 돈다.\nsteps: [terms/a, terms/b, terms/a]\n"}
    assert pages(files)["terms/a.md"].markdown.count('<nav class="puri-path"') == 1


@pytest.mark.parametrize(
    ("asof", "moment"),
    [
        ("2024", Moment(2024)),
        ("2024-Q2", Moment(2024, quarter=2)),
        ("2024-04", Moment(2024, 4)),
        ("2024-04-03", Moment(2024, 4, 3)),
    ],
)
def test_a_date_is_as_exact_as_it_was_written(asof: str, moment: Moment) -> None:
    assert Moment.of(asof) == moment


def test_a_vague_date_stands_at_the_end_of_its_time() -> None:
    order = ["2023", "2024-01-31", "2024-01", "2024-03-31", "2024-03", "2024-Q1", "2024-04-01", "2024-06"]
    order += ["2024-Q2", "2024-12-31", "2024-12", "2024-Q4", "2024", "2025-01-01"]
    backwards = order[::-1]
    assert sorted(backwards, key=lambda asof: Moment.of(asof).order) == order


def test_the_timeline_groups_by_year_and_month() -> None:
    files = FILES | {"articles/x/02-two.md": making.section("둘", facts=facts("2023-Q4", "2024-04-03"))}
    made = pages(files)["timeline.md"].markdown
    marks = (
        "## 2023년",
        "<h3>4분기",
        "2023-Q4",
        "## 2024년",
        "<h3>4월",
        "<time datetime",
        "<h3>몇 월인지 모르는 사실",
    )
    places = [made.index(mark) for mark in marks]
    assert places == sorted(places)
    assert made.count("<h3>4월") == 1
    assert '<time datetime="2024-04-03">3일</time>' in made
    assert '<a href="../articles/x/two/">둘</a>' in made
    assert '<a href="../sources/#s">글</a>' in made


@pytest.mark.parametrize("kind", ["figure", "event", "forecast", "rumour", "quote"])
def test_the_timeline_says_of_what_kind_a_fact_is(kind: str) -> None:
    files = FILES | {"articles/x/02-two.md": making.section("둘", facts=facts("2024", kind=kind))}
    made = pages(files)["timeline.md"].markdown
    assert f'<li class="puri-dated puri-dated--{kind}" data-kind="{kind}">' in made
    assert f'name="kind" value="{kind}"' in made


def test_questions_stand_once_in_the_page_by_category_and_article() -> None:
    made = pages(FILES)["quiz.md"].markdown
    places = [made.index(f'data-choice="{key}"') for key in ("category:나중", "category:먼저", "article:x")]
    assert places == sorted(places)
    assert all(made.count(question) == 1 for question in ("나무란?", "다발이란?", "둘이란?"))
    assert 'data-answer="2"><p>나무란?</p>' in made
    assert '<option value="path:way" data-pages="articles/x/two.md">지름길 (1)</option>' in made
    assert "path:other" not in made  # it asks nothing


def test_cards_stand_once_in_the_page_in_dictionary_order() -> None:
    made = pages(FILES)["cards.md"].markdown
    assert made.index('data-page="terms/b.md"') < made.index('data-page="terms/a.md"')
    assert made.count("가지의 뜻.") == 1
    assert "<small>Branch</small>" in made
    assert "SM-2" in made


class Elements(HTMLParser):
    """The tags and the text of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_whatever_stands_in_a_field_shows_as_text() -> None:
    fact = {"text": HOSTILE, "value": HOSTILE, "note": HOSTILE, "asof": "2024", "source": "s"}
    rumour = json.dumps([fact | {"kind": "rumour"}])
    quiz = ask(HOSTILE, HOSTILE, "둘", why=HOSTILE)
    files = {
        "sources.yml": f"s: {{title: {QUOTED}}}\n",
        "terms/a.md": making.term(QUOTED, category="먼저", english=QUOTED, summary=QUOTED, quiz=quiz),
        "articles/x/index.md": making.ARTICLE,
        "articles/x/01-one.md": making.section(QUOTED, summary=QUOTED, facts=rumour, quiz=quiz),
        "paths/way.yml": f"title: {QUOTED}\nsummary: {QUOTED}\nsteps: [terms/a, articles/x/one]\n",
    }
    shown = {"paths/way.md": 2, "timeline.md": 5, "quiz.md": 8, "cards.md": 4}
    for path, times in shown.items():
        page = pages(files)[path]
        body = page.markdown.partition("\n---\n")[2]
        found = Elements("".join(line for line in body.split("\n") if line.startswith("<")))
        assert "img" not in found.tags, path
        assert found.words.count(HOSTILE) >= times, path


def test_blocks_of_html_hold_no_empty_line() -> None:
    # A Markdown engine other than ours ends a block of HTML at the first empty line.
    for path in ("paths/way.md", "timeline.md", "quiz.md", "cards.md"):
        body = pages(FILES)[path].markdown.partition("\n---\n")[2]
        for block in body.split("\n\n"):
            if block.lstrip().startswith("<") and "markdown=" not in block:
                for tag in ("form", "section", "article", "div", "nav", "ol", "ul", "details", "template"):
                    opened = block.count(f"<{tag} ") + block.count(f"<{tag}>")
                    assert opened == block.count(f"</{tag}>") or tag == "section", (path, tag, block)


@pytest.mark.parametrize(
    "script", sorted((OVERRIDES / "assets/puri").glob("*.js")), ids=lambda path: path.name
)
def test_scripts_never_read_text_as_html_and_reach_for_nothing(script: Path) -> None:
    text = script.read_text("utf-8")
    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\(", text
    )
    assert not re.findall(
        r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|\bimport *\(|document\.cookie", text
    )
