"""The data that the stages hand on: frozen, complete, free of any disk or engine.

A page is known by its `path`, the Markdown file it becomes (``terms/foundry.md``); a content file by its
`file`, relative to the root (``content/terms/foundry.md``). Offsets are code points into a file's text.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from builder.cache import digest
from builder.diagnostics import Place
from builder.schema import ArticleFields, IntroFields, PathFields, SectionFields, SourceFields, TermFields

KeyPath = tuple[str | int, ...]
KEY = -1  # ends the path of a key itself, rather than of its value; no index is negative


@dataclass(frozen=True)
class Document:
    """A content file as read: its text, where the body begins, and where each front matter key stands."""

    file: str
    text: str
    body_start: int = 0
    places: Mapping[KeyPath, tuple[int, int]] = field(default_factory=dict)

    @property
    def body(self) -> str:
        """The Markdown after the front matter."""
        return self.text[self.body_start :]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, char in enumerate(self.text) if char == "\n")]

    def at(self, *key: str | int) -> Place:
        """Return where the front matter value `key` stands, or its nearest ancestor that is written down."""
        for length in range(len(key), -1, -1):
            if key[:length] in self.places:
                return Place(self.file, *self.places[key[:length]])
        return Place(self.file)

    def at_key(self, *key: str | int) -> Place:
        """Return where the last part of `key` stands itself, not its value."""
        return self.at(*key, KEY) if (*key, KEY) in self.places else self.at(*key)

    def at_offset(self, offset: int) -> Place:
        """Return the place of a code-point offset into `text`."""
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1)


@dataclass(frozen=True)
class Term:
    """One glossary term."""

    slug: str
    fields: TermFields
    document: Document

    @property
    def path(self) -> str:
        """The page this term becomes."""
        return f"terms/{self.slug}.md"

    @property
    def title(self) -> str:
        """The headword."""
        return self.fields.term


@dataclass(frozen=True)
class Section:
    """One section of an article; `number` is the NN of its file name."""

    article: str
    slug: str
    number: int
    fields: SectionFields
    document: Document

    @property
    def path(self) -> str:
        """The page this section becomes."""
        return f"articles/{self.article}/{self.slug}.md"

    @property
    def step(self) -> str:
        """The section as learning paths and ``[[...]]`` name it: its file, with its number."""
        return f"articles/{self.article}/{self.document.file.rpartition('/')[2].removesuffix('.md')}"

    @property
    def title(self) -> str:
        """The section's title."""
        return self.fields.title


@dataclass(frozen=True)
class Article:
    """An article: its introduction and its sections in order."""

    slug: str
    fields: ArticleFields
    document: Document
    sections: tuple[Section, ...]

    @property
    def path(self) -> str:
        """The page this article becomes."""
        return f"articles/{self.slug}/index.md"

    @property
    def title(self) -> str:
        """The article's title."""
        return self.fields.title


@dataclass(frozen=True)
class Intro:
    """An optional introduction to a page that Puri makes itself; `path` is that page."""

    path: str
    fields: IntroFields
    document: Document

    @property
    def title(self) -> str:
        """The title given, or nothing."""
        return self.fields.title or ""


@dataclass(frozen=True)
class Source:
    """One entry of the bibliography."""

    id: str
    fields: SourceFields


@dataclass(frozen=True)
class LearningPath:
    """An ordered learning path; steps are page paths without ``.md``, as written."""

    slug: str
    fields: PathFields
    document: Document

    @property
    def path(self) -> str:
        """The page this path becomes."""
        return f"paths/{self.slug}.md"

    @property
    def title(self) -> str:
        """The path's title."""
        return self.fields.title


# The pages that are there whether or not somebody wrote an introduction to them.
INTRO_PAGES = frozenset(
    {"index.md", "about.md", "sources.md", "map.md", "terms/index.md", "articles/index.md"}
    | {"paths/index.md", "timeline.md", "quiz.md", "cards.md"}
)

Prose = Term | Section | Article | Intro

# Each relation and its other side (contract, section 2), in the order in which they are shown.
RELATIONS = {
    "requires": "required_by",
    "required_by": "requires",
    "broader": "narrower",
    "narrower": "broader",
    "contrasts": "contrasts",
    "related": "related",
}


@dataclass(frozen=True)
class Library:
    """All content, every mapping in a fixed order: slugs ascending, sections by number, sources as written.

    `unread` names what exists but could not be read (``terms/foundry``, ``sources/an-id``), and
    `unread_files` its files, so that one broken file does not make every reference to it an error.
    """

    terms: Mapping[str, Term]
    articles: Mapping[str, Article]
    intros: Mapping[str, Intro]
    sources: Mapping[str, Source]
    paths: Mapping[str, LearningPath]
    sources_document: Document
    assets: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    unread_files: frozenset[str] = frozenset()

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """All sections, article by article."""
        return tuple(section for article in self.articles.values() for section in article.sections)

    def prose(self) -> Iterator[Prose]:
        """Yield everything that has a body: articles with their sections, terms, introductions."""
        for article in self.articles.values():
            yield article
            yield from article.sections
        yield from self.terms.values()
        yield from self.intros.values()

    def entries(self) -> Iterator[Term | Section]:
        """Yield what is written from sources, reviewed and asked about: terms, then sections."""
        yield from self.terms.values()
        yield from self.sections

    @cached_property
    def relations(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each term its related terms by kind, both sides derived from whichever is written."""
        pairs: dict[str, dict[str, set[str]]] = {}
        for slug, term in self.terms.items():
            for kind, targets in term.fields.related:
                for target in targets:
                    pairs.setdefault(slug, {}).setdefault(kind, set()).add(target)
                    pairs.setdefault(target, {}).setdefault(RELATIONS[kind], set()).add(slug)
        return {
            slug: {kind: tuple(sorted(kinds[kind])) for kind in RELATIONS if kind in kinds}
            for slug, kinds in pairs.items()
        }

    @cached_property
    def reviewed(self) -> date | None:
        """The date of the newest review in the library, which stands for the date of the whole site."""
        return max((each.fields.reviewed for each in self.entries() if each.fields.reviewed), default=None)


class Reason(StrEnum):
    """Why a mention is linked or not: the closed set that `puri explain` prints."""

    LINKED = "linked"
    ALREADY_LINKED = "already-linked-in-section"
    OWN_PAGE = "own-page"
    HEADING = "heading"
    CODE = "code"
    MATH = "math"
    IN_LINK = "in-link"
    HTML = "html"
    URL = "url"
    MARKUP = "markup"
    OPTED_OUT = "opted-out"
    PAGE_NOLINK = "page-nolink"
    LINKING_OFF = "linking-off"
    LONGER_TERM = "longer-term"
    BOUNDARY_LEFT = "boundary-left"
    BOUNDARY_RIGHT = "boundary-right"
    SPACING = "spacing"
    CASE = "case"
    UNLESS_NEAR = "unless-near"
    EXCEPT = "except"


# A mention counts for a term's backlinks when a reader meets the term there, linked or not.
READ_AS_MENTION = frozenset({Reason.LINKED, Reason.ALREADY_LINKED})


class Mention(NamedTuple):  # a tuple travels between processes several times as fast as a dataclass
    """A place where a surface form of `term` stands: ``text[start:end]`` of its file, particle left out."""

    start: int
    end: int
    text: str
    term: str
    reason: Reason

    @property
    def linked(self) -> bool:
        """Whether the mention became a link."""
        return self.reason is Reason.LINKED


class Quotation(NamedTuple):
    """A sentence as a reader sees it, split around the mention it is quoted for."""

    before: str
    mention: str
    after: str


class Backlink(NamedTuple):
    """A page that mentions a term, and its sentences that do."""

    path: str
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class LinkedPage:
    """A body with its links put in, its mentions in order of place, and the terms it links to."""

    path: str
    body: str
    mentions: tuple[Mention, ...]
    terms: tuple[str, ...]


class LinkedBody(NamedTuple):
    """What linking makes of one body: the page, and for each term the sentences that mention it, in order."""

    page: LinkedPage
    quotations: Mapping[str, tuple[Quotation, ...]]


@dataclass(frozen=True)
class Linked:
    """What the link stage returns: pages by path, backlinks by term.

    `bodies`, where they were asked for, has each body by the digest of everything that its links depend on.
    """

    pages: Mapping[str, LinkedPage]
    backlinks: Mapping[str, tuple[Backlink, ...]]
    bodies: Mapping[bytes, LinkedBody] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A finished page: plain Markdown with relative links, ready for any engine.

    `source` is the content file that an edit link opens, relative to the content folder, or None.
    `updated` is the day its content was last reviewed. `names` are what else its subject is called. `twin` is
    the page as Markdown alone, without any HTML and marks for the engine, where somebody asked for it.
    """

    path: str
    title: str
    markdown: str
    source: str | None
    updated: date | None
    names: tuple[str, ...] = ()
    twin: str = ""

    @cached_property
    def key(self) -> bytes:
        """A digest of what the page is made of, but for `names`."""
        about = (self.path, self.title, self.source or "", str(self.updated))
        return digest(*about, self.markdown, self.twin)

    @property
    def body(self) -> str:
        """What follows on the front matter."""
        return self.markdown.partition("\n---\n")[2]

    @property
    def meta(self) -> dict[str, Any]:
        """The front matter, which is written as JSON, a line for each key."""
        lines = self.markdown.partition("\n---\n")[0].split("\n")[1:]
        return {key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines)}


class Edition(StrEnum):
    """What pages are made for: for any engine, with nothing beside them; for a disk; for the web."""

    PAGES = "pages"
    OFFLINE = "offline"
    WEBSITE = "website"


@dataclass(frozen=True)
class Export:
    """A file of the site that is no page: its path from the site's root, and what makes its bytes.

    `made_of` is everything that these depend on beside Puri itself, where they take time to make.
    """

    path: str
    make: Callable[[], bytes]
    made_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Site:
    """The pages, the assets to copy beside them (paths relative to the content folder), and the exports.

    `files` are finished: no engine changes them. They are known by the path at which they are published.
    """

    pages: tuple[Page, ...]
    assets: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    exports: tuple[Export, ...] = ()


def relative(target: str, page: str) -> str:
    """Return the link from `page` to the file `target`, both relative to the pages' folder."""
    folder = page.rpartition("/")[0]
    if target.rpartition("/")[0] == folder:
        return target.rpartition("/")[2]
    return "../" * (folder.count("/") + 1 if folder else 0) + target
