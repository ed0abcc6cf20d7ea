"""Search as a reader uses it: the real box, over http and from a disk."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import At
from tests.search.asking import asking
from tests.search.queries import SITES, Query, read

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, two")]

BOX = "[data-md-component=search-query]"
# Asks the worker itself, without the box, as fast as it answers.
ASK = """async ([worker, queries]) => {
  const running = new Worker(worker);
  const ask = (message) => new Promise((resolve) => {
    running.addEventListener('message', (event) => resolve(event.data), { once: true });
    running.postMessage(message);
  });
  const ready = await ask({ type: 0, data: {} });
  const found = [];
  for (const query of queries) {
    const { data } = await ask({ type: 2, data: query });
    const pages = data.items.map(([{ location }]) => location.replace(/(index\\.html)?([?#].*)?$/, ''));
    found.push(pages.map((page) => page.replace(/\\/$/, '')));
  }
  return [ready, found];
}"""


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest) -> str:
    if request.param == "http":
        return str(request.getfixturevalue("server"))
    unpacked: Path = request.getfixturevalue("unpacked")
    return (unpacked / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, home: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "warning" else None)
    page.goto(home)
    yield page
    context.close()
    assert errors == []


def first(page: Page) -> str:
    return page.locator(".md-search-result__link").first.get_attribute("href") or ""


@pytest.mark.parametrize(
    "typed", ["파운드리를", "ㅍㅇㄷㄹ", "파운들", unicodedata.normalize("NFD", "위탁생산")]
)
def test_the_box_answers_what_is_typed(page: Page, typed: str) -> None:
    page.locator(BOX).click()
    page.keyboard.type(typed)  # no key is lifted: the box hears of it all the same
    result = page.locator(".md-search-result__item").first
    expect(result.locator("h1")).to_have_text("파운드리", timeout=20_000)
    assert "/terms/foundry/" in first(page)
    page.keyboard.press("Enter")
    expect(page.locator("article h1").first).to_have_text("파운드리")
    expect(page.locator("mark").first).to_be_visible()


def test_what_is_pasted_is_searched_too(page: Page) -> None:
    page.locator(BOX).click()
    page.keyboard.insert_text("팹리스가")
    expect(page.locator(".md-search-result__item h1").first).to_have_text("팹리스", timeout=20_000)


def test_nothing_is_loaded_before_the_box_is_used(browser: Browser, home: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(home)
    page.wait_for_timeout(500)
    assert not [name for name in asked if name.startswith(("words", "hits", "texts", "search-engine"))]
    page.locator(BOX).click()
    page.keyboard.type("파운드리")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
    assert "words-0.js" in asked
    page.close()


def test_what_is_missing_is_said(page: Page) -> None:
    page.locator(BOX).click()
    page.keyboard.type("파운드리 쀍쀍")
    expect(page.locator(".md-search-result__item h1").first).to_have_text("파운드리", timeout=20_000)
    expect(page.locator(".md-search-result__terms").first).to_contain_text("쀍쀍")
    page.locator(BOX).fill("쀍쀍")
    expect(page.locator(".md-search-result__item")).to_have_count(0)


@pytest.mark.parametrize("field", SITES)
def test_the_query_set_is_answered(
    request: pytest.FixtureRequest, browser: Browser, home: str, field: str
) -> None:
    if field == "made":
        home = request.getfixturevalue("made")["file" if home.startswith("file") else "http"]
    queries = list(read(field))
    with asking(browser, home) as box:
        worker = box.page.evaluate(
            "new URL(JSON.parse(document.getElementById('__config').textContent).search, location).href"
        )
        ready, found = box.page.evaluate(ASK, [worker, [query.typed for query in queries]])
    assert ready == {"type": 1}
    answers = list(zip(queries, found, strict=True))
    missed = [
        (query.typed, page) for query, pages in answers for page in query.found if page not in pages[:10]
    ]
    wrong = [(query.typed, pages[:2]) for query, pages in answers if not is_first_right(query, pages)]
    wanted = sum(len(query.found) for query in queries)
    ordered = sum(bool(query.first or query.never_first) for query in queries)
    assert len(missed) <= 0.02 * wanted, missed
    assert len(wrong) <= 0.02 * ordered, wrong


def is_first_right(query: Query, pages: list[str]) -> bool:
    first = pages[0] if pages else ""
    return first not in query.never_first and query.first in (None, first)


def test_hostile_words_are_text(browser: Browser, at: At) -> None:
    page = browser.new_page()
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(at("index.md"))
    page.locator(BOX).click()
    page.keyboard.type("onerror")
    result = page.locator(".md-search-result__item", has_text="<img src=x onerror=alert(1)>").first
    expect(result).to_be_visible(timeout=20_000)
    assert page.locator(".md-search-result img").count() == 0
    page.locator(BOX).fill("<img src=x onerror=alert(1)>")
    page.wait_for_timeout(300)
    assert page.locator(".md-search-result img").count() == 0
    page.close()


def test_a_long_query_blocks_nothing(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server)
    worker = f"{server}assets/puri/search.js"
    begun = page.evaluate("performance.now()")
    page.evaluate(
        ASK, [worker, ["반도체" * 2_000, "a" * 10_000, "((((" * 500, "ㅍ" * 500, "\\ [ ^ $ * .. -"]]
    )
    assert page.evaluate("performance.now()") - begun < 10_000
    page.close()
