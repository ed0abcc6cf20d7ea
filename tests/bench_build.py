"""How long a whole build takes (``make bench-build``): `puri build`, beside Material on the same Markdown.

The made-up sites are those of tests/bench.py. Every command is timed from outside, from start to exit, one
after the other; memory is the proportional set size of all its processes together, looked at twice a second.
"Material, small navigation" builds the pages that ``puri pages`` writes, with the extensions that they need,
the theme's own search, and only index pages in its navigation; "all pages" has every page in it. A preview is
timed from the moment at which a section is saved until its page, asked for again and again, has the new
words. Two machines are imitated by two processes that have one core each.
"""

import argparse
import gzip
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import psutil
import yaml
from rich.console import Console

from builder.cache import VARIABLE
from builder.markdown.dialect import EXTENSIONS
from tests.bench import write_site
from tests.measuring import forget_words, growth, machine, sizes, workplace
from tests.readme import table, write_block

SIZES = (1_000, 10_000)
_COMPARED = 1_000  # the size at which everything is measured
_PREVIEWED = (50, 1_000)
_INDEXES = ["index.md", "terms/index.md", "articles/index.md", "map.md", "paths/index.md", "timeline.md"]
_FIRST, _SECOND = "puri build", "again, after one edited section"


class Run(NamedTuple):
    """Seconds from start to exit, and the most memory in MB."""

    seconds: float
    memory: float


class Row(NamedTuple):
    """What was measured at one size (terms, and as many sections)."""

    size: int
    name: str
    run: Run


def start(*words: str, cache: Path | None = None, core: int | None = None) -> psutil.Popen:
    """Start a command; `cache` is where Puri keeps pages, `core` the only one that it may use."""
    environment = os.environ | {VARIABLE: str(cache or ""), "NO_MKDOCS_2_WARNING": "1"}
    bind = None if core is None else partial(os.sched_setaffinity, 0, {core})
    command = [sys.executable, "-m", *words]
    return psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL, preexec_fn=bind)


def run(*words: str, cache: Path | None = None, core: int | None = None) -> Run:
    """Run a command and measure it."""
    begun = time.perf_counter()
    process = start(*words, cache=cache, core=core)
    memory = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal memory
        while not ended.wait(0.5):
            memory = max(memory, _memory(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - begun
    ended.set()
    watcher.join()
    assert status == 0, words
    return Run(seconds, memory)


def _memory(process: psutil.Process) -> float:
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_full_info().pss
    except psutil.Error:
        pass  # it has ended meanwhile
    return total / 1e6


def _build(root: Path, out: Path, *more: str) -> tuple[str, ...]:
    return ("builder", "build", "--root", str(root), "--out", str(out), *more)


def puri(root: Path, *, is_small: bool) -> Iterator[tuple[str, Run]]:
    """Measure a first build (of a small site the middle one of three), and one after a section was edited."""
    cache = root.parent / "cache"
    first = []
    for number in range(3 if is_small else 1):
        forget_words()
        for place in (cache, root / "site"):
            if place.exists():  # not deleted: the next build would wait for the disk
                place.rename(place.with_name(f"{place.name}-{number}"))
        first.append(run(*_build(root, root / "site"), cache=cache))
    yield _FIRST, sorted(first)[len(first) // 2]
    again = []
    for number in range(3):
        _append(root / "content/articles/a0/07-s7.md", f"{number}째 판입니다.")
        again.append(run(*_build(root, root / "site"), cache=cache))
    yield _SECOND, sorted(again)[1]


def _append(section: Path, words: str) -> None:
    section.write_text(section.read_text("utf-8") + f"\n{words}\n", "utf-8")


def without_cache(root: Path) -> Iterator[tuple[str, Run]]:
    """Measure a build that keeps nothing; what the second build has made must be the same."""
    yield "puri build that keeps nothing", run(*_build(root, root / "anew"))
    _assert_same(root / "site", root / "anew")


def _assert_same(one: Path, other: Path) -> None:
    assert not subprocess.run(["diff", "-rq", str(one), str(other)]).returncode


def shards(root: Path) -> Iterator[tuple[str, Run]]:
    """Measure a build on one core, and its two halves, at the same time, on one core each."""
    yield "puri build on one core", run(*_build(root, root / "one"), core=0)
    parts = [str(root / f"part{number}") for number in (1, 2)]
    begun = time.perf_counter()
    halves = [
        start(*_build(root, Path(part), "--shard", f"{core + 1}/2"), core=core)
        for core, part in enumerate(parts)
    ]
    assert [half.wait() for half in halves] == [0, 0]
    yield "two shards, one core each", Run(time.perf_counter() - begun, 0)
    yield "puri merge", run("builder", "merge", *parts, "--out", str(root / "merged"), core=0)
    _assert_same(root / "one", root / "merged")


def preview(root: Path) -> Iterator[tuple[str, Run]]:
    """Measure how long an edited section takes to be seen in `puri serve`; the middle one of five."""
    port = random.randrange(20_000, 30_000)
    page = f"http://127.0.0.1:{port}/test/articles/a0/s7/"
    seconds = []
    with _serving("builder", "serve", "--root", str(root), "--port", str(port), cache=root.parent / "cache"):
        _wait(partial(_asked, page))
        for number in range(5):
            time.sleep(3)
            words = f"{number}번째 문장이 더 있다."
            _append(root / "content/articles/a0/07-s7.md", words)
            begun = time.perf_counter()
            _wait(partial(_has, page, words))
            seconds.append(time.perf_counter() - begun)
    yield "puri serve, from saving to seeing", Run(sorted(seconds)[2], 0)


@contextmanager
def _serving(*words: str, cache: Path) -> Iterator[None]:
    process = start(*words, cache=cache)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _has(page: str, words: str) -> bool:
    return words in _asked(page)


def _asked(page: str) -> str:
    try:
        with urlopen(page, timeout=60) as answer:
            return str(answer.read().decode())
    except OSError:  # it does not serve yet
        return ""


def _wait(is_so: Callable[[], object]) -> None:
    end = time.perf_counter() + 600
    while not is_so():
        assert time.perf_counter() < end
        time.sleep(0.02)


def material(root: Path, *, with_all: bool) -> Run:
    """Measure Material on the Markdown pages of the site in `root`."""
    folder = root.parent / ("all" if with_all else "small")
    run("builder", "pages", "--root", str(root), "--out", str(folder / "docs"))
    settings: dict[str, object] = {
        "site_name": "시험",
        "theme": {"name": "material", "font": False, "language": "ko"},
        "plugins": ["search"],
        "markdown_extensions": [{name: dict(options)} for name, options in EXTENSIONS.items()],
    }
    if not with_all:
        settings |= {"nav": _INDEXES, "not_in_nav": "*.md"}
    # Not safe_dump: a function that makes slugs is named by its place, as Material's documentation has it.
    (folder / "mkdocs.yml").write_text(yaml.dump(settings, allow_unicode=True), "utf-8")
    return run("mkdocs", "build", "--quiet", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site"))


def measured(folder: Path, size: int, *, all_in_nav: bool) -> Iterator[Row]:
    """Measure everything there is to measure at `size`, in `folder`, and say what weighs how much."""
    root = folder / "root"
    write_site(root, size)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
    runs: list[Callable[[], Iterator[tuple[str, Run]]]] = []
    is_built = size in SIZES or size not in _PREVIEWED
    if is_built:
        runs.append(partial(puri, root, is_small=size <= _COMPARED))
    if size == _COMPARED:
        runs += [partial(without_cache, root), partial(shards, root)]
    if size in _PREVIEWED:
        runs.append(partial(preview, root))
    for each in runs:
        yield from (Row(size, name, found) for name, found in each())
    if size == _COMPARED:
        yield Row(size, "Material, small navigation", material(root, with_all=False))
        if all_in_nav:
            yield Row(size, "Material, all pages in its navigation", material(root, with_all=True))
    if is_built:
        yield Row(size, _weights(root / "site"), Run(0, 0))


def _weights(site: Path) -> str:
    whole = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    index = [len(gzip.compress(path.read_bytes())) for path in sorted(site.glob("search/*.js"))]
    first = len(gzip.compress((site / "search/words-0.js").read_bytes()))
    pages = sorted(len(gzip.compress(path.read_bytes())) for path in site.glob("*/*/**/index.html"))
    half = pages[len(pages) // 2]
    return (
        f"the site has {whole / 1e6:,.0f} MB; its index of the search {sum(index) / 1e6:.1f} MB (gzip) in "
        f"{len(index)} pieces, of which a page loads none and the first search {first / 1e6:.2f} MB and a "
        f"few more; half of the pages of terms and sections weigh less than {half / 1e3:.0f} KB (gzip), the "
        f"largest {pages[-1] / 1e3:.0f} KB"
    )


def report(rows: list[Row]) -> str:
    """Write the table, the plot and what follows from them, in Markdown."""
    first = {row.size: row.run.seconds for row in rows if row.name == _FIRST}
    lines = [
        f"{machine()}; one run, one command after the other:",
        "",
        *table(
            ("terms + sections", "command", "seconds", "of the first build", "peak memory"),
            (_cells(row, first.get(row.size)) for row in rows if row.run.seconds),
        ),
    ]
    lines += ["", *(f"At {sizes(row.size)}: {row.name}." for row in rows if not row.run.seconds)]
    if len(first) > 1:
        lines += ["", growth(first)]
    compared = [row for row in rows if row.size == _COMPARED and row.run.seconds]
    names = ", ".join(f'"{row.name}"' for row in compared)
    lines += [
        *("", "```mermaid", "xychart-beta horizontal"),
        f'    title "Seconds at {sizes(_COMPARED)}"',
        f"    x-axis [{names}]",
        f"    bar [{', '.join(f'{row.run.seconds:.1f}' for row in compared)}]",
        "```",
    ]
    return "\n".join(lines) + "\n"


def _cells(row: Row, first: float | None) -> tuple[str, ...]:
    seconds, memory = row.run
    share = f"{seconds / first:.2f}" if first else ""
    peak = f"{memory:,.0f} MB" if memory else ""
    return sizes(row.size), row.name, f"{seconds:.1f}", share, peak


def main() -> None:
    """Print what was measured, and write it into the README."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("sizes", nargs="*", type=int, default=sorted({*SIZES, *_PREVIEWED}))
    arguments.add_argument("--all-in-nav", action="store_true", help="measure Material with all pages too")
    arguments.add_argument("--readme", action="store_true", help="write the results into README.md")
    given = arguments.parse_args()
    console = Console(soft_wrap=True)
    rows: list[Row] = []
    with workplace() as folder:
        for size in given.sizes:
            for row in measured(folder / str(size), size, all_in_nav=given.all_in_nav):
                rows.append(row)
                console.print(f"{row.size:>6} {row.run.seconds:8.1f} s {row.run.memory:6.0f} MB  {row.name}")
    written = report(rows)
    console.print(written, markup=False)
    if given.readme:
        write_block("bench-build", written)


if __name__ == "__main__":
    main()
