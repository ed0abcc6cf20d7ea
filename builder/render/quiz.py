"""Every question of the site, to test oneself with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.model import Page, Section, Term
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.study import Choice, of_paths
from builder.render.template import make_page


@dataclass(frozen=True, slots=True)
class Group:
    """The pages of a category or of an article that ask something."""

    choice: Choice
    pages: tuple[Term | Section, ...]


def quiz(book: Book) -> Page:
    """Render ``/quiz/``: the questions stand in the page once, as a list, which the script reads."""
    groups = list(_groups(book))
    count = sum(group.choice.count for group in groups)
    summary = book.words["quiz_summary"].format(count=count)
    given = intro(book, "quiz.md", book.words["quiz"], summary)
    data = [
        jsonld.exercise(book, "quiz.md", "quiz", given["title"], given["summary"]),
        jsonld.breadcrumbs(book, ("quiz.md", given["title"])),
    ]
    return make_page(
        book,
        "quiz.md",
        **given,
        data=data,
        scripts=("quiz.js",),
        groups=groups,
        count=count,
        choices=[*of_paths(book, _questions), *(group.choice for group in groups)],
    )


def _questions(page: Term | Section) -> int:
    return len(page.fields.quiz)


def _groups(book: Book) -> Iterator[Group]:
    for name, terms in book.by_category.items():
        yield from _group("category", f"category:{name}", name, terms)
    for slug, article in book.library.articles.items():
        yield from _group("article", f"article:{slug}", article.title, article.sections)


def _group(kind: str, key: str, name: str, pages: Sequence[Term | Section]) -> Iterator[Group]:
    asking = tuple(page for page in pages if page.fields.quiz)
    if asking:
        yield Group(Choice(kind, key, name, sum(map(_questions, asking))), asking)
