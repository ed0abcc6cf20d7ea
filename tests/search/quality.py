"""How well search finds: the query sets, typed in a browser (``make search-quality``).

Each set is asked on the website and on the offline edition, and on the same pages with the theme's default
search. Recall: of the pages that must be found, those among the first ten. First: of the queries that say
which page must or must not come first, those answered so. Precision at 5: of the first five pages, those that
have the words in question. Misses are printed for the queries that are for tuning only; ``--all`` prints the
others too.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table
from rich.text import Text

from builder.load import assemble, read_files
from builder.publish import build_site
from builder.text import squeeze
from tests.browser import OPTIONS, find_chromium
from tests.conftest import ROOT, serving
from tests.search import made, queries, sites
from tests.search.asking import Answer, Texts, asking


def texts_of(root: Path, default: Path) -> Texts:
    """Return what the pages of `root` say, by the index of the theme's own search."""
    pages: dict[str, str] = defaultdict(str)
    for each in json.loads((default / "search/search_index.json").read_text("utf-8"))["docs"]:
        page = each["location"].partition("#")[0].strip("/")
        pages[page] += squeeze(f"{each['title']}\n{each['text']}")
    library = assemble(read_files(root, "content"), "content").library
    names: dict[str, Sequence[str]] = {
        f"terms/{term.slug}": [squeeze(name) for name in (*term.fields.names, term.fields.reading) if name]
        for term in library.terms.values()
    }
    for page, text in pages.items():
        names.setdefault(page, [text])
    return Texts(pages, names)


def row(answers: Sequence[Answer], texts: Texts) -> list[str]:
    """Return the figures for some answers."""
    wanted = sum(len(answer.query.found) for answer in answers)
    missed = sum(len(answer.missed) for answer in answers)
    ordered = [answer for answer in answers if answer.query.first or answer.query.never_first]
    right = sum(answer.is_first_right for answer in ordered)
    precise = [share for answer in answers if (share := answer.precision(texts)) is not None]
    whole = sum(not answer.missed and answer.is_first_right for answer in answers)
    return [
        str(len(answers)),
        f"{1 - missed / wanted:.3f}" if wanted else "-",
        f"{right / len(ordered):.3f}" if ordered else "-",
        f"{sum(precise) / len(precise):.3f}" if precise else "-",
        f"{whole / len(answers):.3f}",
    ]


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--all", action="store_true", help="print the misses of the scored queries too")
    arguments.add_argument("--only", choices=("http", "file"), help="ask Puri's search only, on one edition")
    options = arguments.parse_args()
    console = Console(soft_wrap=True)
    with ExitStack() as stack:
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=find_chromium(), args=OPTIONS
        )
        for site in queries.SITES:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            root = ROOT if site == "own" else made.write(folder / "root")
            ask(console, browser, stack, site, root, folder, options)
        browser.close()


def ask(
    console: Console,
    browser: Browser,
    stack: ExitStack,
    site: str,
    root: Path,
    folder: Path,
    options: argparse.Namespace,
) -> None:
    """Ask all queries for one site, of each search, and print what came of it."""
    asked = list(queries.read(site))
    (folder / "default").mkdir()
    default = sites.default(root, folder / "default")
    texts = texts_of(root, default)

    def website() -> str:
        build_site(root, folder / "site")
        return stack.enter_context(serving(folder / "site"))

    def offline() -> str:
        return (sites.puri_offline(root, folder) / "index.html").as_uri()

    def default_offline() -> str:
        (folder / "default-offline").mkdir()
        return (sites.default(root, folder / "default-offline", offline=True) / "index.html").as_uri()

    editions: dict[str, Callable[[], str]] = {
        "Puri, website": website,
        "Puri, offline edition": offline,
        "Material's default, website": lambda: stack.enter_context(serving(default)),
        "Material's default, offline": default_offline,
    }
    if options.only:
        editions = dict([list(editions.items())[options.only == "file"]])
    results: dict[str, list[Answer]] = {}
    for edition, address in editions.items():
        with asking(browser, address()) as box:
            results[edition] = [Answer(query, box.ask(query.typed)) for query in asked]
    columns = ("queries", "recall", "first right", "precision at 5", "answered fully")
    table = Table("search", "part", *columns, title=f"{site}: all queries")
    for edition, answers in results.items():
        for part, is_scored in (("tuned", False), ("only scored", True)):
            table.add_row(
                edition, part, *row([each for each in answers if each.query.is_scored == is_scored], texts)
            )
        table.add_row(edition, "all", *row(answers, texts))
    console.print(table)
    kinds = Table("kind", "queries", *results, title=f"{site}: answered fully, by kind")
    for kind in dict.fromkeys(query.kind for query in asked):
        figures = [
            row([each for each in answers if each.query.kind == kind], texts) for answers in results.values()
        ]
        kinds.add_row(kind, figures[0][0], *(figure[4] for figure in figures))
    console.print(kinds)
    for edition, answers in results.items():
        if edition.startswith("Puri"):
            print_misses(console, edition, answers, texts, scored=options.all)


def print_misses(
    console: Console, edition: str, answers: Iterable[Answer], texts: Texts, *, scored: bool
) -> None:
    """Print what is wrong in `answers`."""
    for answer in answers:
        if answer.query.is_scored and not scored:
            continue
        wrong = [f"missed {page}" for page in sorted(answer.missed)]
        wrong += [f"first is {answer.pages[0] if answer.pages else 'nothing'}"] * (not answer.is_first_right)
        precision = answer.precision(texts)
        if precision is not None and precision < 0.6:
            wrong += [f"precision {precision:.1f}: {', '.join(answer.pages[:5])}"]
        if wrong:
            console.print(Text(f"{edition}: [{answer.query.kind}] {answer.query.typed}: {'; '.join(wrong)}"))


if __name__ == "__main__":
    main()
