"""The map seen from afar: which names can then be larger, so that some of them are still read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from builder.model import Term
from builder.render import lettering
from builder.render.chart.shapes import BETWEEN, LETTERS, TITLE, Panel, Spot
from builder.render.strokes import Point

# How many times larger letters can be; map.js and map.css have the same.
SIZES = (2, 3, 4, 6, 8)

Area = tuple[int, int, int, int]  # left, top, right and bottom


def seen_from_afar(panels: Sequence[Panel], ranked: Sequence[Term]) -> tuple[Panel, ...]:
    """Find for each name how much larger it may be without covering another, the best tied terms first.

    A name that has room at one size has it at every smaller one; so the largest size chooses first.
    """
    spots = {spot.term.slug: spot for panel in panels for spot in panel.spots}
    right = max((panel.x + panel.width for panel in panels), default=0) + BETWEEN
    names: list[Panel | Spot] = [*panels, *(spots[term.slug] for term in ranked if term.slug in spots)]
    far: dict[int | str, int] = {}
    for times in reversed(SIZES):
        taken = _Taken(LETTERS * times)
        for name in sorted(names, key=lambda name: _key(name) not in far):
            area = head_area(name, times) if isinstance(name, Panel) else name_area(name, times)
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


def head_area(panel: Panel, times: int) -> Area:
    """Return what a category's name covers in letters so many times larger."""
    across = lettering.width(panel.name, TITLE * times) + TITLE * times
    return panel.x, panel.y, panel.x + across, panel.y + TITLE * times * 7 // 4


def name_area(spot: Spot, times: int) -> Area:
    """Return what a term's name covers in letters so many times larger."""
    across = lettering.width(spot.label, LETTERS * times) // 2 + LETTERS * times // 4
    high = LETTERS * times * 3 // 5
    return spot.x - across, spot.y - high, spot.x + across, spot.y + high


class _Taken:
    """Rectangles that must not overlap, found again through the squares of a grid."""

    def __init__(self, step: int) -> None:
        self._step = step * 4
        self._squares: dict[Point, list[Area]] = {}

    def adds(self, new: Area) -> bool:
        """Add a rectangle if it is free."""
        left, top, right, bottom = new
        squares = list(self._under(new))
        for square in squares:
            for a, b, c, d in self._squares.get(square, ()):
                if left < c and a < right and top < d and b < bottom:
                    return False
        for square in squares:
            self._squares.setdefault(square, []).append(new)
        return True

    def _under(self, area: Area) -> Iterator[Point]:
        left, top, right, bottom = (each // self._step for each in area)
        for x in range(left, right + 1):
            for y in range(top, bottom + 1):
                yield x, y
