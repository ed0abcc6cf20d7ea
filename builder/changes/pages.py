"""Pages on which readers see something else.

What the sidebar and the home page suggest because it is mentioned often is left aside: it depends on every
page, and is not what an editor changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from builder.changes.linking import Partly, different
from builder.model import Library, Page, Section, Term
from builder.render.book import Book
from builder.render.site import make_pages


@dataclass(frozen=True)
class _Book(Book):
    """A book in which nothing is chosen by how often it is mentioned."""

    @cached_property
    def best_known(self) -> tuple[Term, ...]:
        """All terms, in the order of their files."""
        return tuple(self.library.terms.values())


def changed_pages(old: Partly, new: Partly) -> Iterator[str]:
    """Yield the pages that are new or look different, in the order of the site."""
    wanted = None if old.is_whole or new.is_whole else frozenset(_near_changes(old, new))
    before = {page.path: _look(page) for page in _pages(old, wanted)}
    for page in _pages(new, wanted):
        if before.get(page.path) != _look(page):
            yield page.path


def _pages(partly: Partly, wanted: frozenset[str] | None) -> list[Page]:
    """Make all pages, or of terms and sections only those that are `wanted`."""
    examined = partly.side.examined
    book = _Book(examined.library, partly.linked, examined.settings)

    def is_wanted(path: str) -> bool:
        return wanted is None or path in wanted or not isinstance(book.prose_at.get(path), Term | Section)

    return make_pages(book, is_wanted)


def _look(page: Page) -> tuple[str, str]:
    """Return what readers see of a page: its front matter is for machines and for the sidebar."""
    return page.title, page.body


def _near_changes(old: Partly, new: Partly) -> set[str]:
    """Return the pages of terms and sections that can show a difference.

    A page shows what stands in its own file, and something of what it is next to: terms it links to or is
    related to, and what these are related to; pages that mention it; its article; its learning paths; its
    sources.
    """
    changed = set(_changed(old, new))
    near = [_neighbours(each) for each in (old, new)]
    beside = changed.union(*(each.get(path, ()) for each in near for path in changed))
    related = [_related(each.side.examined.library) for each in (old, new)]
    return beside.union(*(each.get(path, ()) for each in related for path in beside))


def _changed(old: Partly, new: Partly) -> Iterator[str]:
    """Yield the pages whose own content, links or mentions differ, or a source that they name."""
    first, second = (each.side.examined.library for each in (old, new))
    yield from different(old.side, new.side)
    for path in {**old.side.prose, **new.side.prose}:
        if old.side.prose.get(path) != new.side.prose.get(path) or old.page(path) != new.page(path):
            yield path
    for slug in {**first.terms, **second.terms}:
        if old.linked.backlinks.get(slug) != new.linked.backlinks.get(slug):
            yield f"terms/{slug}.md"
    for slug in {**first.paths, **second.paths}:
        if first.paths.get(slug) != second.paths.get(slug):
            yield from (each for library in (first, second) for each in _steps(library).get(slug, ()))
    for each in (old, new):
        uses = Book(each.side.examined.library, each.linked, each.side.examined.settings).uses_of_source
        for id_ in {**first.sources, **second.sources}:
            if first.sources.get(id_) != second.sources.get(id_):
                yield from (prose.path for prose in uses.get(id_, ()))


def _steps(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return the pages of each learning path."""
    files = {section.step: section.path for section in library.sections}
    return {
        slug: tuple(files.get(step, f"{step}.md") for step in each.fields.steps)
        for slug, each in library.paths.items()
    }


def _neighbours(partly: Partly) -> Mapping[str, set[str]]:
    """Return for each page the pages that may show something of it."""
    library = partly.side.examined.library
    pairs = [
        (f"terms/{slug}.md", each.path) for slug, all_ in partly.linked.backlinks.items() for each in all_
    ]
    pairs += [(f"terms/{slug}.md", path) for path, (page, _) in partly.results.items() for slug in page.terms]
    groups: list[Iterable[str]] = [*pairs]
    groups += [
        [article.path, *(each.path for each in article.sections)] for article in library.articles.values()
    ]
    groups += _steps(library).values()
    near: dict[str, set[str]] = {path: set(each) for path, each in _related(library).items()}
    for group in map(tuple, groups):
        for path in group:
            near.setdefault(path, set()).update(group)
    return near


def _related(library: Library) -> Mapping[str, set[str]]:
    """Return for each term the pages of the terms that are related to it, whichever side says so."""
    near: dict[str, set[str]] = {}
    for slug, term in library.terms.items():
        for other in (each for _, slugs in term.fields.related for each in slugs):
            near.setdefault(f"terms/{slug}.md", set()).add(f"terms/{other}.md")
            near.setdefault(f"terms/{other}.md", set()).add(f"terms/{slug}.md")
    return near
