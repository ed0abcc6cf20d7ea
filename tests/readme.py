"""What commands write into README.md: tables, each between two marks that name its command."""

from collections.abc import Iterable
from pathlib import Path

_README = Path(__file__).parent.parent / "README.md"
_END = "<!-- end -->\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    head = tuple(head)
    lines = (head, ("---" for _ in head), *rows)
    return [f"| {' | '.join(line)} |" for line in lines]


def write_block(target: str, written: str) -> None:
    """Put `written` in the place of what ``make target`` has written before.

    Raises:
        ValueError: README.md has no place for it.
    """
    text = _README.read_text("utf-8")
    before, begin, rest = text.partition(f"<!-- made by make {target} -->\n")
    _, end, after = rest.partition(_END)
    if not end:
        raise ValueError(f"no place for make {target} in {_README}")
    _README.write_text(f"{before}{begin}{written}{end}{after}", "utf-8")
