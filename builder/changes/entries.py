"""Library -> entries: everything that can change by itself, as fields of one shape."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.changes.model import Name, Sort
from builder.model import Document, Library
from builder.pipeline import Examined
from builder.schema import Fields
from builder.settings import SETTINGS_FILE, Settings

BODY = "body"
_ORDERLESS_MAPPINGS = ("related", "lengths")  # shown as related.requires ...


@dataclass(frozen=True)
class Edition:
    """One version of a site: its content, examined, and a fingerprint of each of its assets."""

    examined: Examined
    assets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A term, a section and so on: its `values` by the name of the field, its body among them.

    `fixed`: the id is given by the site's shape, so that the entry can be removed but not renamed.
    """

    name: Name
    values: Mapping[str, Any]
    redirect_from: tuple[str, ...] = ()
    fixed: bool = False


def entries(edition: Edition) -> Mapping[Sort, Mapping[str, Entry]]:
    """Return the entries of each sort by their ids."""
    library = edition.examined.library
    return {
        Sort.TERMS: _by_id(
            Entry(
                Name(term.slug, term.title, term.document.file),
                _values(term.fields, term.document),
                term.fields.redirect_from,
            )
            for term in library.terms.values()
        ),
        Sort.SECTIONS: _by_id(
            Entry(
                Name(f"{each.article}/{each.slug}", each.title, each.document.file),
                _values(each.fields, each.document) | {"number": each.number},
            )
            for each in library.sections
        ),
        Sort.ARTICLES: _by_id(
            Entry(Name(each.slug, each.title, each.document.file), _values(each.fields, each.document))
            for each in library.articles.values()
        ),
        Sort.PATHS: _by_id(
            Entry(Name(each.slug, each.title, each.document.file), _values(each.fields))
            for each in library.paths.values()
        ),
        Sort.SOURCES: _by_id(_sources(library)),
        Sort.INTROS: _by_id(
            Entry(
                Name(each.path, each.path, each.document.file), _values(each.fields, each.document), (), True
            )
            for each in library.intros.values()
        ),
        Sort.ASSETS: _by_id(
            Entry(Name(path, path, path), {"file": mark}) for path, mark in edition.assets.items()
        ),
        Sort.SETTINGS: _by_id([_settings(edition.examined.settings)]),
    }


def _by_id(each: Iterable[Entry]) -> Mapping[str, Entry]:
    return {entry.name.id: entry for entry in each}


def _values(fields: Fields, document: Document | None = None) -> dict[str, Any]:
    values = dict(_flat(fields.model_dump(by_alias=True)))
    return values | {BODY: document.body.replace("\r\n", "\n")} if document else values


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in _ORDERLESS_MAPPINGS:
            yield from ((f"{name}.{inner}", each) for inner, each in value.items())
        else:
            yield name, value


def _sources(library: Library) -> Iterator[Entry]:
    file = library.sources_document.file
    for id_, source in library.sources.items():
        yield Entry(Name(id_, source.fields.title, file), _values(source.fields))


def _settings(settings: Settings) -> Entry:
    values: dict[str, Any] = {
        "site_name": settings.site_name,
        "site_url": settings.site_url,
        "language": settings.language,
    }
    values |= {"content": settings.content, "use_directory_urls": settings.addresses.directories}
    own = dict(_flat(settings.puri.model_dump(by_alias=True)))
    return Entry(Name(SETTINGS_FILE, SETTINGS_FILE, SETTINGS_FILE), values | own, (), True)


def is_unread(sort: Sort, id_: str, library: Library) -> bool:
    """Whether an entry is missing from `library` only because its file could not be read."""
    match sort:
        case Sort.TERMS:
            return f"terms/{id_}" in library.unread
        case Sort.SECTIONS | Sort.ARTICLES:
            return (
                f"articles/{id_}" in library.unread or f"articles/{id_.partition('/')[0]}" in library.unread
            )
        case Sort.SOURCES:
            return bool({f"sources/{id_}", "sources/*"} & library.unread)
    return False
