"""What the benches share: a user's folder of their own, and how figures are written."""

import math
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

_QUIET = 90  # seconds


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder that goes away at the end; what Puri keeps for the user is kept there, too (on Linux).

    Nothing is to be deleted there before a clock is started: for a minute after that, a disk may take long to
    make new files (ext4 with `discard`: a command that makes 4,000 takes a third longer). So it is given time
    for what others have deleted.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.sync()
        time.sleep(_QUIET)
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "user"))
        yield Path(folder)


def forget_words() -> None:
    """Forget what the analyser has said of runs of Hangul: to it all words are new again."""
    shutil.rmtree(user_cache_path("puri") / "words", ignore_errors=True)


def sizes(size: int) -> str:
    """Write how large a site is: terms, and as many sections."""
    return f"{size:,} + {size:,}"


def machine() -> str:
    """Say what was measured on."""
    return f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} cores"


def growth(seconds: Mapping[int, float]) -> str:
    """Say how the time grows from the smallest to the largest size: linear is a power of 1."""
    first, last = min(seconds), max(seconds)
    power = math.log(seconds[last] / seconds[first]) / math.log(last / first)
    return f"From {first:,} to {last:,} the time grows with the power {power:.2f}."
