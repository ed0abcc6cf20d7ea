"""Pictures for the READMEs (``make screenshots``).

Home and a term, on desktop, on a phone, in the dark; and where an editor looks for a word, for the button
that opens its file, and for the day of its review.
"""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from builder.publish import build_site
from tests.browser import OPTIONS, find_chromium
from tests.conftest import serving

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGES = {"home": "", "term": "terms/foundry/"}
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}


def take(address: str) -> None:
    """Take every picture of the site served at `address`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS) as browser,
    ):
        for screen, options in SCREENS.items():
            context = browser.new_context(locale="ko-KR", reduced_motion="reduce", **options)
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(address + path, wait_until="networkidle")
                target = PICTURES / f"{name}-{screen}.png"
                page.screenshot(path=target)
                print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")
            context.close()
        for_editors(browser, address)


def for_editors(browser: Browser, address: str) -> None:
    """Take the pictures of ``README.ko.md``, each of a part of a page, with what is meant outlined."""
    page = browser.new_page(locale="ko-KR", reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    page.goto(address + "terms/", wait_until="networkidle")
    words = page.locator("#filter")
    words.fill("파운드")
    _save(page, "edit-1-find", [page.locator("h1"), words, page.locator(".puri-part dd:visible").last])
    page.goto(address + PAGES["term"], wait_until="networkidle")
    button = page.locator(".md-content__button[rel=edit]")
    button.evaluate(
        "button => { button.style.outline = '3px solid #d0342c'; button.style.outlineOffset = '4px'; }"
    )
    _save(page, "edit-2-button", [button, page.locator("h1"), page.locator("#definition")])
    reviewed = page.locator(".puri-review")
    reviewed.scroll_into_view_if_needed()
    _save(page, "edit-5-review", [page.locator("#sources"), reviewed])
    page.close()


def _save(page: Page, name: str, parts: list[Locator]) -> None:
    """Take a picture of the rectangle that holds `parts`, with a little around it."""
    boxes = [box for part in parts if (box := part.bounding_box())]
    left, top = (max(0, min(box[side] for box in boxes) - 24) for side in ("x", "y"))
    width = max(box["x"] + box["width"] for box in boxes) + 24 - left
    height = max(box["y"] + box["height"] for box in boxes) + 24 - top
    target = PICTURES / f"{name}.png"
    page.screenshot(path=target, clip={"x": left, "y": top, "width": width, "height": height})
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build_site(ROOT, site)
        with serving(site) as address:
            take(address)
