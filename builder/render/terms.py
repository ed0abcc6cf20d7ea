"""The terms index and the page of each term."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from builder.korean import OTHER, index_group, sort_key
from builder.model import Page, Term
from builder.render import jsonld
from builder.render.around import Around, around_terms
from builder.render.book import Book
from builder.render.compare import comparison
from builder.render.intro import intro
from builder.render.mentions import mentions
from builder.render.picture import picture
from builder.render.template import QUIZ_SCRIPTS, Job, make_page, markdown


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index: a headword, or the reading of a Latin one, which refers to it."""

    name: str
    term: Term

    @property
    def is_reference(self) -> bool:
        """Whether the line only refers to the headword."""
        return self.name != self.term.title

    @property
    def others(self) -> tuple[str, ...]:
        """The names of the term beside its headword and its English name."""
        fields = self.term.fields
        names = dict.fromkeys((fields.reading, *fields.aliases))
        return tuple(name for name in names if name and name not in {fields.term, fields.english})


@dataclass(frozen=True, slots=True)
class Group:
    """A letter of the index, under which its lines stand."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def entries(terms: tuple[Term, ...]) -> list[tuple[str, list[Entry]]]:
    """Group all headwords and readings under ㄱ..ㅎ, A..Z, 0-9 and the rest, in dictionary order."""
    named = [Entry(term.title, term) for term in terms]
    named += [Entry(term.fields.reading, term) for term in terms if term.fields.reading]
    named.sort(key=lambda entry: sort_key(entry.name))
    return [(group, list(each)) for group, each in groupby(named, key=lambda entry: index_group(entry.name))]


def index(book: Book) -> Page:
    """Render ``/terms/``."""
    terms = tuple(book.library.terms.values())
    given = intro(
        book, "terms/index.md", book.words["terms"], book.words["terms_summary"].format(count=len(terms))
    )
    trail = jsonld.breadcrumbs(book, ("terms/index.md", given["title"]))
    return make_page(
        book,
        "terms.md",
        **given,
        data=[jsonld.term_set(book), trail],
        scripts=("korean.js", "terms.js"),
        styles=("terms.css",),
        groups=[_group(book, name, found) for name, found in entries(terms)],
        categories=list(book.by_category),
    )


def _group(book: Book, name: str, found: list[Entry]) -> Group:
    if name == OTHER:
        return Group("other", book.words["index_other"], tuple(found))
    return Group(name.lower(), name, tuple(found))


def pages(book: Book) -> Iterator[Job]:
    """Render ``/terms/<slug>/`` for every term."""
    for term, around in around_terms(book):
        mentions = book.linked.backlinks.get(term.slug, ())
        yield Job(term.path, partial(_page, book, term, around), (*book.reads(term.path), mentions, around))


def _page(book: Book, term: Term, around: tuple[Around, ...]) -> Page:
    body = book.body(term.path)
    relations = book.relations.get(term.slug, {})
    trail = jsonld.breadcrumbs(book, ("terms/index.md", book.words["terms"]), (term.path, term.title))
    return make_page(
        book,
        "term.md",
        path=term.path,
        title=term.title,
        summary=term.fields.summary,
        source=book.source_of(term),
        updated=term.fields.reviewed,
        data=[jsonld.defined_term(book, term), *jsonld.questions(book, term), trail],
        term=term,
        fields=term.fields,
        body=markdown(body.body),
        terms_here=_terms_on(book, term),
        relations=relations,
        picture=picture(term, relations) if relations else None,
        comparison=comparison(book, term),
        mentions=mentions(book, term.slug),
        around=around,
        names=tuple(filter(None, (term.fields.english, term.fields.reading, *term.fields.aliases))),
        scripts=QUIZ_SCRIPTS if term.fields.quiz else (),
    )


def _terms_on(book: Book, term: Term) -> tuple[Term, ...]:
    """Return the other terms that the page of `term` links to, in its text and among its relations."""
    related = (each.slug for kind in book.relations.get(term.slug, {}).values() for each in kind)
    slugs = dict.fromkeys((*book.body(term.path).terms, *related))
    return book.terms(slug for slug in slugs if slug != term.slug)
