"""All panels of the map, side by side in rows."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from builder.render.chart.shapes import BETWEEN, Panel

_SHAPE = 1.4  # width of the map by its height, about that of a window


def pack(panels: Sequence[Panel]) -> list[Panel]:
    """Put the panels side by side in rows, so that the whole comes nearest to the shape of a window."""
    widest = max((panel.width + BETWEEN for panel in panels), default=0)
    rooms = {max(widest, room) for room in accumulate(panel.width + BETWEEN for panel in panels)}
    return min((_in_rows(panels, room) for room in sorted(rooms)), key=_misshapen, default=[])


def _misshapen(panels: Sequence[Panel]) -> float:
    width = max(panel.x + panel.width for panel in panels)
    height = max(panel.y + panel.height for panel in panels)
    return max(width / (height * _SHAPE), height * _SHAPE / width)


def _in_rows(panels: Sequence[Panel], room: int) -> list[Panel]:
    rows: list[list[Panel]] = []
    taken = 0
    for panel in panels:
        if not rows or taken + panel.width + BETWEEN > room:
            rows.append([])
            taken = 0
        rows[-1].append(panel)
        taken += panel.width + BETWEEN
    full = max((sum(panel.width + BETWEEN for panel in row) for row in rows), default=0)
    placed = []
    y = BETWEEN
    for row in rows:
        height = max(panel.height for panel in row)
        spare = full - sum(panel.width + BETWEEN for panel in row)
        x = BETWEEN
        for i, panel in enumerate(row):
            width = panel.width + spare * (i + 1) // len(row) - spare * i // len(row)
            inside = tuple(replace(spot, x=spot.x + x, y=spot.y + y) for spot in panel.spots)
            placed.append(replace(panel, x=x, y=y, width=width, height=height, spots=inside))
            x += width + BETWEEN
        y += height + BETWEEN
    return placed
