"""What axe finds on a page as a reader sees it: the rules of WCAG 2.2, levels A and AA."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# A colour that is still fading in has another contrast than the one that stays.
_AT_REST = "() => document.getAnimations().every((each) => each.playState !== 'running')"


def violations(page: Page) -> str:
    """Return axe's report on what is wrong with `page` once nothing on it moves; empty if nothing is."""
    page.wait_for_function(_AT_REST)
    found = Axe().run(page, options=_RULES)
    return str(found.generate_report()) if found.violations_count else ""
