"""Where everything stands in the map of all terms: numbers only; ``pages/parts/map.svg`` is the drawing.

Each category is a panel. Inside it the terms stand in layers from left to right: what is wider, or better
learned first, stands left of what builds on it. A library finds the layers and the ways of the lines between
them; the tests hold it to the same result everywhere, and all that is taken over is whole numbers. Other
relations are drawn as curves behind the boxes.

``compose`` makes the map, step by step: ``panels`` lays out one category, ``packing`` puts the panels side by
side, ``afar`` finds what can be read from afar, ``lines`` draws the relations; ``shapes`` is what they share.
"""

from builder.render.chart.compose import MOST_TERMS, chart
from builder.render.chart.shapes import BOX, DIRECTED, KINDS, Chart, Relation

__all__ = ["BOX", "DIRECTED", "KINDS", "MOST_TERMS", "Chart", "Relation", "chart"]
