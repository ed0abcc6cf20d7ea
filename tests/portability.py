"""Other engines build the same site: ``make portability``.

Each engine stands in an environment of its own (the folder named on the command line holds them) and builds
what `puri pages --engine` wrote. That is compared with the website that Puri makes of the same content:
pages, anchors, every link followed, and in a browser hover cards, questions and requests to other hosts.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from builder.cli import puri
from builder.engines import ENGINES
from builder.publish import build_site
from tests import making, small
from tests.browser import OPTIONS, find_chromium
from tests.conftest import ROOT, serving
from tests.crawling import broken, documents

# How each engine is asked for its version and for a build.
COMMANDS = {
    "properdocs": ("properdocs", "build", "--quiet", "--strict"),
    "zensical": ("zensical", "build", "--strict"),
}
_OLD = "terms/contract-fab"
_FILES = {"downloads", "downloads-title"}  # what stands beside the pages in Puri's own editions only


@dataclass(frozen=True)
class Site:
    """A site to be built: where it stands, and pages of it that have links to terms, and questions."""

    name: str
    root: Path
    linking: str
    asking: str = ""
    moved: str = ""


def sites(folder: Path) -> Iterator[Site]:
    """Yield this repository's own content, and a made-up site with hostile texts and an earlier address."""
    yield Site("this content", ROOT, "terms/foundry/", "terms/foundry/")
    files = dict(small.FILES) | {
        "terms/fabless.md": making.term(
            "팹리스", "파운드리에 맡긴다.", category="산업", redirect_from="[contract-fab]"
        )
    }
    root = making.write_site(folder / "made-up", files)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[분류]", "[산업, 기술]"), "utf-8")
    yield Site("made-up site", root, "articles/a/one/", moved=_OLD)


def faults(
    engine: str, programs: Path, site: Site, folder: Path, browser: Browser
) -> Iterator[tuple[str, str]]:
    """Build `site` with `engine`; yield what was looked at, and what is wrong with it, or an empty text."""
    project = folder / engine
    puri.main(
        ["pages", "--root", str(site.root), "--out", str(project), "--engine", engine], standalone_mode=False
    )
    program, *arguments = COMMANDS[engine]
    done = subprocess.run(
        [programs / engine / "bin" / program, *arguments],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    yield "builds", "" if done.returncode == 0 else (done.stdout + done.stderr)[-2_000:]
    if done.returncode:
        return
    theirs, ours = project / "site", folder / "website"
    pages, wanted = documents(theirs), documents(ours)
    different = sorted(pages.keys() ^ wanted.keys())
    yield f"{len(pages)} pages, as the website", ", ".join(different[:5])
    lost = [f"{name}#{id_}" for name, page in wanted.items() for id_ in _anchors(page.ids) - pages[name].ids]
    yield (
        f"{sum(len(_anchors(page.ids)) for page in wanted.values())} anchors, as the website",
        ", ".join(lost[:5]),
    )
    wrong = list(broken(theirs, directories=True))
    count = sum(len(page.links) + len(page.loads) for page in pages.values())
    yield f"{count} links lead somewhere", ", ".join(wrong[:5])
    terms = [sum(len(page.terms) for page in each.values()) for each in (pages, wanted)]
    yield f"{terms[0]} links to terms, as the website", "" if terms[0] == terms[1] else f"{terms[1]} there"
    with serving(theirs) as address:
        yield from _in_browser(site, address, browser)


def _anchors(ids: set[str]) -> set[str]:
    return {id_ for id_ in ids - _FILES if not id_.startswith("__")}  # the rest is the theme's


def _in_browser(site: Site, address: str, browser: Browser) -> Iterator[tuple[str, str]]:
    page = browser.new_page()
    elsewhere: list[str] = []
    page.on(
        "request", lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(address) else None
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + site.linking)
    link = page.locator("article a.term:visible").first
    link.focus()
    page.wait_for_timeout(1_000)
    shown = page.locator(".puri-hover:visible strong")
    yield "hover cards", "" if shown.count() else "none is shown"
    if site.asking:
        page.goto(address + site.asking)
        form = page.locator("#quiz form").first
        form.locator("input").first.check()
        form.locator("button").click()
        said = form.locator(".puri-verdict").inner_text()
        yield "questions", "" if said else "no verdict is given"
    if site.moved:
        page.goto(f"{address}{site.moved}/")
        page.wait_for_url("**/terms/fabless/")
        yield "earlier addresses", ""
    elsewhere = [url for url in elsewhere if not url.startswith(("data:", "blob:"))]
    yield "no request to another host", ", ".join(elsewhere[:5])
    yield "scripts run", ", ".join(errors)
    page.close()


def main(programs: Path) -> int:
    """Compare every engine on every site, print what was found, and return how many faults there were."""
    wrong = 0
    console = Console()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=OPTIONS)
        for site in sites(Path(temporary)):
            folder = Path(temporary, site.name)
            build_site(site.root, folder / "website")
            for engine in ENGINES:
                asked = subprocess.run(
                    [programs / engine / "bin" / COMMANDS[engine][0], "--version"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                version = re.search(r"\d[\d.]*", asked.stdout)
                table = Table(
                    title=f"{site.name}: {engine} {version and version[0]}",
                    title_justify="left",
                    min_width=60,
                )
                table.add_column("looked at")
                table.add_column("found")
                for looked_at, found in faults(engine, programs, site, folder, browser):
                    table.add_row(looked_at, found or "as it should be", style="red" if found else "")
                    wrong += bool(found)
                console.print(table)
        browser.close()
    console.print(f"{wrong} faults")
    return wrong


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]).resolve())))
