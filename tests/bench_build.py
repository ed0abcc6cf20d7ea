"""How long a whole build takes (``make bench-build``): `puri build`, beside Material on the same Markdown.

The made-up sites are those of tests/bench.py. Every command is timed from outside, from start to exit, one
after the other; memory is the proportional set size of all its processes together, looked at twice a second.
"Material, small navigation" builds the pages that ``puri pages`` writes, with the extensions that they need,
the theme's own search, and only index pages in its navigation; "all pages" has every page in it.
"""

import argparse
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import psutil
import yaml
from rich.console import Console
from rich.table import Table

from builder.cache import VARIABLE
from builder.markdown.dialect import EXTENSIONS
from tests.bench import write_site

SIZES = (1_000, 10_000)
_COMPARED = 1_000  # the size at which Material is measured too
_INDEXES = ["index.md", "terms/index.md", "articles/index.md", "map.md", "paths/index.md", "timeline.md"]


class Run(NamedTuple):
    """Seconds from start to exit, and the most memory in MB."""

    seconds: float
    memory: float


def run(*words: str, cache: Path | None = None) -> Run:
    """Run a command and measure it; `cache` is where Puri keeps pages."""
    environment = os.environ | {VARIABLE: str(cache or "")}
    begun = time.perf_counter()
    process = psutil.Popen([sys.executable, "-m", *words], env=environment, stdout=subprocess.DEVNULL)
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


def puri(root: Path) -> dict[str, Run]:
    """Measure a first build, and a second one after one section was edited."""
    cache = root.parent / "cache"
    words = ("builder", "build", "--root", str(root), "--out", str(root / "site"))
    first = run(*words, cache=cache)
    section = root / "content/articles/a0/07-s7.md"
    section.write_text(section.read_text("utf-8") + "\n한 문장이 더 있다.\n", "utf-8")
    second = run(*words, cache=cache)
    kept = root.parent / "second"
    shutil.move(root / "site", kept)
    again = run(*words)
    assert not subprocess.run(["diff", "-rq", str(kept), str(root / "site")]).returncode
    return {"puri build": first, "the same without a cache": again, "after one edited section": second}


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
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    return run("mkdocs", "build", "--quiet", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "site"))


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    arguments.add_argument("--all-in-nav", action="store_true", help="measure Material with all pages too")
    given = arguments.parse_args()
    console = Console(soft_wrap=True)
    console.print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    table = Table("terms + sections", "command", "seconds", "of the first", "peak MB", "site MB")
    times: dict[int, float] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "root")
            write_site(root, size)
            settings = root / "mkdocs.yml"
            settings.write_text(settings.read_text("utf-8").replace("[puri]", "[search, puri]"), "utf-8")
            runs: Mapping[str, Run] = puri(root)
            site = sum(path.stat().st_size for path in (root / "site").rglob("*") if path.is_file()) / 1e6
            times[size] = runs["puri build"].seconds
            if size == _COMPARED:
                runs = {**runs, "Material, small navigation": material(root, with_all=False)}
                if given.all_in_nav:
                    runs = {**runs, "Material, all pages in it": material(root, with_all=True)}
            for name, (seconds, memory) in runs.items():
                share = f"{seconds / times[size]:.2f}"
                table.add_row(str(size), name, f"{seconds:.1f}", share, f"{memory:.0f}", f"{site:.0f}")
    console.print(table)
    if len(times) > 1:
        growth = math.log(times[max(times)] / times[min(times)]) / math.log(max(times) / min(times))
        console.print(f"growth exponent from {min(times)} to {max(times)}: {growth:.2f}")


if __name__ == "__main__":
    main()
