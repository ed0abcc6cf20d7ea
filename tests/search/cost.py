"""What search costs on a made-up site (``make search-cost``), beside the theme's default on the same pages.

Size: all files of the index, gzipped one by one as a server sends them, and what of it a page loads at once.
First result: from opening a page until a result is there, where the reader types at once. Key strokes: from a
key until its answer, the first key left out. Longest block: the task that keeps the page's main thread busy
longest, from the first key to the last answer on a page that has come to rest; by the browser's own trace, in
time on the processor, so that other programs do not count. Nothing is in the browser's cache at the start.
Beside it, what a key costs in the filter of the terms index. Machines differ: compare figures of one run.
"""

import argparse
import gzip
import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from builder.publish import build_site
from tests.bench import write_site
from tests.browser import OPTIONS, find_chromium
from tests.conftest import serving
from tests.search import sites

_RUNS = 3
_REST = 1_500  # milliseconds
# Types a word as a keyboard does, letter by letter, and measures each until the list of results has changed.
_TYPE = """async (word) => {
  const box = document.querySelector('[data-md-component=search-query]');
  const list = document.querySelector('.md-search-result');
  const times = [];
  box.focus();
  for (let i = 1; i <= word.length; i++) {
    const begun = performance.now();
    const changed = new Promise((resolve) => {
      const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now()); });
      watch.observe(list, { childList: true, subtree: true, characterData: true });
    });
    box.value = word.slice(0, i);
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
    times.push((await changed) - begun);
    if (i === 1) window.first = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times;
}"""
# Types into the filter of the terms index; gives the milliseconds of the slowest key, each at its best of
# many rounds, for the machine may be busy.
_FILTER = """async (words) => {
  const box = document.getElementById('filter');
  const fastest = words.map(() => Infinity);
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => { setTimeout(resolve, 50); });
    words.forEach((word, i) => {
      box.value = word;
      const begun = performance.now();
      box.dispatchEvent(new Event('input'));
      fastest[i] = Math.min(fastest[i], performance.now() - begun);
    });
  }
  return Math.max(...fastest);
}"""
_FILTERED = ["ㅍ", "파", "파ㄹ", "", "리", "기술", "없는말", ""]


def index_size(site: Path) -> int:
    """Return the bytes of the search index of `site`, gzipped."""
    files = [path for path in (site / "search").iterdir() if path.suffix in {".js", ".json"}]
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in files)


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page in a browser that has nothing of the site yet."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def longest_task(trace: bytes) -> float:
    """Return the longest task of a page's main thread in `trace`, in milliseconds of the processor."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = (event for event in events if (event["pid"], event["tid"]) in mains and "tdur" in event)
    return max(float(event["tdur"]) for event in tasks) / 1000


def measure(browser: Browser, address: str, words: list[str]) -> list[str]:
    """Return the figures of one edition."""
    firsts, strokes, blocks = [], [], []
    for run in range(_RUNS):
        for word in words[run::_RUNS]:
            with opened(browser, address) as page:
                page.evaluate(_TYPE, word[:2])
                firsts.append(page.evaluate("window.first"))
            with opened(browser, address) as page:
                page.wait_for_timeout(_REST)
                browser.start_tracing(page=page, categories=["toplevel"])
                strokes += page.evaluate(_TYPE, word)[1:]
                page.wait_for_timeout(100)
                blocks.append(longest_task(browser.stop_tracing()))
    ordered = sorted(strokes)
    return [
        f"{statistics.median(firsts):.0f} (most {max(firsts):.0f})",
        f"{statistics.median(strokes):.0f} ({ordered[int(len(ordered) * 0.95)]:.0f})",
        f"{max(blocks):.0f}",
    ]


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("pages", nargs="?", type=int, default=2_000, help="about half of them terms")
    pages = arguments.parse_args().pages
    console = Console(soft_wrap=True)
    table = Table(
        "search",
        "index, MB gzipped",
        "first result, ms",
        "key stroke, ms (95 %)",
        "longest block, ms",
        title=f"{pages} pages",
    )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        root = folder / "root"
        write_site(root, pages // 2)
        settings = root / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
        words = [
            path.read_text("utf-8").split("term: ")[1].split("\n")[0]
            for path in sorted((root / "content/terms").glob("*.md"))[:: max(1, pages // 12)]
        ]
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=find_chromium(), args=OPTIONS
        )
        build_site(root, folder / "site")
        (folder / "default").mkdir()
        default = sites.default(root, folder / "default")
        offline = sites.puri_offline(root, folder)
        editions = {
            "Puri, website": (folder / "site", stack.enter_context(serving(folder / "site"))),
            "Puri, offline edition": (offline, (offline / "index.html").as_uri()),
            "Material's default, website": (default, stack.enter_context(serving(default))),
        }
        for name, (site, address) in editions.items():
            table.add_row(name, f"{index_size(site) / 1e6:.2f}", *measure(browser, address, words))
        with opened(browser, editions["Puri, website"][1] + "terms/") as page:
            slowest = page.evaluate(_FILTER, _FILTERED)
        browser.close()
    console.print(table)
    console.print(f"filter of the terms index, {pages // 2} terms: {slowest:.1f} ms for the slowest key")


if __name__ == "__main__":
    main()
