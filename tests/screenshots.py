"""Pictures for the README (``make screenshots``): home and a term, on desktop, on a phone, in the dark."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from builder.publish import build_site
from tests.browser import OPTIONS, find_chromium

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGES = {"home": "index.html", "term": "terms/foundry/index.html"}
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 780}, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}


def take(site: Path) -> None:
    """Take every picture of the built `site`."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS) as browser,
    ):
        for screen, options in SCREENS.items():
            context = browser.new_context(locale="ko-KR", reduced_motion="reduce", **options)
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto((site / path).as_uri())
                target = PICTURES / f"{name}-{screen}.png"
                page.screenshot(path=target)
                print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1000} kB")
            context.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder, "site")
        build_site(ROOT, built)
        take(built)
