"""How much of everything content may hold: far more than it needs, and little enough to take no time.

What is over a limit is reported and not read further: rules and engines would be busy with it for hours.
"""

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from builder.markdown import lines
from builder.markdown.dialect import fenced_lines

LARGEST_TEXT = 2_000_000  # bytes of a Markdown or YAML file
LARGEST_ASSET = 20_000_000  # bytes of a picture or document
LONGEST_BODY = 100_000  # characters
LONGEST_LINE = 10_000  # characters of a line of a body
MOST_HEADINGS = 300  # of a body
MOST_DEFINITIONS = 500  # of references, and footnotes with their uses, in a body
LONGEST_FRONT_MATTER = 100_000  # characters; of a YAML file of its own too, but for sources.yml
MOST_MARKS = 1_500  # characters of Markdown's in one paragraph, list or table
MOST_TAGS = 300  # characters < of a body
MOST_UNCLOSED = 100  # of these that no > follows: for each an engine reads on to the end of the body
MOST_FAULTS = 100  # reported of one mapping, such as the front matter of a file
LONGEST_NUMBER = 1_000  # digits in a row in a body; Python reads no number of more than 4,300
DEEPEST = 10  # quotations, lists or brackets within each other

_HEADING = re.compile(r"^[ >]*#|^[ >]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(r"^[ >]*\[[^\]\n]*\]:|\[\^", re.MULTILINE)
_TAG = re.compile("<")
_UNCLOSED = re.compile(r"<[A-Za-z/](?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*+(?!>)")
_NUMBER = re.compile(rf"\d{{{LONGEST_NUMBER},}}")
# What there may be only so much of: name, pattern, limit, and a character that is quick to count, as each of
# them has one, but for a heading in the last line.
_LIMITED = (
    ("headings", _HEADING, MOST_HEADINGS, "\n"),
    ("definitions", _DEFINITION, MOST_DEFINITIONS, "["),
    ("tags", _TAG, MOST_TAGS, "<"),
    ("unclosed", _UNCLOSED, MOST_UNCLOSED, "<"),
)
_MARKS = "*_`~[]<>!&\\{}$^="
_BLANK = re.compile(r"\n[ \t>]*\n")
# What holds others: quotations, lists, definitions, and boxes with a title.
_CONTAINER = re.compile(r">|(?:[*+:-]|(?<!\d)\d+[.)]|!{3}|\?{3}\+?|={3}[!+]?)(?=[ \t])")
# The same, quick to count, and quicker: never fewer than there are.
_OPENINGS = (">", "[", "!!!", "???", "===", *(mark + white for mark in "*+:-" for white in " \t"))
_OPENING_MARKS = ">[!?=*+:-"
_NUMBERED = re.compile(r"[.)][ \t](?<=\d..)")  # the mark first, which is quicker to look for than a digit
_RUN = re.compile(rf"(?:(?:{_CONTAINER.pattern})[ \t]*)+")
_START = re.compile(rf"[ \t]*(?:{_RUN.pattern})?")
_INDENT = re.compile(r"(?:\A|>[ ]?)([ \t]*)")
_RULE = re.compile(r"[ \t]*(?:(?:\*[ ]{0,2}){3,}|(?:-[ ]{0,2}){3,})[ ]*")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_EMPTY = re.compile(r"[ \t>]*")
_BRACKET = re.compile(r"[\[\]]")


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
    if len(body) > LONGEST_LINE:
        yield from _long_lines(body)
    # Of so many digits in a row one would be there, where looking is quick.
    number = _NUMBER.search(body) if any(map(str.isdecimal, body[::LONGEST_NUMBER])) else None
    if number and len(number[0]) > LONGEST_NUMBER:
        yield Excess("number", len(number[0]), LONGEST_NUMBER, number.start())
    if _too_deep(body) and (over := _too_deep(body, fenced_lines(body))):
        yield over
    for name, pattern, limit, part in _LIMITED:
        if body.count(part) < limit:
            continue
        places = [found.start() for found in pattern.finditer(body)]
        if len(places) > limit:
            yield Excess(name, len(places), limit, places[limit])
    if _count(body, _MARKS) > MOST_MARKS:
        yield from _crowded(body)


def _count(text: str, parts: Iterable[str]) -> int:
    return sum(map(text.count, parts))


def _long_lines(body: str) -> Iterator[Excess]:
    at = 0
    for line in body.split("\n"):
        if len(line) > LONGEST_LINE:
            yield Excess("line", len(line), LONGEST_LINE, at)
        at += len(line) + 1


def _crowded(body: str) -> Iterator[Excess]:
    start = 0
    for block in _BLANK.split(body):
        marks = _count(block, _MARKS)
        if marks > MOST_MARKS:
            yield Excess("marks", marks, MOST_MARKS, body.find(block, start))
        start += len(block)


def _too_deep(body: str, code: Container[int] = ()) -> Excess | None:
    """Return where too much is within each other in the lines of `body` that are no `code`, if anywhere.

    A list in a list is indented further, or stands behind it on its line; in a quotation it need not be. So
    the most that begin at each depth of indentation under as many quotations are, together, about as many as
    can be within each other, whatever ends them: few enough for an engine that goes into each by itself.
    """
    numbered = len(_NUMBERED.findall(body))
    if any(_count(body, each) + numbered <= DEEPEST for each in (_OPENING_MARKS, _OPENINGS)):
        return None  # there are not so many anywhere
    quotes = brackets = 0
    begun: dict[tuple[int, int], int] = {}
    for number, line in enumerate(_LINE.finditer(body)):
        if number in code:
            continue
        brackets, deepest = _brackets(line[1], brackets)
        around, indent, count = _containers(line[1])
        quotes = max(quotes, around)
        if count:
            begun[around, indent] = max(begun.get((around, indent), 0), count)
        if (depth := max(deepest, quotes + sum(begun.values()))) > DEEPEST:
            return Excess("depth", depth, DEEPEST, line.start())
    return None


def _containers(line: str) -> tuple[int, int, int]:
    """Return how many quotations are around `line`, how deep it is indented, and what else begins there."""
    start = _START.match(line)
    head = start[0] if start else ""
    runs = _RUN.findall(line) if ">" in line else [head]  # behind HTML, such as a comment, a line begins anew
    quotes = max((run.count(">") for run in runs), default=0)
    count = max((len(_CONTAINER.findall(run)) - run.count(">") for run in runs), default=0)
    indent = sum(len(white.expandtabs(lines.TAB)) for white in _INDENT.findall(head)) // lines.TAB
    return quotes, indent, 0 if _RULE.fullmatch(line) else count


def _brackets(line: str, before: int) -> tuple[int, int]:
    """Return how many brackets are open after `line`, and at most within it; an empty line closes all."""
    depth = deepest = 0 if _EMPTY.fullmatch(line) else before
    for char in _BRACKET.findall(line):
        depth = depth + 1 if char == "[" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return depth, deepest
