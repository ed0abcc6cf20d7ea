"""Definitions beside their links: mouse, keyboard, finger, small windows, and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from builder.resources import OVERRIDES
from tests.accessible import violations
from tests.conftest import At
from tests.small import HOSTILE, SECTION

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, one")]

SCRIPTS = OVERRIDES / "assets/puri"


@pytest.fixture
def page(browser: Browser, at: At) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 700}, locale="ko-KR")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(at(SECTION))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def phone(browser: Browser, at: At) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(at(SECTION))
    yield page
    context.close()


def card(page: Page) -> Locator:
    return page.locator(".puri-hover")


def link(page: Page, slug: str = "foundry") -> Locator:
    return page.locator(f'#body a.term[data-term="{slug}"]').first


def rest_of_text(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_the_mouse_opens_a_card_moves_into_it_and_closes_it(page: Page) -> None:
    link(page).hover()
    expect(card(page)).to_be_visible()
    expect(card(page).locator("strong")).to_have_text("파운드리")
    expect(card(page).locator("[lang=en]")).to_have_text("Foundry")
    expect(card(page).locator("p")).to_have_text("설계도를 받아 반도체를 대신 만들어 주는 회사.")
    expect(link(page)).to_have_accessible_description(re.compile("파운드리 Foundry.*만들어 주는 회사."))
    box, inside = box_of(link(page)), box_of(card(page).locator("p"))
    page.mouse.move(box["x"] + 5, box["y"] - 3)  # between the two
    page.mouse.move(inside["x"] + 5, inside["y"] + 5)
    page.wait_for_timeout(500)
    expect(card(page)).to_be_visible()
    rest_of_text(page).hover()
    expect(card(page)).to_be_hidden()
    assert link(page).get_attribute("aria-describedby") is None


def test_the_card_leads_to_the_term_and_is_closed_on_coming_back(page: Page) -> None:
    link(page).hover()
    card(page).get_by_role("link", name="자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("파운드리")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("하나")
    expect(card(page)).to_be_hidden()
    link(page).hover()
    expect(card(page)).to_be_visible()
    page.evaluate(
        "dispatchEvent(new PageTransitionEvent('pagehide'))"
    )  # a browser may keep the page as it is
    expect(card(page)).to_be_hidden()


def test_a_mouse_that_passes_by_opens_nothing(page: Page) -> None:
    box = box_of(link(page))
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.move(box["x"] + 5, box["y"] - 80)
    page.wait_for_timeout(400)
    expect(card(page)).to_be_hidden()


def test_another_link_takes_the_card_over(page: Page) -> None:
    link(page).hover()
    expect(card(page).locator("strong")).to_have_text("파운드리")
    link(page, "fabless").hover()
    expect(card(page).locator("strong")).to_have_text("팹리스")
    assert link(page).get_attribute("aria-describedby") is None
    assert card(page).count() == 1


def tab_to(page: Page, wanted: Locator) -> None:
    wanted.evaluate("(link) => link.scrollIntoView({ block: 'center' })")
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("(link) => link === document.activeElement"):
            return
    pytest.fail("the keyboard does not reach the link")


def test_the_keyboard_opens_and_closes_a_card(page: Page) -> None:
    tab_to(page, link(page))
    expect(card(page)).to_be_visible()
    assert link(page).get_attribute("aria-describedby") == "puri-hover-text"
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    assert link(page).get_attribute("aria-describedby") is None
    page.keyboard.press("Shift")
    page.wait_for_timeout(400)
    expect(card(page)).to_be_hidden()
    page.keyboard.press("Tab")
    expect(card(page).locator("strong")).to_have_text("팹리스")
    page.keyboard.press("Shift+Tab")
    expect(card(page).locator("strong")).to_have_text("파운드리")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("파운드리")


def test_the_keyboard_never_lands_in_the_card(page: Page) -> None:
    tab_to(page, link(page))
    page.keyboard.press("Tab")
    assert link(page, "fabless").evaluate("(link) => link === document.activeElement")


def test_a_mouse_that_moves_elsewhere_does_not_close_the_card_of_the_focus(page: Page) -> None:
    tab_to(page, link(page))
    page.mouse.move(500, 600)
    page.mouse.move(520, 620)
    page.wait_for_timeout(500)
    expect(card(page)).to_be_visible()


def test_escape_closes_until_the_mouse_has_left(page: Page) -> None:
    bold = page.locator('#body a.term[data-term="foundry"] strong')
    bold.hover()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    box = box_of(bold)
    page.mouse.move(box["x"] + box["width"] + 20, box["y"] + 5)  # on within the same link
    page.wait_for_timeout(500)
    expect(card(page)).to_be_hidden()
    rest_of_text(page).hover()
    bold.hover()
    expect(card(page)).to_be_visible()


def test_a_finger_opens_first_and_follows_then(phone: Page) -> None:
    before = phone.url
    link(phone).tap()
    expect(card(phone)).to_be_visible()
    phone.wait_for_timeout(300)
    assert phone.url == before
    rest_of_text(phone).tap()
    expect(card(phone)).to_be_hidden()
    link(phone).tap()
    expect(card(phone)).to_be_visible()
    card(phone).locator("p").tap()
    expect(card(phone)).to_be_visible()
    link(phone).tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("파운드리")


def test_a_finger_goes_from_one_card_to_the_next_and_through_it(phone: Page) -> None:
    link(phone).tap()
    link(phone, "fabless").tap()
    expect(card(phone).locator("strong")).to_have_text("팹리스")
    card(phone).get_by_role("link", name="자세히 보기").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("팹리스")


def test_a_touch_elsewhere_closes_the_card_by_itself(phone: Page) -> None:
    link(phone).tap()
    expect(card(phone)).to_be_visible()
    rest_of_text(phone).dispatch_event(
        "pointerdown", {"pointerType": "touch"}
    )  # on iOS nothing loses a focus
    expect(card(phone)).to_be_hidden()


def box_of(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box
    return box


# Focuses every link at the top, in the middle and at the bottom of the window; gives the first line of the
# link and the card, each as left, top, right, bottom, and whether the card must be scrolled.
EVERY_CARD = """() => {
  const sides = ({ left, top, right, bottom }) => [left, top, right, bottom];
  const found = [];
  for (const link of document.querySelectorAll('#body a.term')) {
    for (const block of ['start', 'center', 'end']) {
      link.blur();
      link.scrollIntoView({ block });
      if (block === 'start') window.scrollBy(0, -60); // from under the header
      link.focus({ preventScroll: true });
      const card = document.querySelector('.puri-hover');
      const isCut = card.scrollHeight > card.clientHeight;
      found.push([sides(link.getClientRects()[0]), sides(card.getBoundingClientRect()), isCut]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("size", [(320, 256), (320, 640), (390, 844), (1280, 720)])
def test_a_card_is_never_outside_of_the_window_nor_over_its_link(page: Page, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.keyboard.press("Tab")  # so that a focus is one of the keyboard
    found = page.evaluate(EVERY_CARD)
    assert len(found) >= 18
    for line, (left, top, right, bottom), is_cut in found:
        assert not is_cut or height < 600
        assert 0 <= left < right <= width, (line, left, right)
        assert 0 <= top < bottom <= height, (line, top, bottom)
        assert bottom <= line[1] or top >= line[3], (line, top, bottom)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_card_stands_at_the_line_of_a_broken_link_that_is_pointed_at(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    broken = page.locator("#body a.term", has=page.locator("strong"))
    broken.evaluate(
        "(link) => { link.parentElement.style.width = '5em'; link.scrollIntoView({ block: 'end' }) }"
    )
    lines = broken.evaluate("(link) => Array.from(link.getClientRects(), (line) => line.toJSON())")
    assert lines[-1]["top"] > lines[0]["bottom"]
    page.mouse.move(lines[-1]["x"] + 3, lines[-1]["y"] + 3)
    expect(card(page)).to_be_visible()
    box = box_of(card(page))
    assert 0 <= lines[-1]["top"] - (box["y"] + box["height"]) <= 10


def test_a_card_moves_with_the_window(page: Page) -> None:
    tab_to(page, link(page, "fabless"))
    page.set_viewport_size({"width": 320, "height": 500})
    inside = "() => document.querySelector('.puri-hover').getBoundingClientRect().right <= 320"
    page.wait_for_function(inside)
    assert box_of(card(page))["x"] >= 0


def test_links_in_pictures_have_cards(page: Page) -> None:
    picture = page.locator("#body svg a.term")
    picture.locator("text").hover()
    expect(card(page).locator("strong")).to_have_text("반도체")
    rest_of_text(page).hover()
    expect(card(page)).to_be_hidden()
    tab_to(page, picture)
    expect(card(page)).to_be_visible()


def test_the_list_itself_has_no_cards(page: Page) -> None:
    page.locator("#terms-here dt a.term").first.hover()
    page.wait_for_timeout(500)
    expect(card(page)).to_be_hidden()


def test_related_terms_have_cards_and_the_own_term_none(page: Page, at: At) -> None:
    page.goto(at("terms/foundry.md"))
    here = page.locator("#terms-here dt a.term")
    assert [each.get_attribute("data-term") for each in here.all()] == ["fabless", "chip"]
    page.locator('#relations a.term[data-term="chip"]').first.hover()
    expect(card(page).locator("strong")).to_have_text("반도체")


@pytest.mark.parametrize(
    ("path", "term", "definition"),
    [
        ("index.md", "foundry", "설계도를 받아 반도체를 대신 만들어 주는 회사."),
        ("about.md", "fabless", "팹리스의 뜻."),
    ],
)
def test_introductions_have_cards_too(page: Page, at: At, path: str, term: str, definition: str) -> None:
    page.goto(at(path))
    introduced = page.locator(f'.md-content p a.term[data-term="{term}"]')
    introduced.hover()
    expect(card(page).locator("p")).to_have_text(definition)
    rest_of_text(page).hover()
    expect(card(page)).to_be_hidden()
    tab_to(page, introduced)
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    page.locator("#terms-here dt a.term").first.hover()  # what it means stands right below
    page.wait_for_timeout(500)
    expect(card(page)).to_be_hidden()


def test_content_is_never_parsed_as_html(page: Page) -> None:
    link(page, "hostile").hover()
    expect(card(page).locator("strong")).to_have_text(HOSTILE)
    expect(card(page).locator("p")).to_have_text("<b>뜻</b> [x](y) `z`")
    assert card(page).locator("img, b").count() == 0


def test_no_card_is_printed(page: Page) -> None:
    link(page).hover()
    expect(card(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(card(page)).to_be_hidden()


def test_what_a_reader_asks_of_the_system_is_respected(page: Page) -> None:
    animation = "(card) => getComputedStyle(card).animationName"
    link(page).hover()
    expect(card(page)).to_be_visible()
    assert card(page).evaluate(animation) != "none"
    page.emulate_media(reduced_motion="reduce", forced_colors="active")
    assert card(page).evaluate(animation) == "none"
    assert card(page).evaluate("(card) => getComputedStyle(card).borderLeftStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_card_is_accessible(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.reload()
    link(page).hover()
    expect(card(page)).to_be_visible()
    assert violations(page) == ""


def test_without_javascript_the_definitions_can_be_read(browser: Browser, at: At) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at(SECTION))
    expect(page.locator("#terms-here dd").first).to_have_text("설계도를 받아 반도체를 대신 만들어 주는 회사.")
    expect(card(page)).to_be_hidden()
    link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("파운드리")
    context.close()


def test_links_have_no_tooltips_of_the_browser(page: Page) -> None:
    assert page.locator("a.term[title]").count() == 0


def test_the_script_stays_small_and_makes_no_html() -> None:
    assert (SCRIPTS / "hover.js").stat().st_size < 6_000
    for script in SCRIPTS.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", script.read_text("utf-8")
        )
