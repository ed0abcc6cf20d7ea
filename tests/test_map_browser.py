"""The map and the pictures of relations in a real Chromium: readable, by mouse, keys and fingers, or bare."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accessible import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, two")]

# Pairs of visible names whose rectangles overlap on the screen.
OVERLAPS = """(names) => {
  const isSeen = (each) => each.getClientRects().length > 0 && getComputedStyle(each).fillOpacity > 0;
  const shown = [...document.querySelectorAll(names)].filter(isSeen);
  const areas = shown.map((each) => [each.textContent, each.getBoundingClientRect()]);
  const found = [];
  areas.forEach(([name, a], i) => areas.slice(0, i).forEach(([other, b]) => {
    const across = a.left < b.right && b.left < a.right;
    if (across && a.top < b.bottom && b.top < a.bottom) found.push([name, other]);
  }));
  return { names: areas.length, found };
}"""
# Names that are wider than the box they stand in.
SPILLS = """() => [...document.querySelectorAll('svg .term')].filter((spot) => {
  const text = spot.querySelector('text').getBoundingClientRect();
  const box = spot.querySelector('rect').getBoundingClientRect();
  return text.width > box.width - 2 || text.height > box.height + 2;
}).map((spot) => spot.textContent)"""


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of the map on the website and in the unpacked offline edition."""
    if request.param == "http":
        return f"{request.getfixturevalue('server')}map/"
    unpacked: Path = request.getfixturevalue("unpacked")
    return (unpacked / "map/index.html").as_uri()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(address)
    return page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The map, which must not stumble in its script."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    page = context.new_page()
    page.set_default_timeout(10_000)
    stumbles: list[str] = []
    page.on("pageerror", lambda error: stumbles.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    assert stumbles == []


def spot(page: Page, slug: str) -> Any:
    return page.locator(f'.puri-map__picture .term[data-term="{slug}"]')


def width(page: Page) -> float:
    return float(page.locator(".puri-map__picture").bounding_box()["width"])  # type: ignore[index]


def near(page: Page) -> set[str]:
    found = page.locator("svg .term.puri-near").evaluate_all("all => all.map((each) => each.dataset.term)")
    return set(found)


def test_a_press_shows_the_neighbours_and_a_second_one_follows(page: Page) -> None:
    spot(page, "fabless").click()
    card = page.locator(".puri-map__card")
    expect(card).to_be_visible()
    expect(card).to_contain_text("팹리스")
    assert {"fabless", "foundry"} <= near(page)
    assert "benchmark" not in near(page)
    expect(page).to_have_url(page.url)
    spot(page, "fabless").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("팹리스")


def test_a_mouse_over_a_term_shows_its_neighbours_and_nothing_that_covers_them(page: Page) -> None:
    spot(page, "fabless").hover()
    assert {"fabless", "foundry"} <= near(page)
    page.wait_for_timeout(500)
    expect(page.locator(".puri-hover:visible, .puri-map__card:visible")).to_have_count(0)


def test_the_card_leads_on_and_closes(page: Page) -> None:
    spot(page, "hbm").click()
    card = page.locator(".puri-map__card")
    card.get_by_role("button").click()
    expect(card).to_be_hidden()
    assert near(page) == set()
    spot(page, "hbm").click()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    spot(page, "hbm").click()
    card.get_by_role("link", name="HBM 자세히 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("HBM")


def test_by_keyboard_alone(page: Page) -> None:
    page.locator(".puri-map__skip").focus()
    expect(page.locator(".puri-map__skip")).to_be_in_viewport()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('svg .term')"):
            break
    first = page.evaluate("document.activeElement.dataset.term")
    assert first in near(page)
    expect(page.locator(".puri-map__card")).to_be_visible()
    page.keyboard.press("Tab")
    second = page.evaluate("document.activeElement.dataset.term")
    assert second != first
    assert second in near(page)
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_keys_change_the_size_and_move_the_map(page: Page) -> None:
    spot(page, "gpu").focus()
    whole = width(page)
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert width(page) > whole * 1.5
    view = page.locator(".puri-map__view")
    before = view.evaluate("view => view.scrollLeft")
    page.keyboard.press("ArrowRight")
    assert view.evaluate("view => view.scrollLeft") > before
    page.keyboard.press("-")
    assert width(page) < whole * 1.5
    page.keyboard.press("0")
    assert width(page) <= whole


def test_buttons_and_the_wheel_change_the_size(page: Page) -> None:
    whole = width(page)
    page.get_by_role("button", name="크게").click()
    assert width(page) > whole * 1.2
    page.get_by_role("button", name="작게").click()
    assert width(page) == pytest.approx(whole, abs=2)
    page.locator(".puri-map__picture").scroll_into_view_if_needed()
    page.locator(".puri-panel__name").first.hover()
    page.mouse.wheel(0, -300)
    assert width(page) == pytest.approx(whole, abs=2)  # the wheel still moves the page
    spot(page, "gpu").click()
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "before => document.querySelector('.puri-map__picture').clientWidth > before", arg=whole + 5
    )
    page.get_by_role("button", name="처음대로").click()
    assert width(page) == pytest.approx(whole, abs=2)
    assert near(page) == set()


def test_a_mouse_drags_the_map_and_no_link_is_followed(page: Page) -> None:
    for _ in range(3):
        page.get_by_role("button", name="크게").click()
    spot(page, "gpu").click()  # chosen: a further click would follow it
    area = spot(page, "gpu").bounding_box()
    assert area
    view = page.locator(".puri-map__view")
    left, top = view.evaluate("view => [view.scrollLeft, view.scrollTop]")
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 20, steps=4)
    page.mouse.up()
    assert view.evaluate("view => [view.scrollLeft, view.scrollTop]") == pytest.approx(
        [left + 60, top + 20], abs=1
    )
    page.wait_for_timeout(200)
    expect(page.get_by_role("heading", level=1)).to_have_text("지도")


def test_filters_take_categories_and_relations_away(page: Page) -> None:
    page.get_by_role("checkbox", name="AI 기술").uncheck()
    expect(spot(page, "llm")).to_be_hidden()
    expect(spot(page, "hbm")).to_be_visible()
    gone = page.locator('[data-from="llm"]:visible, [data-to="llm"]:visible')
    expect(gone).to_have_count(0)
    page.get_by_role("checkbox", name="함께 볼 말").uncheck()
    expect(page.locator(".puri-lines .puri-line--related:visible")).to_have_count(0)
    spot(page, "hbm").click()
    assert "gpu" not in near(page)
    page.get_by_role("button", name="처음대로").click()
    expect(spot(page, "llm")).to_be_visible()
    spot(page, "hbm").click()
    assert "gpu" in near(page)


def test_an_address_can_name_a_term(page: Page, address: str) -> None:
    page.goto(address + "#map-npu")
    expect(page.locator(".puri-map__card")).to_contain_text("NPU")
    expect(spot(page, "npu")).to_be_in_viewport()
    assert "npu" in near(page)


def test_two_fingers_change_the_size(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened(context, address)
    page.locator(".puri-map__view").scroll_into_view_if_needed()
    area = page.locator(".puri-map__view").bounding_box()
    assert area
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    whole = width(page)
    session = context.new_cdp_session(page)

    def touch(kind: str, spread: float) -> None:
        points = [{"x": x - spread, "y": y, "id": 0}, {"x": x + spread, "y": y, "id": 1}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if spread else []})

    touch("touchStart", 20)
    for spread in (30, 40, 60):
        touch("touchMove", spread)
    touch("touchEnd", 0)
    assert width(page) > whole * 2
    context.close()


def test_a_finger_chooses_before_it_follows(browser: Browser, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened(context, server + "map/")
    spot(page, "gpu").tap()
    expect(page.locator(".puri-map__card")).to_contain_text("GPU")
    expect(page.get_by_role("heading", level=1)).to_have_text("지도")
    context.close()


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_no_name_covers_another_at_any_size(browser: Browser, server: str, size: tuple[int, int]) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = opened(context, server + "map/")
    for _ in range(8):
        seen = page.evaluate(OVERLAPS, ".puri-map__picture text")
        assert seen["found"] == []
        assert seen["names"] >= 15
        page.get_by_role("button", name="크게").click()
    assert page.evaluate(OVERLAPS, "svg .term rect")["found"] == []
    assert page.evaluate(SPILLS) == []
    context.close()


@pytest.mark.parametrize("far", [2, 3, 4, 6, 8])
def test_from_afar_every_term_has_a_name_to_hear_and_the_chosen_one_shows_it(
    browser: Browser, server: str, far: int
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = opened(context, server + "map/")
    terms = page.locator(".puri-map__picture .term").count()
    spot(page, "gpu").click()
    page.locator(".puri-map__picture").evaluate("(picture, far) => { picture.dataset.far = far }", far)
    page.mouse.move(0, 0)
    assert page.evaluate(OVERLAPS, ".puri-map__picture .term text")["names"] < terms
    expect(spot(page, "gpu").locator("text")).to_have_css("fill-opacity", "1")
    assert violations(page) == ""
    context.close()


@pytest.mark.parametrize("slug", ["foundry", "gpu", "frenemy", "system-semiconductor"])
@pytest.mark.parametrize("window", [320, 1280])
def test_the_picture_of_relations_is_readable(browser: Browser, server: str, slug: str, window: int) -> None:
    context = browser.new_context(viewport={"width": window, "height": 800})
    page = opened(context, f"{server}terms/{slug}/")
    for each in ("text", "svg .term rect, .puri-middle rect"):
        assert page.evaluate(OVERLAPS, f".puri-picture__drawing :is({each})")["found"] == []
    assert page.evaluate(SPILLS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= window
    drawing = page.locator(".puri-picture__drawing")
    assert float(drawing.bounding_box()["width"]) == 288  # type: ignore[index]  # letters keep their size
    first = drawing.locator("a.term").first
    name = first.locator("title").text_content()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(name))
    context.close()


# What the styles make of a drawing: colours of page, boxes and names, and how each kind of line is dashed.
DRAWN = """(drawing) => {
  const style = (names, property) => getComputedStyle(document.querySelector(names))[property];
  const lines = [...document.querySelectorAll(`${drawing} .puri-line`)].map((line) => [
    line.getAttribute('class').match(/--(\\w+)/)[1], getComputedStyle(line).strokeDasharray,
  ]);
  return {
    page: style('body', 'backgroundColor'),
    words: style('.md-content h1', 'color'),
    box: style(`${drawing} .term rect`, 'fill'),
    name: style(`${drawing} .term text`, 'fill'),
    edge: style(`${drawing} .term rect`, 'stroke'),
    lines: Object.fromEntries(lines),
  };
}"""
DASHED = {"requires": False, "required_by": False, "broader": False, "contrasts": True, "related": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "drawing"), [("terms/fabless", ".puri-picture__drawing"), ("map", ".puri-map__picture")]
)
def test_pictures_wear_the_colours_of_their_page_and_tell_relations_by_their_lines(
    browser: Browser, address: str, path: str, drawing: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = opened(context, address.replace("/map/", f"/{path}/"))
    seen = page.evaluate(DRAWN, drawing)
    assert seen["box"] == seen["page"]
    assert seen["name"] == seen["words"]
    assert seen["edge"] not in ("none", seen["box"], seen["name"])
    assert {"requires", "contrasts", "related"} <= seen["lines"].keys()
    for kind, dashes in seen["lines"].items():
        assert (dashes != "none") is DASHED[kind], kind
    assert seen["lines"]["contrasts"] != seen["lines"]["related"]
    context.close()


def test_the_styles_of_a_page_come_after_those_of_every_page(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = opened(context, address)
    found = page.locator('link[rel="stylesheet"]').evaluate_all("all => all.map((each) => each.href)")
    own = [each.rpartition("/")[2] for each in found if "/assets/puri/" in each]
    assert own[-1] == "map.css"
    assert len(own) > 1
    context.close()


def test_a_term_leads_to_its_place_on_the_map(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = opened(context, f"{server}terms/npu/")
    page.get_by_role("link", name="지도에서 보기").click()
    expect(page.locator(".puri-map__card")).to_contain_text("NPU")
    context.close()


def test_without_javascript_the_map_is_a_picture_with_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = opened(context, address)
    for control in ("크게", "처음대로"):
        expect(page.get_by_role("button", name=control)).to_be_hidden()
    expect(page.locator(".puri-map input")).not_to_have_count(0)
    expect(page.locator(".puri-map input:visible")).to_have_count(0)
    letters = spot(page, "gpu").locator("text").bounding_box()
    assert letters
    assert letters["height"] >= 12
    page.locator("#map-list summary", has_text="반도체 기술").click()
    expect(page.locator("#map-list").get_by_role("link", name="HBM", exact=True).first).to_be_visible()
    spot(page, "gpu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("GPU")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_accessibility_with_a_term_chosen(
    browser: Browser, server: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": size[0], "height": size[1]})
    page = opened(context, server + "map/#map-gpu")
    page.locator("#map-list details").first.evaluate("each => each.open = true")
    assert violations(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.goto(server + "terms/gpu/")
    assert violations(page) == ""
    context.close()
