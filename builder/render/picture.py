"""The picture of one term's relations: numbers only, the drawing is ``templates/pages/parts/picture.svg``.

It is as wide as the smallest phone leaves room for, so that its letters never shrink. What comes before the
term stands above it, everything else below in two columns; whole numbers only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from builder.model import Term
from builder.render import lettering
from builder.render.strokes import Point, straight

WIDTH = 288  # what a window of 320 pixels leaves
LETTERS, TITLE = 13, 16  # heights of letters
LINE = 18  # from one line of letters to the next
MOST = 10  # terms of one kind; where there are more, some stand only in the list beside the picture

_BEFORE = ("requires", "broader")
_COLUMN, _GUTTER = 130, 28
_PADDING, _GAP = 6, 6
_CAPTION_HEIGHT, _BLOCK_GAP, _WAY = 22, 12, 26
_STEP = 5  # between lines that run side by side


@dataclass(frozen=True, slots=True)
class Box:
    """A term: its corner, its size, its name broken into lines."""

    term: Term
    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Block:
    """The terms of one kind of relation, and how many more there are than found room."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    boxes: tuple[Box, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Way:
    """The line between the term and a block; `head` is empty where the relation has no direction."""

    kind: str
    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything, the term itself in `middle`."""

    width: int
    height: int
    middle: Box
    blocks: tuple[Block, ...]
    ways: tuple[Way, ...]


def picture(term: Term, relations: Mapping[str, Sequence[Term]]) -> Picture:
    """Arrange the terms that `term` is related to, given by kind, around it."""
    before = [(kind, terms) for kind, terms in relations.items() if kind in _BEFORE]
    after = [(kind, terms) for kind, terms in relations.items() if kind not in _BEFORE]
    above = _columns(before, 0)
    bottom = max((block.y + block.height for block in above), default=-_WAY)
    above = [_moved(block, bottom - block.height) for block in above]
    middle = _middle(term, bottom + _WAY)
    below = _columns(after, middle.y + middle.height + _WAY)
    blocks = (*above, *below)
    return Picture(
        width=WIDTH,
        height=max([middle.y + middle.height, *(block.y + block.height for block in blocks)]),
        middle=middle,
        blocks=blocks,
        ways=(*(_down(block, middle) for block in above), *_ways(below, middle)),
    )


def _moved(block: Block, y: int) -> Block:
    boxes = tuple(replace(box, y=box.y + y - block.y) for box in block.boxes)
    return replace(block, y=y, boxes=boxes)


def _middle(term: Term, y: int) -> Box:
    lines = lettering.lines(term.title, WIDTH - 48, TITLE, 2)
    width = max(lettering.width(line, TITLE) for line in lines) + 40
    return Box(term, lines, (WIDTH - width) // 2, y, width, len(lines) * (LINE + 4) + 14)


def _columns(kinds: Sequence[tuple[str, Sequence[Term]]], top: int) -> list[Block]:
    """Put blocks into two columns, each into the shorter one; a single block takes the whole width."""
    if len(kinds) == 1:
        ((kind, terms),) = kinds
        across = 2 if len(terms) > 1 else 1
        width = across * _COLUMN + (across - 1) * _GUTTER
        return [_block(kind, terms, (WIDTH - width) // 2, top, across)]
    bottoms = [top, top]
    found = []
    for kind, terms in kinds:
        side = bottoms.index(min(bottoms))
        block = _block(kind, terms, side * (_COLUMN + _GUTTER), bottoms[side], 1)
        bottoms[side] += block.height + _BLOCK_GAP
        found.append(block)
    return found


def _block(kind: str, terms: Sequence[Term], left: int, top: int, across: int) -> Block:
    """Stack the names of `terms` in one column or two."""
    boxes = []
    y = top + _CAPTION_HEIGHT
    shown = terms if len(terms) <= MOST else terms[: MOST - 2]
    for at in range(0, len(shown), across):
        row = shown[at : at + across]
        broken = [lettering.lines(term.title, _COLUMN - 2 * _PADDING - 10, LETTERS, 2) for term in row]
        height = max(map(len, broken)) * LINE + 8
        for i, (term, lines) in enumerate(zip(row, broken, strict=True)):
            x = left + _PADDING + i * (_COLUMN + _GUTTER - _PADDING)
            boxes.append(Box(term, lines, x, y, _COLUMN - 2 * _PADDING + (across - 1) * _PADDING, height))
        y += height + _GAP
    more = len(terms) - len(shown)
    width = across * _COLUMN + (across - 1) * _GUTTER
    return Block(kind, left, top, width, y + (LINE if more else 0) - top, tuple(boxes), more)


def _down(block: Block, middle: Box) -> Way:
    """Lead from a block above down to the term."""
    x = block.x + block.width // 2
    end = WIDTH // 2 + (x > WIDTH // 2) * 14 - (x < WIDTH // 2) * 14
    return _arrow(block.kind, ((x, block.y + block.height), (x, middle.y - 14), (end, middle.y)))


def _ways(blocks: Sequence[Block], middle: Box) -> list[Way]:
    """Lead from the term down to each block: straight to the first, between the columns to the others."""
    start = middle.y + middle.height
    top = min((block.y for block in blocks), default=0)
    later = [block for block in blocks if block.y > top]
    lanes: dict[str, int] = {}
    for is_right in (False, True):
        side = [block for block in later if (block.x > 0) is is_right]
        for i, block in enumerate(sorted(side, key=lambda block: -block.y)):
            lanes[block.kind] = WIDTH // 2 + (3 + _STEP * i) * (1 if is_right else -1)
    return [
        _sideways(block, lanes[block.kind], start) if block in later else _straight(block, start)
        for block in blocks
    ]


def _straight(block: Block, start: int) -> Way:
    x = block.x + block.width // 2
    begin = WIDTH // 2 + (x > WIDTH // 2) * 24 - (x < WIDTH // 2) * 24
    return _arrow(block.kind, ((begin, start), (x, start + 12), (x, block.y)))


def _sideways(block: Block, lane: int, start: int) -> Way:
    y = block.y + _CAPTION_HEIGHT // 2
    edge = block.x if block.x > 0 else block.x + block.width
    return _arrow(block.kind, ((lane, start), (lane, y), (edge, y)))


def _arrow(kind: str, points: tuple[Point, ...]) -> Way:
    """Give a line its head: kinds that compare have none."""
    (x0, y0), (x, y) = points[-2:]
    if kind in ("contrasts", "related"):
        head: tuple[Point, ...] = ()
    elif y == y0:
        back = x - 5 if x > x0 else x + 5
        head = ((back, y - 4), (x, y), (back, y + 4))
    else:
        head = ((x - 4, y - 6), (x, y), (x + 4, y - 6))
    return Way(kind, straight(points), straight(head))
