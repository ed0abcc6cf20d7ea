"""glossary.json: everything about the terms, described by a JSON Schema that stands beside it."""

import json
from typing import Any

from builder.export.glossary import Glossary
from builder.model import Source, Term
from builder.resources import PACKAGE

SCHEMA = "glossary.schema.json"
VERSION = 1  # of the format: grows when a program that reads it would have to change


def make(glossary: Glossary) -> bytes:
    """Return the glossary as JSON."""
    settings = glossary.settings
    data = {
        "$schema": settings.base + SCHEMA,
        "version": VERSION,
        "name": settings.site_name,
        "summary": glossary.summary,
        "url": settings.url("index.md"),
        "language": settings.language,
        "updated": _day(glossary.library.reviewed),
        "categories": list(settings.categories),
        "terms": [_term(glossary, term) for term in glossary.terms],
        "sources": [_source(glossary, source) for source in glossary.library.sources.values()],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def schema() -> bytes:
    """Return the JSON Schema of the format."""
    return (PACKAGE / "data" / SCHEMA).read_bytes()


def _term(glossary: Glossary, term: Term) -> dict[str, Any]:
    fields = term.fields
    mentions = glossary.linked.backlinks.get(term.slug, ())
    return {
        "slug": term.slug,
        "term": term.title,
        "english": fields.english,
        "reading": fields.reading,
        "aliases": list(fields.aliases),
        "summary": fields.summary,
        "category": fields.category,
        "relations": {kind: list(slugs) for kind, slugs in glossary.relations(term).items()},
        "body": glossary.body(term),
        "quiz": [question.model_dump(mode="json") for question in fields.quiz],
        "sources": list(fields.sources),
        "status": fields.status,
        "reviewed": _day(fields.reviewed),
        "mentions": [glossary.settings.url(each.path) for each in mentions],
        "url": glossary.url(term),
        "markdown": glossary.twin_url(term.path),
    }


def _source(glossary: Glossary, source: Source) -> dict[str, Any]:
    known = source.fields.model_dump(mode="json", exclude_none=True)
    original = {"original": known.pop("url")} if "url" in known else {}
    return {"id": source.id, **known, **original, "url": glossary.source_url(source)}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
