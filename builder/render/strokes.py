"""Lines of pictures, as whole numbers and as SVG writes them in the attribute ``d``."""

from collections.abc import Sequence

Point = tuple[int, int]


def straight(points: Sequence[Point]) -> str:
    """Write a line from point to point."""
    return "M" + "L".join(f"{x},{y}" for x, y in points) if points else ""


def curved(points: Sequence[Point]) -> str:
    """Write a curve between the outer two of three points, bent towards the one between them."""
    (x0, y0), (x, y), (x1, y1) = points
    return f"M{x0},{y0}Q{x},{y} {x1},{y1}"
