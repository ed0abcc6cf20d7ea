"""Draws new examples for as long as it is told to: `make fuzz`.

Bodies by a grammar and whole content folders by hypothesis; bodies too by atheris, which follows coverage, if
there is a wheel of it. It ends in time with counts and a verdict: of what fails, the smallest example that
a few seconds more find is printed. As an explicit example it belongs to the tests for good.
"""

import argparse
import faulthandler
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from tests.planted import hold_planted, planted
from tests.trees import Tree, build, hold, trees

E = TypeVar("E")

_BATCH = 20  # examples between two looks at the clock, and one whole build by MkDocs
_SMALLER = 15  # seconds in which a smaller example is looked for, once one fails
_HANGS = 60  # seconds after which an example is taken for one that never ends
_FRESH = settings(
    max_examples=_BATCH,
    derandomize=False,
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


class _Enough(BaseException):
    """The time to look for a smaller example is over; hypothesis lets it through."""


class FailedError(Exception):
    """An example does not hold; the words say which one, and why."""


@dataclass
class _Trial:
    """Holds examples to `hold`, and keeps the smallest one that does not."""

    hold: Callable[[object], None]
    failed: list[str] = field(default_factory=list)
    end: float = float("inf")

    def __call__(self, example: object) -> None:
        if time.monotonic() > self.end:
            raise _Enough
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        try:
            self.hold(example)
        except Exception:
            self.end = min(self.end, time.monotonic() + _SMALLER)
            self.failed.append(_words(example))
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()


def _words(example: object) -> str:
    """Say which example does not hold, as text where it is bytes, and why: the error at hand."""
    if isinstance(example, Tree):
        shown = {path: data.decode("utf-8", "backslashreplace") for path, data in example.files.items()}
        example = (shown, dict(example.config))
    return f"{example!r}\n\n{traceback.format_exc()}"


def hunt(examples: SearchStrategy[E], hold: Callable[[E], None]) -> None:
    """Try a batch of new `examples`.

    Raises:
        FailedError: one of them does not hold.
    """
    trial = _Trial(hold)  # type: ignore[arg-type] # it gets what `examples` gives
    try:
        _FRESH(given(examples)(lambda example: trial(example)))()
    except (_Enough, Exception):
        if not trial.failed:
            raise
        raise FailedError(min(trial.failed, key=len)) from None


def fuzz_bodies(seconds: float, counts: Counter[str]) -> None:
    """Try bodies until the time is over."""

    def try_body(body: str) -> None:
        counts["bodies"] += 1
        hold_planted(body)

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        hunt(planted(), try_body)


def fuzz_trees(seconds: float, counts: Counter[str]) -> None:
    """Try trees until the time is over, and build the largest sound one of each batch."""
    largest = Tree({}, {})

    def try_tree(tree: Tree) -> None:
        nonlocal largest
        left = hold(tree)
        counts["trees"] += 1
        counts["files"] += len(tree.files)
        counts["files that could be built"] += len(left.files)
        largest = max(largest, left, key=lambda each: len(each.files))

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        largest = Tree({}, {})
        hunt(trees(), try_tree)
        if largest.files:
            _build(largest)
            counts["sites built"] += 1


def _build(tree: Tree) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            build(tree, Path(folder))
        except Exception:
            raise FailedError(_words(tree)) from None


def fuzz_spans(seconds: float) -> None:
    """Let atheris look for bodies, in a process of its own."""
    options = [f"-max_total_time={seconds:.0f}", f"-timeout={_HANGS}", "-len_control=0", "-max_len=80"]
    with tempfile.TemporaryDirectory() as folder:
        words = [*options, "-verbosity=0", "-print_final_stats=1", f"-artifact_prefix={folder}/"]
        status = subprocess.run([sys.executable, "-m", "tests.fuzz_spans", *words]).returncode
    if status:
        raise FailedError(f"atheris: see above (status {status})")


def main() -> int:
    """Fuzz, print the counts and the verdict."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("seconds", nargs="?", type=int, default=600)
    seconds = arguments.parse_args().seconds
    has_atheris = find_spec("atheris") is not None
    counts: Counter[str] = Counter()
    verdict = "everything holds"
    try:
        fuzz_bodies(seconds / 4, counts)
        fuzz_trees(seconds / 2, counts)
        if has_atheris:
            fuzz_spans(seconds / 4)
    except FailedError as failed:
        print(failed)
        verdict = "FAILED: see above; keep it as an explicit example of the tests"
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    print(verdict if has_atheris else f"{verdict}; no atheris here")
    return int(verdict.startswith("FAILED"))


if __name__ == "__main__":
    sys.exit(main())
