"""What a reader sees, in a real Chromium: over http and from a disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from builder.publish import build_site
from tests import small
from tests.accessible import violations
from tests.conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser, one")]


@pytest.fixture(params=["http", "file"])
def home(request: pytest.FixtureRequest) -> str:
    """The address of the home page of the website and of the unpacked offline edition."""
    if request.param == "http":
        return str(request.getfixturevalue("server"))
    unpacked: Path = request.getfixturevalue("unpacked")
    return (unpacked / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, home: str) -> Iterator[Page]:
    """A page that fails the test when it asks another host for anything, or when a script fails."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    page = context.new_page()
    allowed = home.rpartition("/")[0]
    strays: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((allowed, "data:", "blob:")):
            strays.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: strays.append(str(error)))
    yield page
    context.close()
    assert strays == []


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site at the root of its host, whose repository is on GitHub."""
    root = small.write(tmp_path_factory.mktemp("published") / "root")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8").replace("https://example.org/test/", "https://example.org/")
    settings.write_text(text.replace("https://example.org/repository", "https://github.com/a/b"), "utf-8")
    build_site(root, root / "site")
    with serving(root / "site") as address:
        yield address


def test_no_page_asks_the_repositorys_host_for_anything(browser: Browser, published: str) -> None:
    page = browser.new_page()
    strays: list[str] = []
    page.on("request", lambda request: strays.append(request.url))
    for path in ("", "terms/foundry/", "404.html"):
        page.goto(published + path, wait_until="networkidle")
    expect(page.locator(".md-source").first).to_contain_text("GitHub")
    page.close()
    assert [url for url in strays if not url.startswith(published)] == []
    assert [url for url in strays if "sitemap" in url] == []  # of other languages


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_lost_reader_finds_a_way_on(
    browser: Browser, published: str, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(published + "404.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("페이지를 찾을 수 없습니다")
    assert violations(page) == ""
    page.get_by_role("main").get_by_role("link", name="용어 모두 보기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("용어")
    page.go_back()
    page.get_by_role("link", name="처음으로 가기").click()
    expect(page).to_have_url(published)
    page.close()


def test_a_reader_walks_from_home_to_a_term_to_a_section_and_back(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("main").get_by_role("link", name="파운드리", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("파운드리")
    mention = page.locator("#mentions").get_by_role("link", name="지진 하나에 반도체 업계가 긴장한 이유")
    mention.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("지진 하나에 반도체 업계가 긴장한 이유")
    page.locator("#body a.term", has_text="파운드리").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("파운드리")
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI·반도체 뉴스 풀이")


def test_search_finds_a_term(page: Page, home: str) -> None:
    page.goto(home)
    page.get_by_role("textbox", name="검색").click()
    page.keyboard.type("파운드리")
    page.keyboard.press("End")  # Hangul typed by Playwright lifts no key, and Material waits for that
    result = page.locator(".md-search-result__link", has_text="파운드리").first
    expect(result).to_be_visible(timeout=20_000)
    result.click()
    expect(page.locator("h1")).to_contain_text("파운드리")


PAGES = [
    "",
    "terms/",
    "terms/foundry/",
    "articles/",
    "articles/why-135-trillion/taiwan-quake/",
    "paths/",
    "paths/five-words/",
    "terms/foundry/?path=five-words",
    "timeline/",
    "quiz/",
    "cards/",
    "map/",
    "sources/",
    "about/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_accessibility(browser: Browser, server: str, path: str, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(server + path)
    found = violations(page)
    context.close()
    assert found == ""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_runs_over_the_edge(browser: Browser, server: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for path in PAGES:
        page.goto(server + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_everything_can_be_read_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + "terms/foundry/")
    expect(page.locator("#definition")).to_be_visible()
    expect(page.locator("#mentions li").first).to_be_visible()
    page.locator("#mentions a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    context.close()
