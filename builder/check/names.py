"""Rules about what terms are called and how they are sorted in."""

from collections.abc import Iterator

from builder.diagnostics import Code, Diagnostic, Place
from builder.matcher import ambiguous_forms
from builder.model import Intro, Library, Term
from builder.settings import Settings
from builder.suggest import suggest

# What is easily taken for each other, written in one way.
_ALIKE = (("-", ""), ("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"))


def ambiguous_names(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """A surface form must belong to one term, or nobody could say where its mentions link."""
    for name, owner, term in ambiguous_forms(library.terms.values()):
        words = {"name": name, "other": str(_place_of(owner, name)), "owner": owner.title}
        yield Diagnostic(_place_of(term, name), Code.DUPLICATE_NAME, words)


def _place_of(term: Term, name: str) -> Place:
    if name in term.fields.aliases:
        return term.document.at("aliases", term.fields.aliases.index(name))
    return term.document.at("english" if name == term.fields.english else "term")


def unknown_categories(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """A category must be one that mkdocs.yml lists; a site that lists none may use any."""
    if not settings.categories:
        return
    for term in library.terms.values():
        category = term.fields.category
        if category not in settings.categories:
            words = {"name": category, "known": ", ".join(settings.categories)}
            words |= suggest(category, settings.categories)
            yield Diagnostic(term.document.at("category"), Code.UNKNOWN_CATEGORY, words)


def confusable_slugs(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """Readers can tell addresses apart at a glance."""
    seen: dict[str, str] = {}
    for prose in library.prose():
        if isinstance(prose, Intro):
            continue
        looks = prose.path
        for written, alike in _ALIKE:
            looks = looks.replace(written, alike)
        other = seen.setdefault(looks, prose.slug)
        if other != prose.slug:
            words = {"name": prose.slug, "other": other}
            yield Diagnostic(Place(prose.document.file), Code.CONFUSABLE_SLUG, words)
