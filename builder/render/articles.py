"""The articles index, each article, each section."""

from collections.abc import Iterator
from functools import partial

from builder.model import Article, Page, Section
from builder.render import jsonld
from builder.render.around import around_section
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import QUIZ_SCRIPTS, Job, make_page, markdown
from builder.schema import Fact

_FIGURES = 3  # beside the summary of a section


def index(book: Book) -> Page:
    """Render ``/articles/``."""
    articles = tuple(book.library.articles.values())
    summary = book.words["articles_summary"].format(count=len(articles))
    given = intro(book, "articles/index.md", book.words["articles"], summary)
    data = [jsonld.breadcrumbs(book, ("articles/index.md", given["title"]))]
    return make_page(book, "articles.md", **given, data=data, articles=articles)


def pages(book: Book) -> Iterator[Job]:
    """Render ``/articles/<article>/`` for every article."""
    for article in book.library.articles.values():
        yield Job(article.path, partial(_page, book, article), book.reads(article.path))


def _page(book: Book, article: Article) -> Page:
    body = book.body(article.path)
    terms = book.terms(body.terms)
    return make_page(
        book,
        "article.md",
        path=article.path,
        title=article.title,
        summary=article.fields.summary,
        source=book.source_of(article),
        updated=max((s.fields.reviewed for s in article.sections if s.fields.reviewed), default=None),
        data=[
            jsonld.learning_resource(book, article, {term.slug: term for term in terms}),
            jsonld.breadcrumbs(book, *_trail(book, article)),
        ],
        article=article,
        body=markdown(body.body),
        terms_here=terms,
        around=around_section(book, article),
    )


def sections(book: Book) -> Iterator[Job]:
    """Render ``/articles/<article>/<section>/`` for every section."""
    for article in book.library.articles.values():
        for at, section in enumerate(article.sections):
            yield Job(section.path, partial(_section, book, article, at), book.reads(section.path))


def _section(book: Book, article: Article, at: int) -> Page:
    """Render section number `at` of `article`."""
    section = article.sections[at]
    body = book.body(section.path)
    terms = book.terms(body.terms)
    return make_page(
        book,
        "section.md",
        path=section.path,
        title=section.title,
        summary=section.fields.summary,
        source=book.source_of(section),
        updated=section.fields.reviewed,
        data=[
            jsonld.learning_resource(book, section, {term.slug: term for term in terms}),
            *jsonld.questions(book, section),
            jsonld.breadcrumbs(book, *_trail(book, article), (section.path, section.title)),
        ],
        article=article,
        section=section,
        fields=section.fields,
        body=markdown(body.body),
        terms_here=terms,
        figures=_figures(section),
        before=article.sections[at - 1] if at else None,
        after=next(iter(article.sections[at + 1 :]), None),
        around=around_section(book, article, at),
        scripts=QUIZ_SCRIPTS if section.fields.quiz else (),
    )


def _figures(section: Section) -> tuple[Fact, ...]:
    """The first figures of a section, which stand beside its summary; nothing uncertain is among them."""
    return tuple(fact for fact in section.fields.facts if fact.kind == "figure" and fact.value)[:_FIGURES]


def _trail(book: Book, article: Article) -> tuple[tuple[str, str], ...]:
    return ("articles/index.md", book.words["articles"]), (article.path, article.title)
