"""All dated facts of the articles in the order of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from builder.model import Page, Section
from builder.render import jsonld
from builder.render.book import Book
from builder.render.intro import intro
from builder.render.template import make_page
from builder.schema import Fact

_END = 99  # later than any month or day: what is vague stands at the end of the time it speaks of


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as exact as somebody knew it; the parts nobody knew are 0."""

    year: int
    month: int = 0
    day: int = 0
    quarter: int = 0

    @classmethod
    def of(cls, asof: str) -> "Moment":
        """Read ``YYYY``, ``YYYY-Qn``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
        year, _, rest = asof.partition("-")
        if rest.startswith("Q"):
            return cls(int(year), quarter=int(rest[1:]))
        month, _, day = rest.partition("-")
        return cls(int(year), int(month or 0), int(day or 0))

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Sort key by the end of the time meant: April 3, April, the second quarter, the year."""
        if self.quarter:
            return self.year, 3 * self.quarter, _END, self.quarter
        return self.year, self.month or _END, self.day or _END, 0

    @property
    def part(self) -> tuple[int, int]:
        """The part of the year: a quarter, a month, or neither."""
        return self.quarter, self.month


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact on the timeline."""

    moment: Moment
    fact: Fact
    section: Section


def timeline(book: Book) -> Page:
    """Render ``/timeline/``."""
    entries = [
        Entry(Moment.of(fact.asof), fact, section)
        for section in book.library.sections
        for fact in section.fields.facts
    ]
    entries.sort(key=lambda entry: entry.moment.order)
    summary = book.words["timeline_summary"].format(count=len(entries))
    given = intro(book, "timeline.md", book.words["timeline"], summary)
    kinds = {kind: sum(entry.fact.kind == kind for entry in entries) for kind in book.words["kinds"]}
    return make_page(
        book,
        "timeline.md",
        **given,
        data=[jsonld.breadcrumbs(book, ("timeline.md", given["title"]))],
        scripts=("timeline.js",),
        kinds={kind: count for kind, count in kinds.items() if count},
        years=[(year, *_parts(book, each)) for year, each in groupby(entries, key=lambda e: e.moment.year)],
    )


def _parts(book: Book, entries: Iterator[Entry]) -> tuple[int, list[tuple[str, list[Entry]]]]:
    """Count the entries of a year, and group them under the names of its months and quarters."""
    parts = [(_name(book, part), list(each)) for part, each in groupby(entries, key=lambda e: e.moment.part)]
    return sum(len(each) for _, each in parts), parts


def _name(book: Book, part: tuple[int, int]) -> str:
    words = book.words
    quarter, month = part
    if quarter:
        return str(words["dated"]["quarter"].format(quarter=quarter))
    return str(words["months"][month - 1] if month else words["dated"]["sometime"])
