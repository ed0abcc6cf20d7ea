"""Pictures for the README (``make screenshots``): home and a term, on desktop, on a phone, in the dark."""

import functools
import http.server
import tempfile
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from builder.publish import build_site
from tests.browser import OPTIONS, find_chromium

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


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        build_site(ROOT, site)
        handler = functools.partial(_Quiet, directory=str(site))
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            take(f"http://127.0.0.1:{server.server_port}/")
            server.shutdown()
