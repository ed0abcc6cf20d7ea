"""Rules about relations between terms, and the order that learning paths keep."""

from collections.abc import Iterator, Mapping

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic
from builder.model import Library


def unrelated_terms(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A term is related to at least ``extra.puri.min_relations`` others, whichever side says so."""
    related = _neighbours(manuscript.library)
    wanted = manuscript.settings.puri.min_relations
    for slug, term in manuscript.library.terms.items():
        if len(related[slug]) < wanted:
            words = {"name": term.title, "count": str(len(related[slug])), "limit": str(wanted)}
            yield Diagnostic(term.document.at("related"), Code.UNRELATED_TERM, words)


def _neighbours(library: Library) -> Mapping[str, set[str]]:
    neighbours: dict[str, set[str]] = {slug: set() for slug in library.terms}
    for slug, term in library.terms.items():
        for _, others in term.fields.related:
            for other in set(others) - {slug}:
                neighbours[slug].add(other)
                neighbours[other].add(slug)
    return neighbours


def path_order(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A learning path comes to what a term requires, of its own steps, before it comes to the term."""
    library = manuscript.library
    for path in library.paths.values():
        steps = {step: i for i, step in reversed([*enumerate(path.fields.steps)])}  # the first of each
        terms = {
            slug: i for step, i in steps.items() if (slug := step.removeprefix("terms/")) in library.terms
        }
        for slug, i in terms.items():
            later = [each for each in _required(slug, library) if terms.get(each, 0) > i]
            for each in sorted(later, key=terms.__getitem__):
                words = {"name": library.terms[slug].title, "required": library.terms[each].title}
                yield Diagnostic(path.document.at("steps", i), Code.PATH_ORDER, words)


def _required(slug: str, library: Library) -> set[str]:
    """Return every term that must be known before `slug`, directly or by way of others."""
    required: set[str] = set()
    waiting = [slug]
    while waiting:
        new = set(library.terms[waiting.pop()].fields.related.requires) - required
        required |= new
        waiting += new
    return required
