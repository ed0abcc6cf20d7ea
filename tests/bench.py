"""How long a build takes and how that grows (``make bench-pages``): `puri pages` on made-up Korean sites.

A site of N has N terms and N sections of about 6 KB. Words come from the shipped lexicon, by a fixed seed, so
every run measures the same bytes. The whole command is timed from outside; the stages and the matcher from
inside, in one more run. glossarify-md is given the same terms, as headings of one file, and the same bodies.
Machines differ and are noisy: compare figures of one run only.
"""

import argparse
import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import zstandard
from ahocorasick_rs import AhoCorasick
from rich.console import Console

from builder.check import Manuscript, check, proofread
from builder.korean import particle
from builder.link import link
from builder.load import assemble, read_files
from builder.matcher import Lexicon, forms_of
from builder.model import Library
from builder.publish import write_pages
from builder.render import render
from builder.resources import PACKAGE
from builder.text import squeeze
from tests import making
from tests.measuring import forget_words, growth, machine, sizes, workplace
from tests.readme import table, write_block

SIZES = (100, 500, 2_000, 10_000)
_COMPARED = 2_000  # the size at which glossarify-md is measured too
_LOCKED = Path(__file__).with_name("glossarify") / "package.json"
_GROWS_FROM = 500  # terms; a smaller site mostly waits for Python and Kiwi
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


class Command(NamedTuple):
    """The seconds of a command, those with all words new to it, and the most memory in MB."""

    seconds: float
    when_new: float
    memory: float


class Row(NamedTuple):
    """What was measured at one size: the whole command, and the seconds of each stage."""

    size: int
    megabytes: float
    command: Command
    stages: Mapping[str, float]


def write_site(root: Path, size: int) -> int:
    """Write a site of `size` terms and sections into `root`; returns the bytes of content."""
    draw = random.Random(size)
    lexicon = zstandard.decompress((PACKAGE / "data/lexicon/words.txt.zst").read_bytes()).decode()
    every = [line.partition("\t")[0] for line in lexicon.split("\n")[1:]]
    nouns = [word for word in every if 2 <= len(word) <= 3]
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


def command(root: Path) -> Command:
    """Run ``puri pages`` on the site in `root` six times, first with all words new; takes the middle ones."""
    words = [sys.executable, "-m", "builder", "pages", "--root", str(root), "--out"]
    runs = []
    for number in range(6):
        if number < 3:
            forget_words()
        runs.append(_timed([*words, str(root / f"out{number}")]))
    new, known = (sorted(seconds for seconds, _ in some)[1] for some in (runs[:3], runs[3:]))
    return Command(known, new, max(memory for _, memory in runs))


def _timed(words: Sequence[str], folder: Path | None = None) -> tuple[float, float]:
    """Run a command in `folder`; returns seconds and the peak memory in MB."""
    os.sync()  # or it would share the machine with what was written before
    begun = time.perf_counter()
    process = subprocess.Popen(
        words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, words
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def glossarify(program: Path, library: Library, folder: Path) -> float:
    """Run glossarify-md, found at `program`, on the same words in `folder`; returns seconds."""
    docs = {"glossary.md": "# 용어\n\n"}
    for term in library.terms.values():
        docs["glossary.md"] += f"## {term.title}\n\n{term.document.body}\n"
    for section in library.sections:
        docs[section.path] = f"# {section.title}\n\n{section.document.body}"
    for name, text in docs.items():
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(text, "utf-8")
    settings = {
        "$schema": "./node_modules/glossarify-md/conf/v5/schema.json",
        "baseDir": "./docs",
        "outDir": "../linked",
        "glossaries": [{"file": "./glossary.md", "termHint": ""}],
    }
    (folder / "glossarify.json").write_text(json.dumps(settings), "utf-8")
    seconds, _ = _timed([str(program), "--config", "./glossarify.json"], folder)
    linked = (folder / "linked" / library.sections[0].path).read_text("utf-8")
    assert "](" in linked or "][" in linked
    return seconds


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
    gc.freeze()  # a command looks for rubbish far more seldom than this process
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


def report(rows: Sequence[Row], beside: float | None) -> str:
    """Write the tables and what follows from them, in Markdown; `beside` are glossarify-md's seconds."""
    commands = {row.size: row.command for row in rows}
    head = ("terms + sections", "content", "seconds", "when all words are new", "MB/s", "peak memory")
    lines = [
        f"{machine()}; one command after the other, of each the middle one of three:",
        "",
        *table(head, map(_whole, rows)),
    ]
    growing = {size: each.seconds for size, each in commands.items() if size >= _GROWS_FROM}
    if len(growing) > 1:
        lines += ["", growth(growing)]
    if beside:
        version = json.loads(_LOCKED.read_text("utf-8"))["dependencies"]["glossarify-md"]
        fast, new = (f"{beside / seconds:.1f} times" for seconds in commands[_COMPARED][:2])
        words = f"At {_COMPARED:,} glossarify-md {version} took {beside:.1f} seconds for the same words"
        lines += ["", f"{words}: Puri was {fast} as fast, and {new} when all words were new."]
    lines += ["", "Seconds of each stage, in one process and those that it starts:", ""]
    return "\n".join([*lines, *table(("terms + sections", *rows[0].stages), map(_stages, rows))]) + "\n"


def _whole(row: Row) -> tuple[str, ...]:
    seconds, when_new, memory = row.command
    speed = f"{row.megabytes / seconds:.1f}"
    content = f"{row.megabytes:.1f} MB"
    return sizes(row.size), content, f"{seconds:.2f}", f"{when_new:.2f}", speed, f"{memory:.0f} MB"


def _stages(row: Row) -> tuple[str, ...]:
    return sizes(row.size), *(f"{seconds:.3f}" for seconds in row.stages.values())


def main() -> None:
    """Print what was measured, and write it into the README."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    arguments.add_argument("--glossarify", type=Path, help="the program glossarify-md, if it is there")
    arguments.add_argument("--readme", action="store_true", help="write the results into README.md")
    given = arguments.parse_args()
    beside = None
    with workplace() as folder:
        sites = {size: folder / str(size) for size in given.sizes}
        megabytes = {size: write_site(root, size) / 1e6 for size, root in sites.items()}
        # The commands go first: the peak of a process that this one starts is never below its own.
        commands = {size: command(root) for size, root in sites.items()}
        if given.glossarify and given.glossarify.exists() and _COMPARED in sites:
            library = assemble(read_files(sites[_COMPARED], "content"), "content").library
            beside = glossarify(given.glossarify.resolve(), library, folder / "glossarify")
        rows = [Row(size, megabytes[size], commands[size], stages(root)) for size, root in sites.items()]
    written = report(rows, beside)
    Console(soft_wrap=True).print(written, markup=False)
    if given.readme:
        write_block("bench-pages", written)


if __name__ == "__main__":
    main()
