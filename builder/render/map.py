"""The map: all terms and their relations as one picture, and the same as a list."""

from collections.abc import Iterator

from builder.model import RELATIONS, Page
from builder.render import jsonld
from builder.render.book import Book
from builder.render.chart import BOX, DIRECTED, KINDS, MOST_TERMS, Relation, chart
from builder.render.intro import intro
from builder.render.template import make_page

_FITS = 1_250  # units: so wide a picture can still be read when it is shrunk into the page of a large screen


def map_(book: Book) -> Page:
    """Render ``/map/``."""
    categories = book.by_category
    drawn = chart(categories, list(_relations(book)))
    summary = book.words["map_summary"].format(count=len(book.library.terms))
    given = intro(book, "map.md", book.words["map"], summary)
    return make_page(
        book,
        "map.md",
        **given,
        data=[jsonld.breadcrumbs(book, ("map.md", given["title"]))],
        scripts=("map.js",),
        styles=("map.css",),
        hide=("toc",),
        chart=drawn,
        categories=categories,
        hidden={term.slug for term in drawn.hidden},
        kinds={kind: (kind, RELATIONS[kind] if kind in DIRECTED else None) for kind in KINDS},
        box=BOX,
        most=MOST_TERMS,
        fits=_FITS,
    )


def _relations(book: Book) -> Iterator[Relation]:
    """Yield each relation once; a directed one leads from what is wider or known first."""
    for slug, kinds in book.relations.items():
        for kind in KINDS:
            for other in kinds.get(kind, ()):
                if kind in DIRECTED or other.slug < slug:
                    yield Relation(kind, other.slug, slug)
