"""Both versions of a site, linked as far as their difference needs it.

Linking a whole site twice takes most of the time that a report on one edited file would take. A body needs to
be linked only where its links can differ, or where what differs depends on it:

- it is new or different, or its page is called otherwise;
- a name, or anything else that links or hover cards show, of a term that it holds has changed;
- a rule that counts mentions over all pages speaks of a term differently in the two versions.

Every other body is the same in both and stands unlinked in both, so that a comparison finds nothing there.
That this finds exactly what linking everything finds is a property in the tests.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from builder.check import Manuscript
from builder.check.mentions import orphan_terms, unused_aliases
from builder.diagnostics import Code, Diagnostic
from builder.link import gather, link_page
from builder.link.decide import Rules
from builder.markdown import Scan, scan
from builder.matcher import forms_of
from builder.model import Linked, LinkedBody, LinkedPage, Prose, Section, Term
from builder.parallel import spread
from builder.pipeline import Examined
from builder.settings import Settings
from builder.targets import Resolver, Target
from builder.text import Squeezed, spaced, squeeze

_COUNTED = frozenset({Code.ORPHAN_TERM, Code.UNUSED_ALIAS, Code.SPACING_VARIANT})


@dataclass(frozen=True)
class Side:
    """One version, and what can be told of it without linking; `scanned` remembers bodies for both."""

    examined: Examined
    scanned: Callable[[str], Scan]

    @property
    def terms(self) -> Mapping[str, Term]:
        """All terms by slug."""
        return self.examined.library.terms

    @cached_property
    def prose(self) -> Mapping[str, Prose]:
        """Everything with a body, by the path of its page."""
        return {each.path: each for each in self.examined.library.prose()}

    @cached_property
    def resolver(self) -> Resolver:
        """What wiki links lead to."""
        return Resolver.of(self.examined.library)

    @cached_property
    def rules(self) -> Rules:
        """All names."""
        return Rules.of(self.examined.settings.puri.linking, self.terms.values())

    @cached_property
    def squeezed(self) -> Mapping[str, str]:
        """Each body as names are looked for in it."""
        return {path: Squeezed(each.document.body).text for path, each in self.prose.items()}

    @cached_property
    def targets(self) -> Mapping[str, Mapping[str, Target | None]]:
        """Where the wiki links of each body lead."""
        return {
            path: {
                link.target: self.resolver.targets.get(link.target) for link in self.scanned(body).wiki_links
            }
            for path, each in self.prose.items()
            if "[[" in (body := each.document.body)
        }

    def holding(self, terms: Iterable[Term]) -> set[str]:
        """Return the pages whose bodies may hold a name of any of `terms`, or link to one of them."""
        terms = tuple(terms)
        keys = {form.key for form in forms_of(terms)} - {""}
        slugs = {term.slug for term in terms}
        linking = (
            path
            for path, targets in self.targets.items()
            if any(target and target.term in slugs for target in targets.values())
        )
        return {path for path, text in self.squeezed.items() if any(key in text for key in keys)}.union(
            linking
        )


@dataclass(frozen=True)
class _Read(Manuscript):
    """A manuscript that knows a body which was scanned for another."""

    scanned: Callable[[str], Scan]

    @cached_property
    def scans(self) -> Mapping[str, Scan]:
        """The prose of each body, by the path of its page."""
        return {prose.path: self.scanned(prose.document.body) for prose in self.library.prose()}


@dataclass(frozen=True)
class Partly:
    """One version, some of its bodies linked."""

    side: Side
    results: Mapping[str, LinkedBody]

    @property
    def is_whole(self) -> bool:
        """Whether every body is linked."""
        return len(self.results) == len(self.side.prose)

    def page(self, path: str) -> LinkedPage | None:
        """Return the page `path` if it was linked."""
        result = self.results.get(path)
        return result.page if result else None

    @cached_property
    def linked(self) -> Linked:
        """The links; a body that was not linked stands as it was written."""
        blank = (
            (path, LinkedPage(path, each.document.body, (), ())) for path, each in self.side.prose.items()
        )
        return gather(self.results.get(path, LinkedBody(page, {})) for path, page in blank)

    def linking(self, paths: Iterable[str]) -> "Partly":
        """Return this version with the pages `paths` linked too."""
        side, wanted = self.side, set(paths) - self.results.keys()
        bodies = [each for path, each in side.prose.items() if path in wanted]
        found = spread(lambda each: link_page(each, side.resolver, side.rules), bodies)
        return Partly(side, {**self.results, **{each.page.path: each for each in found}})

    def sharing(self, other: "Partly") -> "Partly":
        """Return this version with what `other` has linked of the bodies that are the same in both."""
        shared = other.results.keys() & self.side.prose.keys() - self.results.keys()
        return Partly(self.side, {**self.results, **{path: other.results[path] for path in shared}})

    def manuscript(self, today: date) -> Manuscript:
        """Return it as the editorial rules read it."""
        examined = self.side.examined
        return _Read(examined.library, self.linked, examined.settings, today, self.side.scanned)


def link_both(before: Examined, after: Examined) -> tuple[Partly, Partly]:
    """Link two versions that have no errors, as far as what readers see of them can differ."""
    scanned = cache(scan)
    old, new = Side(before, scanned), Side(after, scanned)
    if _is_other_site(before, after) or _common(old, new) != _common(new, old):
        return _whole(old), _whole(new)
    renewed = tuple(_renewed_terms(old, new))
    touched = {*old.holding(renewed), *new.holding(renewed), *different(old, new)}
    return _completed(Partly(old, {}).linking(touched), Partly(new, {}).linking(touched))


def link_whole(before: Examined, after: Examined) -> tuple[Partly, Partly]:
    """Link all of both versions: what `link_both` must not differ from."""
    return _whole(Side(before, scan)), _whole(Side(after, scan))


def _whole(side: Side) -> Partly:
    return Partly(side, {}).linking(side.prose)


def _is_other_site(before: Examined, after: Examined) -> bool:
    """Whether settings differ that any page may show, or allowances that only all pages can judge."""
    return _shown(before.settings) != _shown(after.settings) or _allowed(before) != _allowed(after)


def _shown(settings: Settings) -> tuple[object, ...]:
    return settings.site_name, settings.language, settings.content, settings.addresses, settings.puri.linking


def _allowed(examined: Examined) -> set[tuple[str, str | None]]:
    return {(each.code, each.file) for each in examined.allowed if each.code in _COUNTED}


def _common(side: Side, other: Side) -> list[str]:
    return [path for path in side.prose if path in other.prose]


def _renewed_terms(old: Side, new: Side) -> Iterator[Term]:
    """Yield the terms, as in either version, of which links or hover cards would show something else."""
    for slug in {**old.terms, **new.terms}:
        pair = old.terms.get(slug), new.terms.get(slug)
        first, second = (_link_key(each) if each else None for each in pair)
        if first != second:
            yield from filter(None, pair)


def _link_key(term: Term) -> tuple[object, ...]:
    fields = term.fields
    return fields.names, fields.except_, fields.unless_near, fields.summary


def different(old: Side, new: Side) -> Iterator[str]:
    """Yield the pages that are not the same in both versions, as far as links and mentions show them."""
    for path in {**old.prose, **new.prose}:
        if path not in old.prose or path not in new.prose or _page_key(old, path) != _page_key(new, path):
            yield path
    for path, targets in old.targets.items():
        if targets != new.targets.get(path, targets):
            yield path


def _page_key(side: Side, path: str) -> tuple[object, ...]:
    prose = side.prose[path]
    key = type(prose), prose.title, prose.document.body
    if isinstance(prose, Section):
        return *key, prose.fields.nolink, side.examined.library.articles[prose.article].title
    return key


def _completed(old: Partly, new: Partly) -> tuple[Partly, Partly]:
    """Link what remains of the pages of those terms that must be counted on all pages."""
    complete: set[str] = set()
    wanted = _respaced(old, new)
    while wanted := (wanted | _spoken_of(old, new)) - complete:
        complete |= wanted
        # What is linked only now is the same in both versions: one of them can do it for both.
        new = new.linking(new.side.holding(new.side.terms[slug] for slug in wanted if slug in new.side.terms))
        old = old.sharing(new)
    return old, new


def _spoken_of(old: Partly, new: Partly) -> set[str]:
    """Return the terms of which a rule about mentions says something else in the two versions."""
    first, second = (
        {(found.place.file, found.code, found.words["name"]) for found in _about_terms(each)}
        for each in (old, new)
    )
    files = {file for file, _, _ in first ^ second}
    return {
        slug for each in (old, new) for slug, term in each.side.terms.items() if term.document.file in files
    }


def _about_terms(partly: Partly) -> Iterator[Diagnostic]:
    manuscript = partly.manuscript(date.min)
    yield from orphan_terms(manuscript)
    yield from unused_aliases(manuscript)


def _respaced(old: Partly, new: Partly) -> set[str]:
    """Return the terms that are written more or less often, if anywhere they are spaced in another way."""
    first, second = (
        Counter(
            (mention.term, squeeze(mention.text), spaced(mention.text), mention.reason)
            for page, _ in each.results.values()
            for mention in page.mentions
        )
        for each in (old, new)
    )
    names = {(term, key) for term, key, _, _ in (first - second) + (second - first)}
    return {term for term, key in names if _is_spaced_in_ways(key, (old.side, new.side))}


def _is_spaced_in_ways(key: str, sides: Iterable[Side]) -> bool:
    ways: set[str] = set()
    for side in sides:
        for path, text in side.squeezed.items():
            if key in text:
                ways |= _ways(key, text, side.prose[path].document.body)
            if len(ways) > 1:
                return True
    return False


def _ways(key: str, text: str, body: str) -> set[str]:
    """Return how `body`, squeezed to `text`, spaces the name `key`."""
    squeezed, ways, at = Squeezed(body), set(), text.find(key)
    while at >= 0:
        ways.add(spaced(body[squeezed.start(at) : squeezed.end(at + len(key))]))
        at = text.find(key, at + 1)
    return ways
