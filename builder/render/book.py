"""What every page kind draws on: the content, the links, and the words of the site's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.model import Article, Intro, Library, Linked, LinkedPage, Prose, Section, Term
from builder.render.dates import spoken
from builder.resources import load_yaml
from builder.settings import Settings

# Each relation and its other side (contract, section 2), in the order a page shows them.
RELATIONS = {
    "requires": "required_by",
    "required_by": "requires",
    "broader": "narrower",
    "narrower": "broader",
    "contrasts": "contrasts",
    "related": "related",
}


@dataclass(frozen=True)
class Book:
    """The linked library, and what follows from it."""

    library: Library
    linked: Linked
    settings: Settings

    @cached_property
    def words(self) -> Mapping[str, Any]:
        """The words of the site for readers."""
        words: Mapping[str, Any] = load_yaml(f"i18n/{self.settings.language}.yml")["site"]
        return words

    @cached_property
    def prose_at(self) -> Mapping[str, Prose]:
        """Everything with a body, by the path of its page."""
        return {prose.path: prose for prose in self.library.prose()}

    @cached_property
    def relations(self) -> Mapping[str, Mapping[str, tuple[Term, ...]]]:
        """For each term its related terms by kind, both sides derived from whichever is written."""
        pairs: dict[str, dict[str, dict[str, None]]] = {}
        for slug, term in self.library.terms.items():
            for kind, targets in term.fields.related:
                for target in targets:
                    pairs.setdefault(slug, {}).setdefault(kind, {})[target] = None
                    pairs.setdefault(target, {}).setdefault(RELATIONS[kind], {})[slug] = None
        return {
            slug: {kind: self.terms(sorted(kinds[kind])) for kind in RELATIONS if kind in kinds}
            for slug, kinds in pairs.items()
        }

    @cached_property
    def most_mentioned(self) -> tuple[Term, ...]:
        """The terms that most pages mention, most first, ties by slug."""
        count = {slug: len(backlinks) for slug, backlinks in self.linked.backlinks.items()}
        return self.terms(sorted(count, key=lambda slug: (-count[slug], slug)))

    @cached_property
    def uses_of_source(self) -> Mapping[str, tuple[Prose, ...]]:
        """For each source id what rests on it."""
        uses: dict[str, dict[str, Prose]] = {}
        for prose in self.library.prose():
            for id_ in _sources_of(prose):
                uses.setdefault(id_, {})[prose.path] = prose
        return {id_: tuple(by_path.values()) for id_, by_path in uses.items()}

    def terms(self, slugs: Iterable[str]) -> tuple[Term, ...]:
        """Return the terms with these slugs."""
        return tuple(self.library.terms[slug] for slug in slugs)

    def body(self, path: str) -> LinkedPage:
        """Return the linked body of the page `path`; an empty one where nobody wrote it."""
        return self.linked.pages.get(path) or LinkedPage(path, "", (), ())

    def title_of(self, prose: Prose) -> str:
        """Return the title of the page of `prose`, whether its author gave one or not."""
        if not isinstance(prose, Intro) or prose.title:
            return prose.title
        name = prose.path.removesuffix(".md").removesuffix("/index")
        return self.settings.site_name if name == "index" else str(self.words[name])

    def spoken(self, date: str) -> str:
        """Say a whole or partial ISO date in the site's language."""
        return spoken(date, self.words)

    def source_of(self, prose: Prose) -> str:
        """Return the content file of `prose`, relative to the content folder, for its edit link."""
        return prose.document.file.removeprefix(self.settings.content + "/")


def _sources_of(prose: Prose) -> tuple[str, ...]:
    if isinstance(prose, Term):
        return prose.fields.sources
    if isinstance(prose, Section):
        return (*prose.fields.sources, *(fact.source for fact in prose.fields.facts))
    if isinstance(prose, Article):
        return (prose.fields.source,)
    return ()
