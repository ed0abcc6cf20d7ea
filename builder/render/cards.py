"""Flash cards: every term with its definition, learned by spaced repetition (see ``srs.js``)."""

from builder.model import Page, Section, Term
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.study import Choice, of_paths
from builder.render.template import make_page


def cards(book: Book) -> Page:
    """Render ``/cards/``: the terms stand in the page once, as a list, which the script reads."""
    groups = [
        (Choice("category", f"category:{name}", name, len(terms)), terms)
        for name, terms in book.by_category.items()
    ]
    summary = book.words["cards_summary"].format(count=len(book.library.terms))
    given = intro(book, "cards.md", book.words["cards"], summary)
    data = [
        jsonld.exercise(book, "cards.md", "flash cards", given["title"], given["summary"]),
        jsonld.breadcrumbs(book, ("cards.md", given["title"])),
    ]
    return make_page(
        book,
        "cards.md",
        **given,
        data=data,
        scripts=("srs.js", "cards.js"),
        groups=groups,
        count=len(book.library.terms),
        choices=[*of_paths(book, _is_term), *(choice for choice, _ in groups)],
    )


def _is_term(page: Term | Section) -> int:
    return int(isinstance(page, Term))
