"""The program: `python -m builder` is the same as `puri`.

What is done here for speed, mypy does too: both hold millions of things until they end.
"""

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run the command line.

    Python looks for rubbish often, and there is next to none: that took a tenth of the time of a command.
    """
    gc.set_threshold(200_000, 30, 30)
    from builder import cli  # imports are the first to profit

    try:
        cli.main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            _leave(end.code or 0)
        raise


def _leave(status: int) -> None:
    """End without taking everything apart, which takes up to half a second; but not if output is lost."""
    from builder import parallel

    parallel.stop()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
