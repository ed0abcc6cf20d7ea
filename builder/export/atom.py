"""feed.xml: terms that are new or were reviewed again, as an Atom feed (RFC 4287), newest first."""

import re
import uuid
from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree

from builder.export.glossary import Glossary
from builder.model import Term

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST = 100  # entries: who reads a feed has seen the older ones
_EPOCH = date(1970, 1, 1)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


def make(glossary: Glossary) -> bytes:
    """Return the feed. Entries have the day of their review: content knows no other, and no time of day."""
    settings = glossary.settings
    terms = _newest(glossary.terms)
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(_name("feed"), {_LANGUAGE: settings.language})
    _add(feed, "id", _id(glossary, ""))
    _add(feed, "title", settings.site_name)
    _add(feed, "subtitle", glossary.summary)
    _add(feed, "updated", _moment(glossary.library.reviewed or _EPOCH))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{settings.base}feed.xml")
    _add(feed, "link", rel="alternate", type="text/html", href=settings.url("index.md"))
    author = _add(feed, "author")
    _add(author, "name", settings.site_name)
    for day, term in terms:
        entry = _add(feed, "entry")
        _add(entry, "id", _id(glossary, term.path))
        _add(entry, "title", term.title)
        _add(entry, "updated", _moment(day))
        _add(entry, "link", rel="alternate", type="text/html", href=glossary.url(term))
        _add(entry, "category", term=term.fields.category)
        _add(entry, "summary", term.fields.summary)
    ElementTree.indent(feed, " ")
    text: str = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _newest(terms: Iterable[Term]) -> list[tuple[date, Term]]:
    dated = [(term.fields.reviewed, term) for term in terms if term.fields.reviewed]
    return sorted(dated, key=lambda each: each[0], reverse=True)[:_MOST]


def _id(glossary: Glossary, path: str) -> str:
    """Return a name that stays when the site moves: readers would be shown everything again."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"puri {glossary.identity} {path}").urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    clean = {key: _NOT_XML.sub("\ufffd", value) for key, value in attributes.items()}
    element = ElementTree.SubElement(parent, _name(name), clean)
    element.text = _NOT_XML.sub("\ufffd", text) or None
    return element


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
