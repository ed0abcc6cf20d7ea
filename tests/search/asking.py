"""Asking a site as a reader does: typing into its search box, in a real browser."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as Late

from tests.search.queries import Query

SHOWN = 10  # what the theme shows at once
_QUIET = 200  # milliseconds without a change after which an answer is complete
_PATIENCE = 3_000  # milliseconds until there is no answer
_WATCH = """() => {
  const list = document.querySelector('.md-search-result');
  window.changed = 0;
  if (list) new MutationObserver(() => { window.changed = performance.now(); })
    .observe(list, { childList: true, subtree: true, characterData: true });
}"""
_PAGES = """() => [...document.querySelectorAll('.md-search-result__item')].map(
  (item) => item.querySelector('a[href]').href)"""


@contextmanager
def asking(browser: Browser, home: str) -> Iterator["Box"]:
    """Open the home page of a site, without a network, and give its search box."""
    context = browser.new_context(locale="ko-KR", viewport={"width": 1280, "height": 900})
    folder = home.rpartition("/")[0] + "/"
    context.route(lambda address: not address.startswith((folder, "data:")), lambda route: route.abort())
    page = context.new_page()
    page.goto(home)
    page.evaluate(_WATCH)
    yield Box(page, folder)
    context.close()


@dataclass(frozen=True)
class Box:
    """The search box of an open page of the site in `folder`."""

    page: Page
    folder: str

    def ask(self, typed: str) -> list[str]:
        """Type a query and return the pages that are shown first, such as ``terms/foundry``."""
        box = self.page.locator("[data-md-component=search-query]")
        if not box.is_visible():
            return []
        box.fill("")
        self.page.keyboard.press("End")
        self.page.wait_for_timeout(50)
        self.page.evaluate("window.changed = 0")
        self.page.keyboard.type(typed)
        self.page.keyboard.press(
            "End"
        )  # Hangul typed by Playwright lifts no key, and the theme waits for that
        try:
            quiet = f"() => window.changed && performance.now() - window.changed > {_QUIET}"
            self.page.wait_for_function(quiet, timeout=_PATIENCE)
        except Late:
            return []
        found = [self._page(address) for address in self.page.evaluate(_PAGES)]
        return list(dict.fromkeys(found))[:SHOWN]

    def _page(self, address: str) -> str:
        return re.sub(r"(index\.html)?([?#].*)?$", "", address.removeprefix(self.folder)).strip("/")


@dataclass(frozen=True)
class Answer:
    """What was shown for a query."""

    query: Query
    pages: Sequence[str]

    @property
    def missed(self) -> set[str]:
        """The pages that must be found and are not."""
        return set(self.query.found) - set(self.pages)

    @property
    def is_first_right(self) -> bool:
        """Whether the first page is the one that it must be, or at least none that it must not be."""
        first = self.pages[0] if self.pages else ""
        return first not in self.query.never_first and self.query.first in (None, first)

    def precision(self, texts: "Texts", at: int = 5) -> float | None:
        """Return the share of the first pages that are relevant; None where nothing is shown."""
        shown = self.pages[:at]
        return sum(texts.is_relevant(page, self.query) for page in shown) / len(shown) if shown else None


class Texts:
    """What the pages of a site say, to judge independently of any search which are relevant to a query."""

    def __init__(self, pages: dict[str, str], names: dict[str, Sequence[str]]) -> None:
        """Take the squeezed texts of all pages, and the squeezed names of those that have some."""
        self.pages = pages
        self.names = names

    def is_relevant(self, page: str, query: Query) -> bool:
        """Tell whether `page` has the words that the query set asks for, or a name of its first page."""
        text = self.pages.get(page, "")
        if query.words:
            return all(word in text for word in query.words)
        return query.first is None or any(name in text for name in self.names[query.first])
