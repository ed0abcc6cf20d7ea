"""Term, section and home pages in a real Chromium: questions, sidebars, narrow screens, paper."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.accessible import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, two")]

TERM = "terms/foundry/"
SECTION = "articles/ai-notes/gpt-5/"  # has figures, forecasts and rumours
PHONE = {"width": 390, "height": 844}
At = Callable[[str], str]
OUTLINE = "element => getComputedStyle(element).outlineStyle"


@pytest.fixture(params=["http", "file"])
def at(request: pytest.FixtureRequest) -> At:
    """Gives the address of a page on the website or in the unpacked offline edition."""
    if request.param == "http":
        server: str = request.getfixturevalue("server")
        return lambda path: server + path
    unpacked: Path = request.getfixturevalue("unpacked")
    return lambda path: (unpacked / path / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when one of its scripts does."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_a_question_is_answered_by_keyboard_and_says_why(page: Page, at: At) -> None:
    page.goto(at(TERM))
    question = page.locator(".puri-question").first
    expect(question.get_by_role("group", name="1. 파운드리가 하는 일은 무엇입니까?")).to_be_visible()
    verdict = question.get_by_role("status")
    expect(verdict).to_be_empty()

    expect(question.get_by_role("radio", name="1. 고객의 설계도대로 반도체를 만들어 줍니다")).to_be_visible()
    question.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")  # the second, which is wrong
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("정답은 1번입니다.")
    expect(verdict).to_contain_text("아닙니다.")
    expect(question.locator("li.puri-choice--wrong")).to_have_count(1)

    page.keyboard.press("ArrowUp")
    expect(verdict).to_be_empty()
    expect(question.locator("li.puri-choice--wrong")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(question.get_by_role("button", name="답 확인하기")).to_be_focused()
    page.keyboard.press("Space")
    expect(verdict).to_contain_text("맞았습니다.")
    expect(verdict).to_contain_text("공장 없이 설계하는 쪽은 팹리스입니다.")
    expect(verdict).not_to_contain_text("정답은")


def test_the_number_of_a_long_answer_stays_whole(page: Page, at: At) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(at(SECTION))
    numbers = page.locator(".puri-form label > span:first-of-type").all()
    heights = {number.bounding_box()["height"] for number in numbers}  # type: ignore[index]
    assert len(numbers) > 5
    assert len(heights) == 1
    assert any(number.locator("+ span").bounding_box()["height"] > 40 for number in numbers)  # type: ignore[index]


def test_nothing_is_judged_before_something_is_chosen(page: Page, at: At) -> None:
    page.goto(at(TERM))
    question = page.locator(".puri-question").first
    question.get_by_role("button").click()
    expect(question.get_by_role("status")).to_be_empty()
    assert question.locator("form").evaluate("form => !form.checkValidity()")


def test_each_question_stands_for_itself(page: Page, at: At) -> None:
    page.goto(at(TERM))
    questions = page.locator(".puri-question")
    questions.nth(0).get_by_role("radio").nth(0).check()
    questions.nth(1).get_by_role("radio").nth(0).check()
    questions.nth(1).get_by_role("button").click()
    expect(questions.nth(0).get_by_role("radio").nth(0)).to_be_checked()
    expect(questions.nth(0).get_by_role("status")).to_be_empty()
    expect(questions.nth(1).get_by_role("status")).not_to_be_empty()


def test_without_javascript_a_question_is_a_list_with_its_answer_folded(browser: Browser, at: At) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at(TERM))
    question = page.locator(".puri-question").first
    expect(question.get_by_role("listitem")).to_have_count(4)
    expect(question.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_role("button", name="답 확인하기")).to_have_count(0)
    answer = question.get_by_text("정답은 1번입니다.")
    expect(answer).to_be_hidden()
    question.get_by_text("답 보기").click()
    expect(answer).to_be_visible()
    context.close()


def test_the_sidebar_marks_the_page_and_leads_to_its_neighbours(page: Page, at: At) -> None:
    page.goto(at(SECTION))
    sidebar = page.get_by_role("navigation", name="네비게이션")
    expect(sidebar.locator("[aria-current=page]")).to_have_text("GPT-5를 둘러싼 소문과 기대")
    sidebar.get_by_role("link", name="구글이 꺼낸 반격 카드, 제미나이").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("구글이 꺼낸 반격 카드, 제미나이")
    sidebar.get_by_role("link", name="소개", exact=True).click()
    expect(sidebar.locator("[aria-current=page]")).to_have_text("소개")
    page.goto(at(TERM))
    expect(sidebar.locator("[aria-current=page]")).to_have_text("파운드리")
    expect(sidebar.get_by_role("list", name="가나다 차례").get_by_role("link")).to_have_count(9)
    expect(sidebar.get_by_role("list", name="반도체 산업").get_by_role("link", name="팹리스")).to_be_visible()


def test_on_a_phone_the_drawer_holds_the_same_and_the_contents(page: Page, at: At) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(at(SECTION))
    page.locator(".md-header label[for=__drawer]").click()
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer.get_by_role("link", name="구글이 꺼낸 반격 카드, 제미나이")).to_be_visible()
    drawer.locator("label.md-nav__link[for=__toc]").click()
    drawer.get_by_role("link", name="사실과 수치").click()
    expect(page.locator("#facts")).to_be_in_viewport()


def test_the_closed_drawer_opens_for_the_keyboard_and_skips_what_is_folded(page: Page, at: At) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(at(SECTION))
    page.emulate_media(reduced_motion="reduce")
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).not_to_be_in_viewport()
    drawer.get_by_role("link", name="처음", exact=True).evaluate("link => link.focus()")
    page.keyboard.press("Tab")
    expect(drawer.locator(":focus")).to_have_text("용어")
    expect(drawer.locator(":focus")).to_be_in_viewport(ratio=1)
    for _ in range(60):
        page.keyboard.press("Tab")
        if not drawer.locator(":focus").count():
            break
        assert not drawer.locator(".md-nav--secondary :focus").count()
    expect(page.locator(".md-content :focus")).to_have_count(1)
    expect(drawer).not_to_be_in_viewport()


@pytest.mark.parametrize("path", ["paths/five-words/", "map/", "timeline/", TERM, TERM + "?path=five-words"])
def test_every_field_shows_that_it_has_the_focus(page: Page, server: str, path: str) -> None:
    page.goto(server + path)
    page.keyboard.press("Tab")  # so that a focus is one of the keyboard
    fields = page.locator(".md-content input:visible").all()
    assert fields
    for field in fields:
        field.focus()
        around = field.locator("xpath=ancestor-or-self::*[self::label or self::input]").all()
        assert "solid" in [each.evaluate(OUTLINE) for each in around], field


def test_long_lists_of_mentions_are_folded_but_there(page: Page, at: At) -> None:
    page.goto(at("terms/gpu/"))
    mentions = page.locator("#mentions")
    everything, shown = mentions.locator("mark").count(), mentions.locator("mark:visible").count()
    assert 0 < shown < everything
    mentions.locator("summary").first.click()
    assert mentions.locator("mark:visible").count() > shown


def test_the_address_that_long_mentions_give_opens_the_search(page: Page, at: At) -> None:
    page.goto(at(TERM) + "?q=파운드리")
    expect(page.get_by_role("textbox", name="검색")).to_have_value("파운드리")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_category_of_a_term_opens_the_index_on_it(page: Page, at: At) -> None:
    page.goto(at(TERM))
    page.get_by_role("navigation", name="이 페이지의 위치").get_by_role("link", name="반도체 산업").click()
    expect(page.get_by_role("button", name="반도체 산업", pressed=True)).to_be_visible()
    expect(page.get_by_role("link", name="팹리스", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="환각", exact=True)).to_be_hidden()


def test_facts_read_as_cards_on_a_phone_and_say_what_is_a_rumour(page: Page, at: At) -> None:
    page.goto(at(SECTION))
    expect(page.get_by_role("columnheader", name="기준 시점")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    fact = page.locator(".puri-fact--rumour").first
    expect(fact).to_contain_text("소문")
    expect(fact).to_contain_text("확인되지 않은 이야기")
    cells = fact.locator("td").all()
    boxes = [cell.bounding_box() for cell in cells]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_runs_over_the_edge(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("", TERM, SECTION, "terms/fabless/", "articles/ai-notes/", "terms/on-device-ai/"):
        page.goto(server + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


# Counts how far the page has moved by itself, as browsers measure it: 0.1 is the most that counts as good.
SHIFTS = """window.moved = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.moved += each.value; })
  .observe({ type: 'layout-shift', buffered: true });"""
PATHS = ("", TERM, SECTION, "terms/", "map/", "quiz/", "cards/", "timeline/", "paths/", "paths/five-words/")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_moves_when_scripts_come_late(page: Page, server: str, path: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.add_init_script(SHIFTS)

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route("**/bundle.*.js", late)  # all others wait for their turn
    page.goto(server + path)
    page.wait_for_timeout(500)
    assert page.evaluate("moved") < 0.05


@pytest.mark.parametrize("width", [1000, 1280, 1600, 2000])
def test_lines_hold_about_forty_syllables(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(server + TERM)
    syllables = page.locator("#body p").first.evaluate(
        "p => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)"
    )
    assert 36 <= syllables <= 42


def test_paper_holds_the_text_with_everything_unfolded(page: Page, at: At) -> None:
    page.goto(at(TERM))
    page.emulate_media(media="print")
    for gone in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".puri-check", ".puri-path"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("#mentions mark").last).to_be_visible()
    expect(page.locator(".puri-answer p").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('#body a'), '::after').content") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_accessibility(browser: Browser, server: str, width: int, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in ("", TERM, SECTION, "articles/ai-notes/"):
        page.goto(server + path)
        for question in page.locator(".puri-question").all():
            question.get_by_role("radio").last.check()
            question.get_by_role("button").click()
        page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
        assert violations(page) == "", path
    context.close()
