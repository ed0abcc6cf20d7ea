"""What every page kind draws on: the content, the links, and the words of the site's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from builder.korean import sort_key
from builder.model import (
    Article,
    Edition,
    Intro,
    LearningPath,
    Library,
    Linked,
    LinkedPage,
    Prose,
    Section,
    Term,
)
from builder.render.dates import spoken
from builder.resources import Words, load_yaml
from builder.settings import Settings
from builder.targets import Resolver


@dataclass(frozen=True, slots=True)
class Way:
    """A learning path as a page meets it: the page is its step `number`, counted from 1."""

    learning_path: LearningPath
    steps: tuple[Term | Section, ...]
    number: int

    @property
    def before(self) -> Term | Section | None:
        """The step before, if any."""
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Term | Section | None:
        """The step after, if any."""
        return self.steps[self.number] if self.number < len(self.steps) else None


@dataclass(frozen=True)
class Book:
    """The linked library, and what follows from it."""

    library: Library
    linked: Linked
    settings: Settings
    edition: Edition = Edition.PAGES

    @cached_property
    def words(self) -> Words:
        """The words of the site for readers."""
        return Words(load_yaml(f"i18n/{self.settings.language}.yml")["site"])

    @cached_property
    def prose_at(self) -> Mapping[str, Prose]:
        """Everything with a body, by the path of its page."""
        return {prose.path: prose for prose in self.library.prose()}

    @cached_property
    def relations(self) -> Mapping[str, Mapping[str, tuple[Term, ...]]]:
        """For each term its related terms by kind, both sides derived from whichever is written."""
        return {
            slug: {kind: self.terms(slugs) for kind, slugs in kinds.items()}
            for slug, kinds in self.library.relations.items()
        }

    @cached_property
    def best_known(self) -> tuple[Term, ...]:
        """All terms, those that most pages mention first, ties by slug."""
        backlinks = self.linked.backlinks
        return self.terms(sorted(self.library.terms, key=lambda slug: (-len(backlinks.get(slug, ())), slug)))

    @cached_property
    def in_order(self) -> tuple[Term, ...]:
        """All terms in dictionary order."""
        return tuple(sorted(self.library.terms.values(), key=lambda term: sort_key(term.title)))

    @cached_property
    def steps(self) -> Mapping[str, tuple[Term | Section, ...]]:
        """The pages of each learning path, by its slug."""
        targets = Resolver.of(self.library).targets
        pages: dict[str, Term | Section] = {term.path: term for term in self.library.terms.values()}
        pages |= {section.path: section for section in self.library.sections}
        return {
            slug: tuple(pages[targets[step].path] for step in each.fields.steps)
            for slug, each in self.library.paths.items()
        }

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        """For each page the learning paths that lead through it; a path that comes twice counts once."""
        ways: dict[str, dict[str, Way]] = {}
        for slug, steps in self.steps.items():
            for number, step in enumerate(steps, 1):
                ways.setdefault(step.path, {}).setdefault(slug, Way(self.library.paths[slug], steps, number))
        return {path: tuple(by_slug.values()) for path, by_slug in ways.items()}

    @cached_property
    def by_category(self) -> Mapping[str, tuple[Term, ...]]:
        """The terms of each category that has any, in the order of the settings, each in dictionary order."""
        found: dict[str, list[Term]] = {name: [] for name in self.settings.categories}
        for term in self.in_order:
            found.setdefault(term.fields.category, []).append(term)
        return {name: tuple(terms) for name, terms in found.items() if terms}

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

    def reads(self, path: str) -> tuple[str, tuple[str, ...]]:
        """Return what the page `path` shows of its linked body."""
        page = self.body(path)
        return page.body, page.terms

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
