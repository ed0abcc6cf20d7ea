"""The whole map: which terms and relations find room on it, then panel by panel."""

from collections.abc import Iterable, Mapping, Sequence

from builder.model import Term
from builder.render.chart import lines
from builder.render.chart.afar import seen_from_afar
from builder.render.chart.packing import pack
from builder.render.chart.panels import lay_out
from builder.render.chart.shapes import BETWEEN, KINDS, Chart, Relation
from builder.render.strokes import Point

# What is drawn at most: beyond this a browser no longer moves the picture smoothly.
MOST_TERMS = 600
MOST_LINES = 2_000


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
            panel, ways = lay_out(number, name, inside, kept)
            blocks.append((panel, ways))
    placed = pack([panel for panel, _ in blocks])
    for (_, ways), panel in zip(blocks, placed, strict=True):
        for relation, points in ways.items():
            routes[relation] = tuple((x + panel.x, y + panel.y) for x, y in points)
    panels = seen_from_afar(placed, ranked)
    spots = {spot.term.slug: spot for panel in panels for spot in panel.spots}
    return Chart(
        width=max((panel.x + panel.width for panel in panels), default=0) + BETWEEN,
        height=max((panel.y + panel.height for panel in panels), default=0) + BETWEEN,
        panels=panels,
        lines=tuple(lines.draw(each, routes.get(each), spots) for each in reversed(kept)),
        hidden=tuple(term for term in ranked[MOST_TERMS:]),
        undrawn=len(relations) - len(kept),
    )


def _ranked(terms: Iterable[Term], degree: Mapping[str, int]) -> list[Term]:
    """Return the terms with the most relations first."""
    return sorted(terms, key=lambda term: (-degree.get(term.slug, 0), term.slug))
