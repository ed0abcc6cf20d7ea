"""Draws new examples for as long as it is told to: `make fuzz`.

Whole content folders by hypothesis; where a body is prose by atheris, which follows coverage, if
there is a wheel of it. What fails is printed; as an explicit example it belongs to the tests for good.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.trees import Tree, build, hold, trees

_BATCH = 20  # examples between two looks at the clock, and one whole build by MkDocs
_FRESH = settings(
    max_examples=_BATCH,
    derandomize=False,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def fuzz_trees(seconds: float) -> Counter[str]:
    """Try trees until the time is over; returns how many of what."""
    counts: Counter[str] = Counter()
    largest = Tree({}, {})

    @_FRESH
    @given(trees())
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
        try_tree()
        if largest.files:
            with tempfile.TemporaryDirectory() as folder:
                build(largest, Path(folder))
            counts["sites built"] += 1
    return counts


def main() -> int:
    """Fuzz, and print the counts."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("seconds", nargs="?", type=int, default=600)
    seconds = arguments.parse_args().seconds
    has_atheris = find_spec("atheris") is not None
    counts = fuzz_trees(seconds * (0.75 if has_atheris else 1))
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    if not has_atheris:
        print("spans: no atheris here")
        return 0
    options = [f"-max_total_time={seconds // 4}", "-len_control=0", "-max_len=80", "-verbosity=0"]
    words = [sys.executable, "-m", "tests.fuzz_spans", *options, "-print_final_stats=1"]
    return subprocess.run(words).returncode


if __name__ == "__main__":
    sys.exit(main())
