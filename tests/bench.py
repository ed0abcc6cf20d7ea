"""How long a build takes and how that grows (``make bench``): `puri pages` on made-up Korean sites.

A site of N has N terms and N sections of about 6 KB. Words come from the shipped lexicon, by a fixed seed, so
every run measures the same bytes. The whole command is timed from outside; the stages and the matcher from
inside, in one more run. Machines differ and are noisy: compare figures of one run only.
"""

import argparse
import gzip
import math
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from ahocorasick_rs import AhoCorasick
from rich.console import Console
from rich.table import Table

from builder.check import Manuscript, check, proofread
from builder.korean import particle
from builder.link import link
from builder.load import assemble, read_files
from builder.matcher import Lexicon, forms_of
from builder.publish import write_pages
from builder.render import render
from builder.resources import PACKAGE
from builder.text import squeeze
from tests import making

SIZES = (100, 500, 2_000, 10_000)
_PARTICLES = [
    "은/는",
    "이/가",
    "을/를",
    "의",
    "에서",
    "과/와",
    "으로/로",
    "도",
    "까지",
    "에서는",
    "입니다.",
    "이었고/였고",
    "",
    "",
]
_COMPOUNDS = ["업체", "시장", "기술"]  # glued to one mention in thirty, about as often as in content/
_PAGE = 6_250  # bytes of a section


def write_site(root: Path, size: int) -> int:
    """Write a site of `size` terms and sections into `root`; returns the bytes of content."""
    draw = random.Random(size)
    with gzip.open(PACKAGE / "data/lexicon/words.txt.gz", "rt", encoding="utf-8") as stream:
        words_block = stream.read().partition("\n")[2].partition("\n\n")[0]
    nouns = [word for word in words_block.split("\n") if 2 <= len(word) <= 3]
    names = draw.sample(nouns, 2 * size)
    heads = [first + second for first, second in zip(names[::2], names[1::2], strict=True)]
    words = draw.sample(nouns, min(len(nouns), 20_000))
    files: dict[str, str | bytes] = {}
    for i, head in enumerate(heads):
        files[f"terms/t{i}.md"] = making.term(head, f"{head}의 설명이다.\n")
        files[f"articles/a{i // 50}/{i % 50:02}-s{i}.md"] = making.section(
            f"절 {i}", _prose(draw, words, heads)
        )
    for i in range(0, size, 50):
        files[f"articles/a{i // 50}/index.md"] = making.ARTICLE
    making.write_site(root, files)
    return sum(len(data.encode()) for data in files.values() if isinstance(data, str))


def _prose(draw: random.Random, words: list[str], heads: list[str]) -> str:
    pieces: list[str] = []
    size = 0
    while size < _PAGE:
        is_term = draw.random() < 0.03
        piece = draw.choice(heads if is_term else words)
        if is_term and draw.random() < 0.03:
            piece += draw.choice(_COMPOUNDS)
        ending = draw.choice(_PARTICLES)
        piece += particle(piece, ending) if "/" in ending else ending
        piece += "\n\n## 다음\n\n" if draw.random() < 0.004 else " "
        pieces.append(piece)
        size += len(piece.encode())
    return "".join(pieces)


def command(root: Path) -> tuple[float, float]:
    """Run ``puri pages`` on the site in `root`; returns seconds and the peak memory in MB."""
    words = [sys.executable, "-m", "builder", "pages", "--root", str(root), "--out", str(root / "out")]
    begun = time.perf_counter()
    process = subprocess.Popen(words)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def stages(root: Path) -> dict[str, float]:
    """Return the seconds of each stage on the site in `root`, and of the matcher beside a bare search."""
    spent: dict[str, float] = {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        spent[name] = time.perf_counter() - begun

    with timed("read"):
        raw = read_files(root, "content")
    with timed("load"):
        library = assemble(raw, "content").library
    with timed("check"):
        check(library, making.SETTINGS)
    with timed("link"):
        linked = link(library, making.SETTINGS)
    with timed("proofread"):
        proofread(Manuscript(library, linked, making.SETTINGS, date(2026, 11, 22)))
    with timed("render"):
        site = render(library, linked, making.SETTINGS)
    with timed("write"):
        write_pages(site, root, root / "content", root / "stages")
    bodies = [section.document.body for section in library.sections]
    # Compounds are decided about once, the first time; what that costs is in the table of `make quality`.
    spent["matcher"] = _quickest(Lexicon(forms_of(library.terms.values())).find, bodies)
    bare = AhoCorasick([squeeze(term.title) for term in library.terms.values()])
    spent["bare search"] = _quickest(partial(bare.find_matches_as_indexes, overlapping=True), bodies)
    return spent


def _quickest(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return the seconds that `work` takes with all of `texts`, at best."""
    rounds: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        for text in texts:
            work(text)
        rounds.append(time.perf_counter() - begun)
    return min(rounds)


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    sizes = arguments.parse_args().sizes
    console = Console()
    console.print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores")
    whole = Table(
        "terms + sections", "MB", "seconds", "MB/s", "peak MB", title="puri pages, the whole command"
    )
    inside = Table("terms + sections", title="seconds of each stage")
    # Nothing is deleted before the end: for some seconds after that, ext4 takes long to make new files.
    with tempfile.TemporaryDirectory() as folder:
        sites = {size: Path(folder, str(size)) for size in sizes}
        megabytes = {size: write_site(root, size) / 1e6 for size, root in sites.items()}
        # The commands go first: the peak of a process that this one starts is never below its own.
        runs = {size: command(root) for size, root in sites.items()}
        spent = {size: stages(root) for size, root in sites.items()}
    for size, (seconds, memory) in runs.items():
        amount = megabytes[size]
        whole.add_row(
            str(size), f"{amount:.1f}", f"{seconds:.2f}", f"{amount / seconds:.1f}", f"{memory:.0f}"
        )
    for name in next(iter(spent.values()), ()):
        inside.add_column(name)
    for size, stage in spent.items():
        inside.add_row(str(size), *(f"{seconds:.3f}" for seconds in stage.values()))
    console.print(whole)
    console.print(inside)
    if (first := min(size for size in sizes if size >= min(500, max(sizes)))) < max(sizes):
        growth = math.log(runs[max(sizes)][0] / runs[first][0]) / math.log(max(sizes) / first)
        console.print(f"growth exponent from {first} to {max(sizes)}: {growth:.2f}")


if __name__ == "__main__":
    main()
