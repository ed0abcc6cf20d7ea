"""What a change means for readers: frozen data, the same for every way of showing it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from builder.changes.words import Hunk
from builder.diagnostics import Diagnostic
from builder.model import Quotation


class Sort(StrEnum):
    """What can be added, removed, renamed and changed, in the order of a report."""

    TERMS = "terms"
    SECTIONS = "sections"
    ARTICLES = "articles"
    PATHS = "paths"
    SOURCES = "sources"
    INTROS = "intros"
    ASSETS = "assets"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Name:
    """An entry as others know it: its id (``foundry``, ``quake/tsmc``), its title, its file."""

    id: str
    title: str
    file: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its texts word by word, or what a list has lost and gained."""

    field: str
    hunks: tuple[Hunk, ...] = ()
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """An entry that is in both versions and differs.

    `unreviewed`: what a reviewer has vouched for is different, and the date of the review is not.
    """

    name: Name
    fields: tuple[FieldChange, ...]
    unreviewed: bool = False


@dataclass(frozen=True, slots=True)
class Renamed:
    """An entry with another id; `redirects` tells whether its old address goes on working."""

    before: Name
    after: Name
    redirects: bool


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """What happened to the entries of one sort. A renamed one that differs too is also `changed`."""

    added: tuple[Name, ...] = ()
    removed: tuple[Name, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    changed: tuple[Changed, ...] = ()
    forgotten: tuple[Renamed, ...] = ()  # earlier ids that no longer lead anywhere

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.added or self.removed or self.renamed or self.changed)


@dataclass(frozen=True, slots=True, order=True)
class LinkChange:
    """A page (its address, its title) that began or ceased to link to a term, and the sentence."""

    page: str
    title: str
    term: str
    term_title: str
    quotation: Quotation | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Changes:
    """Everything that a change means.

    `pages` are the addresses of pages on which readers see something else. `linked`: whether links, pages and
    what only linked content tells could be compared; content with errors cannot be linked.
    """

    entries: Mapping[Sort, EntryChanges]
    links_gained: tuple[LinkChange, ...] = ()
    links_lost: tuple[LinkChange, ...] = ()
    pages: tuple[str, ...] = ()
    new: tuple[Diagnostic, ...] = ()
    fixed: tuple[Diagnostic, ...] = ()
    linked: bool = True
    titles: Mapping[str, str] = field(default_factory=dict)  # of terms, by slug, in either version

    @property
    def unreviewed(self) -> tuple[Name, ...]:
        """What changed without a new review."""
        return tuple(
            each.name for changes in self.entries.values() for each in changes.changed if each.unreviewed
        )

    @property
    def addresses_lost(self) -> tuple[Renamed, ...]:
        """What was renamed so that its old address leads nowhere."""
        return tuple(
            each
            for sort in (Sort.TERMS, Sort.SECTIONS, Sort.ARTICLES, Sort.PATHS)
            for each in (*self.entries[sort].renamed, *self.entries[sort].forgotten)
            if not each.redirects
        )

    def __bool__(self) -> bool:
        """Whether anything differs at all."""
        return bool(
            any(self.entries.values())
            or self.links_gained
            or self.links_lost
            or self.pages
            or self.new
            or self.fixed
        )
