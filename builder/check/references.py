"""Rules about ids and slugs that one file uses and another defines."""

from collections.abc import Iterator

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic, Place
from builder.model import Library
from builder.settings import Settings
from builder.suggest import suggest


def unknown_sources(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """Every source id must stand in sources.yml."""
    if "sources/*" in library.unread:  # the file itself is broken, and said so
        return
    for place, id_ in _source_uses(library):
        if id_ not in library.sources and f"sources/{id_}" not in library.unread:
            yield Diagnostic(place, Code.UNKNOWN_SOURCE, {"name": id_} | suggest(id_, library.sources))


def _source_uses(library: Library) -> Iterator[tuple[Place, str]]:
    for each in library.entries():
        yield from ((each.document.at("sources", i), id_) for i, id_ in enumerate(each.fields.sources))
    for section in library.sections:
        yield from (
            (section.document.at("facts", i, "source"), f.source) for i, f in enumerate(section.fields.facts)
        )
    for article in library.articles.values():
        yield article.document.at("source"), article.fields.source


def unused_sources(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Every entry of sources.yml is the source of something."""
    library = manuscript.library
    used = {id_ for _, id_ in _source_uses(library)}
    for id_ in library.sources.keys() - used:
        yield Diagnostic(library.sources_document.at_key(id_), Code.UNUSED_SOURCE, {"name": id_})


def repeated_sources(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A page names each of its sources once."""
    for each in manuscript.library.entries():
        for i, id_ in enumerate(each.fields.sources):
            if id_ in each.fields.sources[:i]:
                yield Diagnostic(each.document.at("sources", i), Code.REPEATED_SOURCE, {"name": id_})


def missing_sources(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """What is reviewed names at least one source."""
    for each in library.entries():
        if each.fields.status == "reviewed" and not each.fields.sources:
            yield Diagnostic(each.document.at("sources"), Code.NO_SOURCE, {"name": each.title})


def missing_review_dates(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """What is reviewed says when."""
    for each in library.entries():
        if each.fields.status == "reviewed" and each.fields.reviewed is None:
            yield Diagnostic(each.document.at("status"), Code.NO_REVIEW_DATE, {"name": each.title})


def unknown_terms(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """Relations and `nolink` name terms by their slugs."""
    for place, slug in _term_uses(library):
        if slug not in library.terms and f"terms/{slug}" not in library.unread:
            yield Diagnostic(place, Code.UNKNOWN_TERM, {"name": slug} | suggest_term(slug, library))


def _term_uses(library: Library) -> Iterator[tuple[Place, str]]:
    for term in library.terms.values():
        for kind, slugs in term.fields.related:
            yield from ((term.document.at("related", kind, i), slug) for i, slug in enumerate(slugs))
    for section in library.sections:
        yield from ((section.document.at("nolink", i), slug) for i, slug in enumerate(section.fields.nolink))


def suggest_term(name: str, library: Library) -> dict[str, str]:
    """Find the term meant by `name`, whether a slug or a name was written."""
    slugs = {
        name: term.slug
        for term in library.terms.values()
        for name in (*term.fields.redirect_from, *term.fields.names)
    }
    near = suggest(name, [*library.terms, *slugs]).get("suggestion")
    if near is None:
        return {}
    slug = near if near in library.terms else slugs[near]
    return {"suggestion": f"'{library.terms[slug].title}'({slug})"}


def unknown_steps(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """Every step of a learning path is a page."""
    known = [
        *(f"terms/{slug}" for slug in library.terms),
        *(s.path.removesuffix(".md") for s in library.sections),
    ]
    by_file = {section.step for section in library.sections}
    for path in library.paths.values():
        for i, step in enumerate(path.fields.steps):
            if step not in known and step not in by_file and step not in library.unread:
                words = {"name": step} | suggest(step, known)
                yield Diagnostic(path.document.at("steps", i), Code.UNKNOWN_PAGE, words)
