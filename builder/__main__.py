"""The program: `python -m builder` is the same as `puri`."""

import gc


def main() -> None:
    """Run the command line.

    Python looks for rubbish often. A command makes next to none, and holds millions of things until its end:
    to look through them took a twentieth of its time. mypy has these figures too.
    """
    gc.set_threshold(200_000, 30, 30)
    from builder import cli  # imports are the first to profit

    cli.main()


if __name__ == "__main__":
    main()
