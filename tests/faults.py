"""Kills builds at random moments and looks at what is left: `make faults`.

What was published before must be whole, the next run must succeed, and nothing may lie about afterwards.
"""

import argparse
import hashlib
import itertools
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from builder import cli
from tests import making

_FORK = multiprocessing.get_context("fork")
_SMALL, _LARGE = 12, 240  # terms: for one process, and for several
_PATIENCE = 300  # seconds until a run counts as hung
_NEW = (
    "new",
    "term",
    "foundry-2",
    "--yes",
    "--term",
    "없던말",
    "--summary",
    "없던말의 뜻.",
    "--category",
    "분류",
)


@dataclass
class Counts:
    """What was seen."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, words: str) -> None:
        """Count a fault and say it at once."""
        self.faults[kind] += 1
        print(f"{kind}: {words}", file=sys.stderr)


@dataclass
class Trial:
    """A site of which builds are killed."""

    folder: Path
    size: int
    draw: random.Random
    counts: Counts
    version: int = 0
    whole: dict[tuple[str, int], str] = field(default_factory=dict)  # digests by command and version
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write the site, and learn what each command makes of its two versions, and how long it takes."""
        files: dict[str, str | bytes] = {
            f"terms/t{i}.md": making.term(
                f"{chr(0xAC00 + 28 * i)}말", f"[[t{(i + 7) % self.size}]]와 다른 말."
            )
            for i in range(self.size)
        }
        self.root = making.write_site(self.folder / "root", files)
        (self.folder / "tmp").mkdir()
        for command in ("build", "bundle"):
            for version in (1, 0):
                self.write(version)
                begun = time.monotonic()
                assert self.run(command) == 0
                self.seconds[command] = time.monotonic() - begun
                self.whole[command, version] = self.published(command)
        begun = time.monotonic()
        assert self.run("new") == 0
        self.seconds["new"] = time.monotonic() - begun
        self.whole["new", 0] = self.published("new")
        self.new.unlink()
        self.usual = self.around()

    def write(self, version: int) -> None:
        """Bring the content to one of its two versions."""
        self.version = version
        text = making.term("가말", f"[[t1]]의 판 {version}.")
        (self.root / "content/terms/t0.md").write_text(text, "utf-8")

    @property
    def new(self) -> Path:
        """What `puri new` writes."""
        return self.root / "content/terms/foundry-2.md"

    def start(self, command: str) -> BaseProcess:
        """Begin a run: of the command line, in a process that need not load it first."""

        def act() -> None:
            os.environ["TMPDIR"] = str(self.folder / "tmp")
            os.environ.pop("PURI_CACHE", None)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(os.open(self.folder / "errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            words = _NEW if command == "new" else (command,)
            sys.argv = ["puri", *words, "--root", str(self.root)]
            cli.main()

        running = _FORK.Process(target=act)
        running.start()
        return running

    def run(self, command: str) -> int | None:
        """Run to the end."""
        running = self.start(command)
        running.join(_PATIENCE)
        return running.exitcode

    def published(self, command: str) -> str:
        """Return a digest of what stands where the results of `command` belong; empty if nothing does."""
        place = {"build": self.root / "site", "bundle": self.root / "dist", "new": self.new}[command]
        files = [place] if place.is_file() else sorted(place.rglob("[!.]*"))
        whole = hashlib.sha256()
        for file in files:
            hidden = any(part.startswith(".") for part in file.relative_to(self.root).parts)
            if file.is_file() and not hidden:
                whole.update(f"{file.relative_to(self.root)}\0".encode() + file.read_bytes())
        return whole.hexdigest() if files else ""

    def around(self) -> set[str]:
        """Name everything that lies where Puri writes, but for the results themselves."""
        lying = [
            *self.root.iterdir(),
            *(self.root / "dist").iterdir(),
            *(self.root / "content/terms").iterdir(),
        ]
        lying += [*(self.root / ".cache/puri").iterdir(), *(self.folder / "tmp").iterdir()]
        return {str(path) for path in lying}

    def kill(self, command: str, victim: str) -> None:
        """Change the content, begin `command`, kill it, look, run it again, and look again."""
        before = self.published(command)
        if command != "new":
            self.write(1 - self.version)
        running = self.start(command)
        last = self.draw.random() < 0.5  # where results take their places
        share = self.draw.uniform(0.8, 1.05) if last else self.draw.uniform(0, 1)
        time.sleep(share * self.seconds[command])
        hit = self.strike(running, victim)
        words = f"{command}, {victim}, {share:.2f} of {self.seconds[command]:.1f} s"
        if hit:
            self.counts.kills[f"{command}, {victim}"] += 1
        running.join(_PATIENCE)
        if (status := running.exitcode) is None:
            running.kill()
            self.counts.note("hung", words)
            return
        if b"Traceback" in (self.folder / "errors").read_bytes():
            self.counts.note("traceback", words)
        if victim == "child" and status not in {0, 1, 2}:
            self.counts.note("unclear end", f"{words}: status {status}")
        after = self.whole[command, 0 if command == "new" else self.version]
        if self.published(command) not in {before, after}:
            self.counts.note("loss", words)
        if command == "new":
            self.new.unlink(missing_ok=True)
        if self.run(command) != 0:
            self.counts.note("next run failed", f"{words}: {(self.folder / 'errors').read_text('utf-8')}")
        if self.published(command) != after:
            self.counts.note("next run made something else", words)
        self.new.unlink(missing_ok=True)
        if litter := self.around() - self.usual:
            self.counts.note("litter", f"{words}: {', '.join(sorted(litter))}")

    def strike(self, running: BaseProcess, victim: str) -> bool:
        """Send the signal, and tell whether it found somebody."""
        if not running.is_alive():
            return False
        if victim == "main":
            running.kill()
            return True
        try:
            children = psutil.Process(running.pid).children(recursive=True)
            if children:
                self.draw.choice(sorted(children, key=lambda child: child.pid)).kill()
        except psutil.NoSuchProcess:
            return False
        return bool(children)


def trials(kills: int, seed: int, folder: Path, counts: Counts) -> Iterator[Callable[[], None]]:
    """Yield what to do, without end: the commands by turns, main processes and children."""
    draw = random.Random(seed)
    small = Trial(folder / "small", _SMALL, draw, counts)
    turns = [(small, "build", "main"), (small, "bundle", "main"), (small, "new", "main")]
    if kills > 10:
        large = Trial(folder / "large", _LARGE, draw, counts)
        turns += [(large, "build", "main"), (large, "build", "child"), (large, "bundle", "child")]
    for trial, command, victim in itertools.cycle(turns):
        yield lambda: trial.kill(command, victim)  # noqa: B023 - called before the next turn


def rehearse(kills: int, seed: int, folder: Path) -> Counts:
    """Kill so many processes and return what was seen."""
    counts = Counts()
    for trial in trials(kills, seed, folder, counts):
        if counts.kills.total() >= kills:
            return counts
        trial()
        print(f"{counts.kills.total()} kills", end="\r", file=sys.stderr, flush=True)
    return counts


def main() -> int:
    """Print the counts."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("kills", nargs="?", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=20261122)
    given = arguments.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = rehearse(given.kills, given.seed, Path(folder))
    print(f"seed {given.seed}, {time.monotonic() - begun:.0f} s, kills {counts.kills.total()}:")
    for name, count in sorted(counts.kills.items()):
        print(f"  {name}: {count}")
    found = counts.faults.total()
    for kind in ("loss", "next run failed", "next run made something else", "litter", "hung", "traceback"):
        print(f"{kind}: {counts.faults.pop(kind, 0)}")
    print(f"other: {counts.faults.total()}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
