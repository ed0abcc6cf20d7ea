"""The map: all terms and their relations as one picture, and the same as a list."""

from collections.abc import Iterator, Mapping

from builder.model import Page, Term
from builder.render import jsonld
from builder.render.book import RELATIONS, Book
from builder.render.chart import BOX, DIRECTED, KINDS, MOST_TERMS, Relation, chart
from builder.render.intro import intro
from builder.render.template import make_page

_FITS = 1_250  # units: so wide a picture can still be read when it is shrunk into the page of a large screen


def map_(book: Book) -> Iterator[Page]:
    """Render ``/map/``."""
    categories = _by_category(book)
    drawn = chart(categories, list(_relations(book)))
    summary = book.words["map_summary"].format(count=len(book.library.terms))
    given = intro(book, "map.md", book.words["map"], summary)
    yield make_page(
        book,
        "map.md",
        **given,
        data=[jsonld.breadcrumbs(book, ("map.md", given["title"]))],
        scripts=("map.js",),
        hide=("toc",),
        chart=drawn,
        categories=categories,
        hidden={term.slug for term in drawn.hidden},
        kinds={kind: (kind, RELATIONS[kind] if kind in DIRECTED else None) for kind in KINDS},
        box=BOX,
        most=MOST_TERMS,
        fits=_FITS,
    )


def _by_category(book: Book) -> Mapping[str, list[Term]]:
    """Group the terms, the categories in the order of the settings, those that only terms name behind."""
    terms = book.library.terms.values()
    names = dict.fromkeys([*book.settings.categories, *(term.fields.category for term in terms)])
    found = {name: [term for term in terms if term.fields.category == name] for name in names}
    return {name: inside for name, inside in found.items() if inside}


def _relations(book: Book) -> Iterator[Relation]:
    """Yield each relation once; a directed one leads from what is wider or known first."""
    for slug, kinds in book.relations.items():
        for kind in KINDS:
            for other in kinds.get(kind, ()):
                if kind in DIRECTED or other.slug < slug:
                    yield Relation(kind, other.slug, slug)
