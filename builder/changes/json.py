"""Changes as the JSON of the contract, section 3; the whole of it is described in docs/diff.schema.json."""

import json
from collections.abc import Iterable
from typing import Any

from builder.changes.model import Changed, Changes, FieldChange, LinkChange, Name, Renamed, Sort
from builder.changes.words import after_of, before_of
from builder.diagnostics import Diagnostic
from builder.model import Quotation
from builder.report import as_data

# What an entry of each sort is called where it is one of `changed`.
_SINGULAR = {
    Sort.TERMS: "term",
    Sort.SECTIONS: "section",
    Sort.ARTICLES: "article",
    Sort.PATHS: "path",
    Sort.SOURCES: "source",
    Sort.INTROS: "intro",
    Sort.ASSETS: "asset",
    Sort.SETTINGS: "settings",
}


def as_json(changes: Changes, language: str) -> str:
    """Return everything as one JSON document."""
    data: dict[str, Any] = {sort: _entries(changes, sort) for sort in Sort}
    data["links"] = {"gained": _links(changes.links_gained), "lost": _links(changes.links_lost)}
    data["pages"] = list(changes.pages)
    data["diagnostics"] = {"new": _found(changes.new, language), "fixed": _found(changes.fixed, language)}
    data["linked"] = changes.linked
    return json.dumps(data, ensure_ascii=False, indent=2)


def _entries(changes: Changes, sort: Sort) -> dict[str, Any]:
    found = changes.entries[sort]
    return {
        "added": _ids(found.added),
        "removed": _ids(found.removed),
        "renamed": [_renamed(each) for each in found.renamed],
        "changed": [{_SINGULAR[sort]: each.name.id} | _changed(each) for each in found.changed],
    }


def _ids(names: Iterable[Name]) -> list[str]:
    return [name.id for name in names]


def _renamed(each: Renamed) -> dict[str, Any]:
    return {"from": each.before.id, "to": each.after.id, "redirects": each.redirects}


def _changed(each: Changed) -> dict[str, Any]:
    return {
        "title": each.name.title,
        "file": each.name.file,
        "fields": [change.field for change in each.fields],
        "unreviewed": each.unreviewed,
        "details": [_details(change) for change in each.fields],
    }


def _details(change: FieldChange) -> dict[str, Any]:
    hunks = [
        {
            "before": before_of(hunk),
            "after": after_of(hunk),
            "words": [[span.kind, span.text] for span in hunk],
        }
        for hunk in change.hunks
    ]
    return {"field": change.field, "texts": hunks, "removed": change.removed, "added": change.added}


def _links(changes: Iterable[LinkChange]) -> list[dict[str, Any]]:
    return [
        {
            "from": each.page,
            "to": each.term,
            "title": each.title,
            "sentence": _sentence(each.quotation),
        }
        for each in changes
    ]


def _sentence(quotation: Quotation | None) -> dict[str, str] | None:
    if quotation is None:
        return None
    return {"before": quotation.before, "mention": quotation.mention, "after": quotation.after}


def _found(diagnostics: tuple[Diagnostic, ...], language: str) -> list[dict[str, Any]]:
    return [as_data(found, language) for found in diagnostics]
