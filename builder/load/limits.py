"""How much of everything content may hold: far more than it needs, and little enough to take no time.

What is over a limit is reported and not read further: rules and engines would be busy with it for hours.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LARGEST_TEXT = 2_000_000  # bytes of a Markdown or YAML file
LARGEST_ASSET = 20_000_000  # bytes of a picture or document
LONGEST_BODY = 100_000  # characters
LONGEST_LINE = 10_000  # characters of a line of a body
MOST_HEADINGS = 300  # of a body
MOST_DEFINITIONS = 500  # of references, and footnotes with their uses, in a body
LONGEST_FRONT_MATTER = 100_000  # characters; of a YAML file of its own too, but for sources.yml
MOST_MARKS = 1_500  # characters of Markdown's in one paragraph, list or table
MOST_TAGS = 500  # characters < of a body
MOST_FAULTS = 100  # reported of one mapping, such as the front matter of a file
DEEPEST = 10  # quotations, lists or brackets within each other

_HEADING = re.compile(r"^[ >]*#|^[ >]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^[ >]*\[[^\]\n]*\]:|\[\^", re.MULTILINE)
_TAG = re.compile("<")
_MARK = re.compile(r"[*_`~\[\]<>!&\\{}$^=]")
_BLANK = re.compile(r"\n[ \t>]*\n")
_START = re.compile(r"[ \t]*(?:>[ \t]*|[*+-][ \t]+|\d+[.)][ \t]+|:[ \t]+)*")
_CONTAINER = re.compile(r"[>*+:-]|\d+[.)]")


class Excess(NamedTuple):
    """A limit that is passed: its name in ``i18n/``, how much there is, how much there may be, and where."""

    name: str
    amount: int
    limit: int
    offset: int


def excess(body: str) -> Excess | None:
    """Return the first limit that `body` passes. Takes time in proportion to its length."""
    return next(_excesses(body), None)


def _excesses(body: str) -> Iterator[Excess]:
    if len(body) > LONGEST_BODY:
        yield Excess("body", len(body), LONGEST_BODY, 0)
        return
    at = 0
    for line in body.split("\n"):
        if len(line) > LONGEST_LINE:
            yield Excess("line", len(line), LONGEST_LINE, at)
        if (depth := _containers(line)) > DEEPEST:
            yield Excess("depth", depth, DEEPEST, at)
        at += len(line) + 1
    for name, pattern, limit in (
        ("headings", _HEADING, MOST_HEADINGS),
        ("definitions", _DEFINITION, MOST_DEFINITIONS),
        ("tags", _TAG, MOST_TAGS),
    ):
        places = [found.start() for found in pattern.finditer(body)]
        if len(places) > limit:
            yield Excess(name, len(places), limit, places[limit])
    start = 0
    for block in _BLANK.split(body):
        marks = len(_MARK.findall(block))
        if marks > MOST_MARKS:
            yield Excess("marks", marks, MOST_MARKS, body.find(block, start))
        if (depth := _brackets(block)) > DEEPEST:
            yield Excess("depth", depth, DEEPEST, body.find(block, start))
        start += len(block)


def _containers(line: str) -> int:
    """How many quotations and lists begin on `line`, or go on in it by its indentation."""
    start = _START.match(line)
    head = start[0] if start else ""
    indent = len(head) - len(head.lstrip(" \t")) + 3 * (head.count("\t"))
    return max(len(_CONTAINER.findall(head)), indent // 4 if len(head) < len(line) else 0)


def _brackets(block: str) -> int:
    depth = deepest = 0
    for char in re.findall(r"[\[\]]", block):
        depth = depth + 1 if char == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
