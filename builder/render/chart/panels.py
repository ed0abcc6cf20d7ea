"""One category of the map: its terms in layers, those that no arrow ties in rows below."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, isqrt
from typing import Any

import graphlay

from builder.model import Term
from builder.render import lettering
from builder.render.chart.shapes import BOX, DIRECTED, LETTERS, TITLE, Panel, Relation, Spot
from builder.render.strokes import Point

_LONGEST = 12 * LETTERS  # room for a term's name
_GAP, _COLUMN_GAP, _PADDING = 12, 34, 16
_HEAD = 40  # the strip of a panel that holds its name

_OPTIONS: Mapping[str, Any] = {
    "direction": "leftright",
    "coords": {"branch_style": "symmetric"},
    "routing": {"style": "diagonal", "port_sides": "facing_only"},
    "tuning": {"routing": {"diagonal_clear": 3.0, "diagonal_detour_margin": 4.0}},
    "spacing": {"node_gap": _GAP, "dummy_gap": 8, "layer_gap": _COLUMN_GAP, "port_gap": 6},
}


def lay_out(
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
