"""The terms index: complete without JavaScript, narrowed as a reader types."""

import re
from collections.abc import Iterator

import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Locator, Page, expect

from builder.markdown.dialect import EXTENSIONS
from builder.model import Linked
from builder.render.book import Book
from builder.render.terms import index
from builder.resources import OVERRIDES
from tests import making, small
from tests.accessible import violations
from tests.conftest import At

browsing = [pytest.mark.browser, pytest.mark.xdist_group("browser, one")]


@pytest.fixture
def page(browser: Browser, at: At) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(at("terms/index.md"))
    yield page
    context.close()
    assert errors == []


def box(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="용어 찾기")


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="분류").get_by_role("button", name=name)


def status(page: Page) -> Locator:
    return page.locator(".puri-filter [role=status]")


def shown(page: Page) -> list[str]:
    lines = page.locator(".puri-part dt:visible")
    assert page.locator(".puri-part dd:visible").count() == lines.count()
    return lines.locator("a.term").all_inner_texts()


def html_of(files: dict[str, str | bytes]) -> str:
    """Return the terms index as HTML."""
    book = Book(making.library(files), Linked({}, {}), making.SETTINGS)
    body = index(book).markdown.partition("\n---\n")[2]
    return Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSIONS).convert(body)


def test_every_group_has_a_letter_in_the_bar_and_every_term_one_line() -> None:
    html = html_of(dict(small.FILES))
    for group in ("ㄷ", "ㅂ", "ㅇ", "ㅍ", "i", "n"):
        assert html.count(f'<a href="#{group}">') == 1
        assert len(re.findall(rf'<h2[^>]* id="{group}"', html)) == 1
    terms = [path for path in small.FILES if path.startswith("terms/")]
    assert html.count('class="puri-category"') == len(terms)
    assert html.count("<dt>") == len(terms) + 1  # the reading of NPU
    assert "<dt>엔피유</dt>" in html


def test_a_line_shows_the_english_name_the_category_and_the_other_names() -> None:
    html = html_of(dict(small.FILES))
    line = html.partition('data-term="npu" href="npu.md">NPU</a>')[2].partition("</dd>")[0]
    assert '<small lang="en">Neural Processing Unit</small> <small class="puri-category">기술</small>' in line
    assert "NPU의 뜻." in line
    assert "<span>엔피유</span>, <span>신경망 처리 장치</span>" in line


def test_a_long_group_stands_in_parts() -> None:
    html = html_of({f"terms/t{i}.md": making.term(f"가{chr(0xAC00 + i)}") for i in range(60)})
    assert html.count('<div class="puri-part">') == 3
    assert len(re.findall('<h2[^>]* id="ㄱ"', html)) == 1


def test_a_glossary_without_terms_has_an_index() -> None:
    assert '<form class="puri-filter ' in html_of({})


FILTERED = [
    ("ㅍㅇㄷㄹ", ["파운드리"]),
    ("파운ㄷ", ["파운데이션 모델", "파운드리"]),
    ("파운들", ["파운드리"]),
    ("위탁 생산", ["파운드리"]),
    ("foundry", ["파운드리"]),
    ("엔피유", ["NPU"]),
    ("ㅇㅍㅇ", ["NPU"]),
    ("ｎｐｕ", ["NPU"]),
    ("데이터 센터", ["데이터센터"]),
    ("onerror", [small.HOSTILE]),
]


FORBIDDEN = """() => {
  const forbid = () => { throw new DOMException('no', 'SecurityError'); };
  Object.assign(history, { replaceState: forbid, pushState: forbid });
}"""


class TestInABrowser:
    """What a reader does with it, on the web and from a disk."""

    pytestmark = browsing

    @pytest.mark.parametrize(("typed", "names"), FILTERED)
    def test_typing_narrows_the_list(self, page: Page, typed: str, names: list[str]) -> None:
        box(page).fill(typed)
        assert shown(page) == names
        expect(status(page)).to_have_text(f"용어 {len(names)}개")

    def test_a_word_still_being_composed_counts(self, page: Page) -> None:
        box(page).focus()
        keyboard = page.context.new_cdp_session(page)
        for composed in ("ㅍ", "파", "팡", "파우", "파운"):
            at = {"selectionStart": len(composed), "selectionEnd": len(composed)}
            keyboard.send("Input.imeSetComposition", {"text": composed} | at)
            assert "파운드리" in shown(page), composed
        keyboard.send("Input.imeSetComposition", {"text": "파운들", "selectionStart": 3, "selectionEnd": 3})
        assert shown(page) == ["파운드리"]

    def test_groups_and_letters_without_a_match_disappear(self, page: Page) -> None:
        box(page).fill("ㅍㅇㄷㄹ")
        assert page.locator(".puri-group h2:visible").all_inner_texts() == ["ㅍ"]
        assert page.locator(".puri-jump a:visible").all_inner_texts() == ["ㅍ"]
        assert page.locator(".md-nav--secondary a:visible").all_inner_texts() == ["ㅍ"]
        box(page).fill("")
        assert page.locator(".puri-jump a:visible").count() == 6
        expect(page.get_by_text("엔피유", exact=True).first).to_be_visible()

    def test_chips_choose_categories_and_combine_with_the_box(self, page: Page) -> None:
        expect(page.get_by_role("group", name="분류").get_by_role("button")).to_have_text(["산업", "기술"])
        chip(page, "기술").click()
        expect(chip(page, "기술")).to_have_attribute("aria-pressed", "true")
        assert sorted(shown(page)) == sorted(["반도체", "파운데이션 모델", small.HOSTILE, "NPU"])
        box(page).fill("파운")
        assert shown(page) == ["파운데이션 모델"]
        chip(page, "산업").click()
        assert shown(page) == ["파운데이션 모델", "파운드리"]
        chip(page, "산업").click()
        chip(page, "기술").click()
        expect(chip(page, "기술")).to_have_attribute("aria-pressed", "false")
        assert shown(page) == ["파운데이션 모델", "파운드리"]

    def test_everything_works_by_keyboard(self, page: Page) -> None:
        box(page).focus()
        page.keyboard.type("npu")
        assert shown(page) == ["NPU"]
        page.keyboard.press("Enter")  # sends nothing
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(chip(page, "산업")).to_have_attribute("aria-pressed", "true")
        expect(status(page)).to_have_text("맞는 용어가 없습니다.")
        expect(page.locator(".puri-jump")).to_be_hidden()
        page.get_by_role("button", name="모두 보기").press("Enter")
        expect(box(page)).to_be_focused()
        expect(box(page)).to_have_value("")
        expect(status(page)).to_have_text("용어 7개")
        expect(page.get_by_role("button", name="모두 보기")).to_be_hidden()

    def test_the_address_holds_the_state(self, page: Page) -> None:
        box(page).fill("파운")
        chip(page, "기술").click()
        page.goto(page.url)
        expect(box(page)).to_have_value("파운")
        expect(chip(page, "기술")).to_have_attribute("aria-pressed", "true")
        assert shown(page) == ["파운데이션 모델"]
        page.locator(".puri-part a.term:visible").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("파운데이션 모델")
        page.go_back()
        expect(status(page)).to_have_text("용어 1개")
        expect(box(page)).to_have_value("파운")

    def test_going_back_takes_the_last_choice_back(self, page: Page) -> None:
        chip(page, "기술").click()
        chip(page, "산업").click()
        page.go_back()
        expect(chip(page, "산업")).to_have_attribute("aria-pressed", "false")
        expect(status(page)).to_have_text("용어 4개")
        page.go_back()
        expect(status(page)).to_have_text("용어 7개")
        page.go_forward()
        expect(status(page)).to_have_text("용어 4개")

    def test_a_letter_of_the_bar_leads_to_its_group_and_keeps_what_is_typed(self, page: Page) -> None:
        page.set_viewport_size({"width": 390, "height": 400})
        box(page).fill("ㅍ")
        page.locator(".puri-jump a", has_text="ㅍ").click()
        expect(page.get_by_role("heading", name="ㅍ")).to_be_in_viewport()
        expect(box(page)).to_have_value("ㅍ")
        top = page.locator(".puri-group h2", has_text="ㅍ").evaluate(
            "(title) => title.getBoundingClientRect().top"
        )
        assert top >= page.locator(".puri-jump").evaluate("(bar) => bar.getBoundingClientRect().bottom")

    @pytest.mark.parametrize(
        "address", ["?find=%E0%A4%A&category=%00&category=x#%", "?find=" + "ㄱ(" * 2_000]
    )
    def test_a_strange_address_does_no_harm(self, page: Page, at: At, address: str) -> None:
        page.goto(at("terms/index.md") + address)
        expect(status(page)).to_have_text("맞는 용어가 없습니다.")

    def test_it_works_where_the_address_may_not_be_changed(self, page: Page) -> None:
        page.evaluate(FORBIDDEN)
        box(page).fill("파운들")
        box(page).blur()
        chip(page, "산업").click()
        page.locator(".puri-jump a", has_text="ㅍ").click()
        assert shown(page) == ["파운드리"]

    def test_everything_is_there_without_javascript(self, browser: Browser, at: At) -> None:
        context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 400})
        page = context.new_page()
        page.goto(at("terms/index.md"))
        expect(box(page)).to_be_hidden()
        expect(page.get_by_role("button", name="산업")).to_be_hidden()
        assert page.locator(".puri-part dt:visible").count() == 8
        page.locator(".puri-jump a", has_text="N").click()
        expect(page.get_by_role("heading", name="N", exact=True)).to_be_in_viewport()
        page.get_by_role("link", name="NPU", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("NPU")
        context.close()

    @pytest.mark.parametrize("width", [320, 390, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_it_is_accessible_and_fits(self, page: Page, width: int, scheme: str) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.reload()
        chip(page, "기술").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == ""


SHOWN = ":not([hidden])"


@pytest.mark.browser
@pytest.mark.xdist_group("browser, one")
def test_five_thousand_terms_are_narrowed(browser: Browser) -> None:
    files: dict[str, str | bytes] = {
        f"terms/t{i}.md": making.term(
            f"{chr(0xAC00 + i * 2)}{chr(0xD7A3 - i)}리",
            english=f"Term number {i}",
            aliases=f"[별명 {i}, 다른 별명 {i}]",
        )
        for i in range(5_000)
    }
    page = browser.new_page()
    page.set_content(f'<html lang="ko">{html_of(files)}')
    assets = OVERRIDES / "assets/puri"
    page.add_style_tag(path=assets / "terms.css")
    for script in ("korean.js", "terms.js"):
        page.add_script_tag(path=assets / script)
    for word, count in (("리", 5_000), ("term number 4321", 1), ("별명 4777", 1), ("없다", 0), ("", 5_000)):
        page.locator("#filter").fill(word)
        expect(status(page)).to_contain_text(f"{count:,}" if count else "없")
        assert page.locator(f".puri-group{SHOWN} .puri-part{SHOWN} dt{SHOWN}").count() == count, word
    page.close()
