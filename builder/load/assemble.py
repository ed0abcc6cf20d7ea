"""Raw files -> Library. Every file is tried; what cannot be read is reported and left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, NamedTuple

from builder.diagnostics import Code, Diagnostic, Place
from builder.load import fields
from builder.load.files import RawFile, is_asset
from builder.load.limits import LONGEST_FRONT_MATTER, MOST_FAULTS
from builder.load.names import bad_names
from builder.load.parse import Parsed, parse
from builder.load.pictures import picture_faults
from builder.load.text import decode
from builder.load.yaml import read_yaml
from builder.model import (
    INTRO_PAGES,
    Article,
    Document,
    Intro,
    LearningPath,
    Library,
    Section,
    Source,
    Term,
)
from builder.parallel import spread
from builder.schema import (
    SLUG,
    ArticleFields,
    Fields,
    IntroFields,
    PathFields,
    SectionFields,
    SourceFields,
    TermFields,
)

SOURCES = "sources.yml"
_SOURCE_ID = re.compile(r"[^\W_][\w.-]*")  # it becomes an anchor; those with _ belong to the theme
_SECTION_FILE = re.compile(r"(\d{2,9})-(.*)")


@dataclass
class _Shelf:
    """What has been read so far; private to one call of `assemble`."""

    terms: dict[str, Term] = field(default_factory=dict)
    sections: dict[str, dict[str, Section]] = field(default_factory=dict)
    articles: dict[str, tuple[ArticleFields, Document]] = field(default_factory=dict)
    article_folders: dict[str, str] = field(default_factory=dict)
    intros: dict[str, Intro] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    paths: dict[str, LearningPath] = field(default_factory=dict)
    sources_document: Document | None = None
    assets: list[str] = field(default_factory=list)
    attempted: dict[str, str] = field(default_factory=dict)  # what should have been read -> its file
    found: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class Loaded:
    """What the load stage returns: all content that could be read, and what was wrong with the rest.

    And its Markdown files, each by itself, for the next time.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    parsed: Mapping[RawFile, Parsed]


def assemble(
    files: Iterable[RawFile], content: str, earlier: Mapping[RawFile, Parsed] = MappingProxyType({})
) -> Loaded:
    """Turn the files of the content folder (its path relative to the root is `content`) into a Library.

    `earlier` are files that another run has `parsed`.
    """
    shelf = _Shelf()
    files = tuple(files)
    paths = [PurePosixPath(raw.file.removeprefix(f"{content}/")) for raw in files]
    kinds = [None if raw.refused else _markdown(path) for raw, path in zip(files, paths, strict=True)]
    parsed = _parsed({raw: kind.fields for raw, kind in zip(files, kinds, strict=True) if kind}, earlier)
    shelf.found += bad_names(raw.file for raw in files)
    for raw, path, kind in zip(files, paths, kinds, strict=True):
        if raw.refused:
            shelf.found.append(raw.refused)
            shelf.attempted[_name(path)] = raw.file
            continue
        if is_asset(raw.file):
            shelf.assets.append(str(path))
            shelf.found += _picture(raw)
            continue
        if kind:
            document, front, found = parsed[raw]
            shelf.found += found
            is_put = document is not None and kind.put(shelf, document, front, path)
            if not is_put and kind is not _INTRO:
                shelf.attempted[_name(path)] = raw.file
        elif read := _data(path):
            text, wrong = decode(raw)
            shelf.found += wrong
            if text is not None:
                read(shelf, raw.file, text, path)
        else:
            shelf.found.append(Diagnostic(Place(raw.file), Code.UNKNOWN_FILE))
    return Loaded(_library(shelf, content), tuple(shelf.found), parsed)


def _parsed(
    kinds: Mapping[RawFile, type[Fields]], earlier: Mapping[RawFile, Parsed]
) -> dict[RawFile, Parsed]:
    todo = [raw for raw in kinds if raw not in earlier]
    new = dict(zip(todo, spread(lambda raw: parse(raw, kinds[raw]), todo), strict=True))
    return {raw: new.get(raw) or earlier[raw] for raw in kinds}


def _picture(raw: RawFile) -> Iterator[Diagnostic]:
    if raw.file.lower().endswith(".svg") and raw.data:
        for line, column, name in picture_faults(raw.data):
            yield Diagnostic(Place(raw.file, line, column), Code.UNSAFE_HTML, {"name": name})


def _name(path: PurePosixPath) -> str:
    """What a content file is called by others: its path without number and ending."""
    section = _SECTION_FILE.fullmatch(path.stem)
    folder = str(path.parent)
    if path.name == "index.md":
        return folder
    return f"{folder}/{section[2]}" if section and path.parts[0] == "articles" else str(path.with_suffix(""))


class _Kind(NamedTuple):
    """A kind of Markdown file: its fields, and how it is put in its place on the shelf, if it can be."""

    fields: type[Fields]
    put: Callable[[_Shelf, Document, Any, PurePosixPath], bool]


def _markdown(path: PurePosixPath) -> _Kind | None:
    """Tell what kind of Markdown file stands at `path` inside the content folder."""
    if str(path) in INTRO_PAGES:
        return _INTRO
    match path.parts:
        case ("terms", _) if path.suffix == ".md":
            return _Kind(TermFields, _term)
        case ("articles", _, "index.md"):
            return _Kind(ArticleFields, _article)
        case ("articles", _, name) if path.suffix == ".md" and _SECTION_FILE.match(name):
            return _Kind(SectionFields, _section)
    return None


def _data(path: PurePosixPath) -> Callable[[_Shelf, str, str, PurePosixPath], None] | None:
    """Choose how to read the YAML file at `path` inside the content folder."""
    if str(path) == SOURCES:
        return _sources
    match path.parts:
        case ("paths", _) if path.suffix in {".yml", ".yaml"}:
            return _path
    return None


def _good_slug(shelf: _Shelf, file: str, slug: str) -> bool:
    if SLUG.fullmatch(slug) and slug != "index":  # index.md is an introduction, everywhere
        return True
    shelf.found.append(Diagnostic(Place(file), Code.BAD_SLUG, {"name": slug}))
    return False


def _term(shelf: _Shelf, document: Document, front: TermFields | None, path: PurePosixPath) -> bool:
    slug = path.stem
    if not _good_slug(shelf, document.file, slug) or not front:
        return False
    shelf.terms[slug] = Term(slug, front, document)
    return True


def _article(shelf: _Shelf, document: Document, front: ArticleFields | None, path: PurePosixPath) -> bool:
    slug = path.parts[1]
    shelf.article_folders[slug] = document.file
    if not _good_slug(shelf, document.file, slug) or not front:
        return False
    shelf.articles[slug] = (front, document)
    return True


def _section(shelf: _Shelf, document: Document, front: SectionFields | None, path: PurePosixPath) -> bool:
    match = _SECTION_FILE.fullmatch(path.stem)
    number, slug = (int(match[1]), match[2]) if match else (0, path.stem)
    article = path.parts[1]
    siblings = shelf.sections.setdefault(article, {})
    if twin := siblings.get(slug):
        words = {"name": slug, "other": str(Place(twin.document.file))}
        shelf.found.append(Diagnostic(Place(document.file), Code.DUPLICATE_SLUG, words))
        return False
    if not _good_slug(shelf, document.file, slug) or not front:
        return False
    siblings[slug] = Section(article, slug, number, front, document)
    return True


def _intro(shelf: _Shelf, document: Document, front: IntroFields | None, path: PurePosixPath) -> bool:
    if front:
        shelf.intros[str(path)] = Intro(str(path), front, document)
    return front is not None


_INTRO = _Kind(IntroFields, _intro)


def _sources(shelf: _Shelf, file: str, text: str, path: PurePosixPath) -> None:
    data, places, found = read_yaml(file, text)
    shelf.found += found
    document = Document(file, text, len(text), places)
    shelf.sources_document = document
    if not isinstance(data, dict):
        shelf.attempted["sources/*"] = file
        if data is not None:
            shelf.found.append(
                Diagnostic(document.at(), Code.WRONG_TYPE, {"name": SOURCES, "wanted": "mapping"})
            )
        return
    before = len(shelf.found)
    for id_, entry in data.items():
        if len(shelf.found) > before + MOST_FAULTS:
            shelf.attempted["sources/*"] = file
            break
        shelf.attempted[f"sources/{id_}"] = file
        if not _SOURCE_ID.fullmatch(id_):
            shelf.found.append(Diagnostic(document.at_key(id_), Code.BAD_SLUG, {"name": id_}))
            continue
        valid, found = fields.validate(SourceFields, entry, document, (id_,))
        shelf.found += found
        if valid:
            shelf.sources[id_] = Source(id_, valid)


def _path(shelf: _Shelf, file: str, text: str, path: PurePosixPath) -> None:
    if len(text) > LONGEST_FRONT_MATTER:
        shelf.found.append(fields.front_matter_too_long(file, text))
        return
    data, places, found = read_yaml(file, text)
    shelf.found += found
    document = Document(file, text, len(text), places)
    if data is None:
        _good_slug(shelf, file, path.stem)
        return
    valid, found = fields.validate(PathFields, data, document)
    shelf.found += found
    if _good_slug(shelf, file, path.stem) and valid:
        shelf.paths[path.stem] = LearningPath(path.stem, valid, document)


def _library(shelf: _Shelf, content: str) -> Library:
    for slug in sorted(shelf.sections.keys() - shelf.article_folders.keys()):
        file = f"{content}/articles/{slug}/index.md"
        shelf.found.append(Diagnostic(Place(file), Code.MISSING_FILE))
    articles = {
        slug: Article(
            slug,
            front,
            document,
            tuple(sorted(shelf.sections.get(slug, {}).values(), key=lambda s: (s.number, s.slug))),
        )
        for slug, (front, document) in sorted(shelf.articles.items())
    }
    unread = _unread(shelf, articles)
    return Library(
        terms=dict(sorted(shelf.terms.items())),
        articles=articles,
        intros=dict(sorted(shelf.intros.items())),
        sources=shelf.sources,
        paths=dict(sorted(shelf.paths.items())),
        sources_document=shelf.sources_document or Document(f"{content}/{SOURCES}", ""),
        assets=tuple(shelf.assets),
        unread=frozenset(unread),
        unread_files=frozenset(unread.values()),
    )


def _unread(shelf: _Shelf, articles: Mapping[str, Article]) -> dict[str, str]:
    """What was attempted and is not in the library, under every name that others may use for it."""
    read = {f"terms/{slug}" for slug in shelf.terms} | {f"sources/{id_}" for id_ in shelf.sources}
    for slug, article in articles.items():
        read |= {f"articles/{slug}", *(section.path.removesuffix(".md") for section in article.sections)}
    unread = {name: file for name, file in shelf.attempted.items() if name not in read}
    numbered = {file.partition("/")[2].removesuffix(".md"): file for file in unread.values()}
    return numbered | unread
