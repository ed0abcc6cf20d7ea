"""Two versions of a site -> what the change means for readers."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from builder.changes.content import compare_entries
from builder.changes.diagnostics import compare_diagnostics
from builder.changes.entries import Edition
from builder.changes.linking import Partly, link_both
from builder.changes.model import Changes, EntryChanges, LinkChange, Sort
from builder.changes.pages import changed_pages
from builder.pipeline import Examined, proofread_as
from builder.render.book import Book

Linker = Callable[[Examined, Examined], tuple[Partly, Partly]]


def compare(before: Edition, after: Edition, today: date, linker: Linker = link_both) -> Changes:
    """Compare two versions as they are on the day `today`."""
    old, new = before.examined, after.examined
    found = compare_entries(before, after)
    titles = {slug: term.title for each in (old, new) for slug, term in each.library.terms.items()}
    changes = Changes(found, linked=not (old.has_errors or new.has_errors), titles=titles)
    if changes.linked:
        first, second = linker(old, new)
        old, new = (proofread_as(each.side.examined, each.manuscript(today)) for each in (first, second))
        gained, lost = _links(first, second, found)
        addresses = new.settings.addresses
        pages = tuple(addresses.of(path) for path in changed_pages(first, second))
        changes = replace(changes, links_gained=gained, links_lost=lost, pages=pages)
    texts = old.texts, new.texts
    new_ones, fixed = compare_diagnostics(old.diagnostics, new.diagnostics, texts, _moved_files(found))
    return replace(changes, new=new_ones, fixed=fixed)


def _moved_files(found: Mapping[Sort, EntryChanges]) -> dict[str, str]:
    return {each.before.file: each.after.file for changes in found.values() for each in changes.renamed}


def _links(
    old: Partly, new: Partly, found: Mapping[Sort, EntryChanges]
) -> tuple[tuple[LinkChange, ...], tuple[LinkChange, ...]]:
    """Return the links gained and lost; what only leads from or to another name is neither."""
    slugs = {each.before.id: each.after.id for each in found[Sort.TERMS].renamed}
    paths = {f"terms/{old_slug}.md": f"terms/{slug}.md" for old_slug, slug in slugs.items()}
    for each in found[Sort.SECTIONS].renamed:
        paths[f"articles/{each.before.id}.md"] = f"articles/{each.after.id}.md"
    for each in found[Sort.ARTICLES].renamed:
        paths[f"articles/{each.before.id}/index.md"] = f"articles/{each.after.id}/index.md"
    first = {(change.page, change.term): change for change in _all_links(old, paths, slugs)}
    second = {(change.page, change.term): change for change in _all_links(new, {}, {})}
    gained = tuple(change for key, change in second.items() if key not in first)
    return gained, tuple(change for key, change in first.items() if key not in second)


def _all_links(partly: Partly, paths: Mapping[str, str], slugs: Mapping[str, str]) -> Iterator[LinkChange]:
    """Yield the links of every linked body, named as they are called now."""
    examined = partly.side.examined
    book = Book(examined.library, partly.linked, examined.settings)
    for path, prose in partly.side.prose.items():
        if path not in partly.results:
            continue
        page, quoted = partly.results[path]
        for term in page.terms:
            yield LinkChange(
                examined.settings.addresses.of(paths.get(path, path)),
                book.title_of(prose),
                slugs.get(term, term),
                examined.library.terms[term].title,
                quoted[term][0] if term in quoted else None,
            )
