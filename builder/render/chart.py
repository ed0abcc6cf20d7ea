"""Where everything stands in the map of all terms: numbers only, the drawing is ``templates/parts/map.svg``.

Each category is a panel. Inside it the terms stand in layers from left to right: what is wider, or better
learned first, stands left of what builds on it. A library finds the layers and the ways of the lines between
them; its own tests hold it to the same result everywhere, and all that is taken over is whole numbers. Other
relations are drawn as curves behind the boxes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil, isqrt, sqrt
from typing import Any

import graphlay

from builder.model import Term
from builder.render import lettering
from builder.render.strokes import Point, curved, straight

# What is drawn at most: beyond this a browser no longer moves the picture smoothly.
MOST_TERMS = 600
MOST_LINES = 2_000
MOST_CURVES = 400  # seen at once

DIRECTED = ("requires", "broader")  # drawn as arrows, and deciding the layers
KINDS = (*DIRECTED, "contrasts", "related")  # in the order in which they are drawn while there is room

LETTERS = 14  # height of the letters of a term
TITLE = 17  # and of the name of a category
BOX = 28  # height of a term's box
_LONGEST = 12 * LETTERS  # room for a term's name
_GAP, _COLUMN_GAP, _PADDING, _BETWEEN = 12, 34, 16, 16
_HEAD = 40  # the strip of a panel that holds its name
_SHAPE = 1.4  # width of the map by its height, about that of a window

# How many times larger letters can be when the map is seen from afar.
FAR = (2, 3, 4, 6, 8)

_OPTIONS: Mapping[str, Any] = {
    "direction": "leftright",
    "coords": {"branch_style": "symmetric"},
    "routing": {"style": "diagonal", "port_sides": "facing_only"},
    "tuning": {"routing": {"diagonal_clear": 3.0, "diagonal_detour_margin": 4.0}},
    "spacing": {"node_gap": _GAP, "dummy_gap": 8, "layer_gap": _COLUMN_GAP, "port_gap": 6},
}


@dataclass(frozen=True, slots=True)
class Relation:
    """`target` builds on `source`, or is compared with it."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A term on the map: the middle of its box, and how many times larger its name may be from afar."""

    term: Term
    label: str
    x: int
    y: int
    width: int
    far: int = 1


@dataclass(frozen=True, slots=True)
class Panel:
    """A category: its number in the list of all, its corner and size, its terms in reading order."""

    number: int
    name: str
    x: int
    y: int
    width: int
    height: int
    spots: tuple[Spot, ...]
    far: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A relation on the map; `head` is empty where it has no direction, `is_free`: a curve across."""

    relation: Relation
    path: str
    head: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole map. `hidden` terms and `undrawn` relations found no room on it.

    Where it `is_dense`, curves show only for the term that a reader looks at.
    """

    width: int
    height: int
    panels: tuple[Panel, ...]
    lines: tuple[Line, ...]
    hidden: tuple[Term, ...]
    undrawn: int

    @property
    def is_dense(self) -> bool:
        """Whether there are too many curves for all to be seen at once."""
        return sum(line.is_free for line in self.lines) > MOST_CURVES


def chart(categories: Mapping[str, Sequence[Term]], relations: Sequence[Relation]) -> Chart:
    """Lay out all terms, given by category, and their relations."""
    degree: dict[str, int] = {}
    for relation in relations:
        for slug in (relation.source, relation.target):
            degree[slug] = degree.get(slug, 0) + 1
    ranked = _ranked((term for terms in categories.values() for term in terms), degree)
    drawn = {term.slug for term in ranked[:MOST_TERMS]}
    among = [each for each in relations if each.source in drawn and each.target in drawn]
    among.sort(key=lambda each: KINDS.index(each.kind))
    kept = among[:MOST_LINES]

    blocks = []
    routes: dict[Relation, tuple[Point, ...]] = {}
    for number, (name, terms) in enumerate(categories.items()):
        inside = [term for term in terms if term.slug in drawn]
        if inside:
            panel, ways = _panel(number, name, inside, kept)
            blocks.append((panel, ways))
    placed = _pack([panel for panel, _ in blocks])
    for (_, ways), panel in zip(blocks, placed, strict=True):
        for relation, points in ways.items():
            routes[relation] = tuple((x + panel.x, y + panel.y) for x, y in points)
    panels = _seen_from_afar(placed, ranked)
    spots = {spot.term.slug: spot for panel in panels for spot in panel.spots}
    return Chart(
        width=max((panel.x + panel.width for panel in panels), default=0) + _BETWEEN,
        height=max((panel.y + panel.height for panel in panels), default=0) + _BETWEEN,
        panels=panels,
        lines=tuple(_line(each, routes.get(each), spots) for each in reversed(kept)),
        hidden=tuple(term for term in ranked[MOST_TERMS:]),
        undrawn=len(relations) - len(kept),
    )


def _ranked(terms: Iterable[Term], degree: Mapping[str, int]) -> list[Term]:
    """Return the terms with the most relations first."""
    return sorted(terms, key=lambda term: (-degree.get(term.slug, 0), term.slug))


# One panel


def _panel(
    number: int, name: str, terms: Sequence[Term], relations: Sequence[Relation]
) -> tuple[Panel, Mapping[Relation, tuple[Point, ...]]]:
    """Lay out one category at the origin; also the ways of the lines that the library found."""
    slugs = {term.slug for term in terms}
    ways: dict[tuple[str, str], Relation] = {}
    for each in relations:
        if each.kind in DIRECTED and {each.source, each.target} <= slugs:
            ways.setdefault((each.source, each.target), each)
    tied = {slug for pair in ways for slug in pair}
    spots, routes = _layered([_spot(term) for term in terms if term.slug in tied], list(ways.values()))
    right = max((spot.x + ceil(spot.width / 2) for spot in spots), default=0)
    bottom = max((spot.y + BOX // 2 for spot in spots), default=0)
    bottom = max([bottom, *(y for way in routes.values() for _, y in way)])
    loose = _rows([_spot(term) for term in terms if term.slug not in tied], right)
    top = bottom + 2 * _GAP if spots and loose else bottom
    loose = [replace(spot, y=spot.y + top) for spot in loose]
    everything = [*sorted(spots, key=lambda spot: (spot.x, spot.y)), *loose]
    inner = max(spot.x + ceil(spot.width / 2) for spot in everything)
    width = max(inner + 2 * _PADDING, lettering.width(name, TITLE) + 2 * _PADDING)
    height = max([bottom, *(spot.y + BOX // 2 for spot in everything)]) + _HEAD + _PADDING
    inside = tuple(replace(spot, x=spot.x + _PADDING, y=spot.y + _HEAD) for spot in everything)
    shifted = {each: tuple((x + _PADDING, y + _HEAD) for x, y in points) for each, points in routes.items()}
    return Panel(number, name, 0, 0, width, height, inside), shifted


def _spot(term: Term) -> Spot:
    (label,) = lettering.lines(term.title, _LONGEST, LETTERS, 1)
    width = lettering.width(label, LETTERS) + 20
    return Spot(term, label, 0, 0, width + width % 2)


def _layered(
    spots: Sequence[Spot], ways: Sequence[Relation]
) -> tuple[list[Spot], dict[Relation, tuple[Point, ...]]]:
    """Place terms that are tied by arrows."""
    if not spots:
        return [], {}
    graph = graphlay.Graph()
    for spot in spots:
        graph.node(spot.term.slug, width=spot.width, height=BOX)
    for each in ways:
        graph.edge(each.source, each.target)
    found = graphlay.layout(graph, options=_OPTIONS)
    lines = [[_whole(point) for point in edge["points"]] for edge in found.edges]
    middles = [_whole(node["center"]) for node in found.nodes]
    edges = [(x - spot.width // 2, y - BOX // 2) for spot, (x, y) in zip(spots, middles, strict=True)]
    corners = [*edges, *(point for line in lines for point in line)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    placed = [replace(spot, x=x - left, y=y - top) for spot, (x, y) in zip(spots, middles, strict=True)]
    routes = {
        each: tuple((x - left, y - top) for x, y in line) for each, line in zip(ways, lines, strict=True)
    }
    return placed, routes


def _whole(point: Mapping[str, float]) -> Point:
    return round(point["x"]), round(point["y"])


def _rows(spots: Sequence[Spot], room: int) -> list[Spot]:
    """Place terms that no arrow ties one after the other, as words in lines."""
    area = sum((spot.width + _GAP) * (BOX + _GAP) for spot in spots)
    room = max([room, isqrt(3 * area), *(spot.width for spot in spots)])
    placed = []
    x, y = 0, BOX // 2
    for spot in spots:
        if x and x + spot.width > room:
            x, y = 0, y + BOX + _GAP
        placed.append(replace(spot, x=x + spot.width // 2, y=y))
        x += spot.width + _GAP
    return placed


# All panels


def _pack(panels: Sequence[Panel]) -> list[Panel]:
    """Put the panels side by side in rows, so that the whole comes nearest to the shape of a window."""
    widest = max((panel.width + _BETWEEN for panel in panels), default=0)
    rooms = {max(widest, room) for room in accumulate(panel.width + _BETWEEN for panel in panels)}
    return min((_in_rows(panels, room) for room in sorted(rooms)), key=_misshapen, default=[])


def _misshapen(panels: Sequence[Panel]) -> float:
    width = max(panel.x + panel.width for panel in panels)
    height = max(panel.y + panel.height for panel in panels)
    return max(width / (height * _SHAPE), height * _SHAPE / width)


def _in_rows(panels: Sequence[Panel], room: int) -> list[Panel]:
    rows: list[list[Panel]] = []
    taken = 0
    for panel in panels:
        if not rows or taken + panel.width + _BETWEEN > room:
            rows.append([])
            taken = 0
        rows[-1].append(panel)
        taken += panel.width + _BETWEEN
    full = max((sum(panel.width + _BETWEEN for panel in row) for row in rows), default=0)
    placed = []
    y = _BETWEEN
    for row in rows:
        height = max(panel.height for panel in row)
        spare = full - sum(panel.width + _BETWEEN for panel in row)
        x = _BETWEEN
        for i, panel in enumerate(row):
            width = panel.width + spare * (i + 1) // len(row) - spare * i // len(row)
            inside = tuple(replace(spot, x=spot.x + x, y=spot.y + y) for spot in panel.spots)
            placed.append(replace(panel, x=x, y=y, width=width, height=height, spots=inside))
            x += width + _BETWEEN
        y += height + _BETWEEN
    return placed


# From afar


def _seen_from_afar(panels: Sequence[Panel], ranked: Sequence[Term]) -> tuple[Panel, ...]:
    """Find for each name how much larger it may be without covering another, the best tied terms first.

    A name that has room at one size has it at every smaller one; so the largest size chooses first.
    """
    spots = {spot.term.slug: spot for panel in panels for spot in panel.spots}
    right = max((panel.x + panel.width for panel in panels), default=0) + _BETWEEN
    names: list[Panel | Spot] = [*panels, *(spots[term.slug] for term in ranked if term.slug in spots)]
    far: dict[int | str, int] = {}
    for times in reversed(FAR):
        taken = _Taken(LETTERS * times)
        for name in sorted(names, key=lambda name: _key(name) not in far):
            area = _head_area(name, times) if isinstance(name, Panel) else _name_area(name, times)
            end = name.x + name.width if isinstance(name, Panel) else right
            if area[0] >= 0 and area[2] <= end and taken.adds(area):
                far.setdefault(_key(name), times)
    return tuple(
        replace(
            panel,
            far=far.get(panel.number, 1),
            spots=tuple(replace(spot, far=far.get(spot.term.slug, 1)) for spot in panel.spots),
        )
        for panel in panels
    )


def _key(name: Panel | Spot) -> int | str:
    return name.number if isinstance(name, Panel) else name.term.slug


def _head_area(panel: Panel, times: int) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a category's name in letters so many times larger."""
    across = lettering.width(panel.name, TITLE * times) + TITLE * times
    return panel.x, panel.y, panel.x + across, panel.y + TITLE * times * 7 // 4


def _name_area(spot: Spot, times: int) -> tuple[int, int, int, int]:
    across = lettering.width(spot.label, LETTERS * times) // 2 + LETTERS * times // 4
    high = LETTERS * times * 3 // 5
    return spot.x - across, spot.y - high, spot.x + across, spot.y + high


class _Taken:
    """Rectangles that must not overlap, found again through the squares of a grid."""

    def __init__(self, step: int) -> None:
        self._step = step * 4
        self._squares: dict[Point, list[tuple[int, int, int, int]]] = {}

    def adds(self, new: tuple[int, int, int, int]) -> bool:
        """Add a rectangle (left, top, right, bottom) if it is free."""
        left, top, right, bottom = new
        squares = list(self._under(new))
        for square in squares:
            for a, b, c, d in self._squares.get(square, ()):
                if left < c and a < right and top < d and b < bottom:
                    return False
        for square in squares:
            self._squares.setdefault(square, []).append(new)
        return True

    def _under(self, area: tuple[int, int, int, int]) -> Iterator[Point]:
        left, top, right, bottom = (each // self._step for each in area)
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                yield x, y


# Lines


def _line(relation: Relation, route: tuple[Point, ...] | None, spots: Mapping[str, Spot]) -> Line:
    points = route or _curve(spots[relation.source], spots[relation.target], KINDS.index(relation.kind))
    head = _arrow(points[-2], points[-1]) if relation.kind in DIRECTED else ()
    return Line(relation, straight(points) if route else curved(points), straight(head), route is None)


def _curve(source: Spot, target: Spot, bend: int) -> tuple[Point, ...]:
    """Lead from border to border, bent a little, each kind its own way, so that two do not coincide."""
    across, down = target.x - source.x, target.y - source.y
    part = (2 + bend) / 24
    middle = (
        round((source.x + target.x) / 2 - down * part),
        round((source.y + target.y) / 2 + across * part),
    )
    return _border(source, middle), middle, _border(target, middle)


def _border(spot: Spot, towards: Point) -> Point:
    """Return where the way from the middle of a box leaves it."""
    across, down = towards[0] - spot.x, towards[1] - spot.y
    shares = [half / abs(way) for half, way in ((spot.width / 2, across), (BOX / 2, down)) if way]
    share = min(shares, default=0.0)
    return round(spot.x + across * share), round(spot.y + down * share)


def _arrow(before: Point, tip: Point) -> tuple[Point, ...]:
    """Return the wings and the tip of an arrow that comes from `before`."""
    across, down = tip[0] - before[0], tip[1] - before[1]
    length = sqrt(across * across + down * down) or 1.0
    along, aside = (across / length * 8, down / length * 8), (down / length * 4, -across / length * 4)
    wings = [
        (round(tip[0] - along[0] + side * aside[0]), round(tip[1] - along[1] + side * aside[1]))
        for side in (1, -1)
    ]
    return wings[0], tip, wings[1]
