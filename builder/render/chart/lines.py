"""The relations on the map: on the ways that the layout found, or as curves across."""

from collections.abc import Mapping
from math import sqrt

from builder.render.chart.shapes import BOX, DIRECTED, KINDS, Line, Relation, Spot
from builder.render.strokes import Point, curved, straight


def draw(relation: Relation, route: tuple[Point, ...] | None, spots: Mapping[str, Spot]) -> Line:
    """Draw `relation` on its `route`, or as a curve where it has none."""
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
