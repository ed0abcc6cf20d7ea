"""glossary.apkg: cards for Anki, from a word to its definition and back, and the questions.

All ids come from the slugs, so that a newer deck updates the cards that somebody learns, and doubles none. A
question is known by its place among those of its page: its words may change.
"""

import base64
import hashlib
import io
import itertools
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from functools import cache
from html import escape

import genanki
from jinja2 import Environment, FileSystemLoader, Template

from builder.export.glossary import Glossary
from builder.model import Section, Term
from builder.resources import TEMPLATES

_EPOCH = date(2000, 1, 1)  # the day of a deck in which nothing has been reviewed
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_FOLDER = TEMPLATES / "anki"
# What Anki would run or replace inside a field: [sound:..], [latex].., and \( \) for formulas.
_ACTIVE = re.compile(r"\[|\\(?=[(\[\])])")


def make(glossary: Glossary) -> bytes:
    """Return the deck as a package; the same content gives the same bytes."""
    name = glossary.settings.site_name.replace("::", ":") or glossary.identity  # :: makes decks in decks
    words = glossary.words["deck"]
    terms = genanki.Deck(_number(glossary, "deck"), name, _text(glossary.summary))
    for note in _terms(glossary):
        terms.add_note(note)
    questions = genanki.Deck(_number(glossary, "deck quiz"), f"{name}::{words['quiz']}")
    for note in _questions(glossary):
        questions.add_note(note)
    day = glossary.library.reviewed or _EPOCH
    return _packed(genanki.Package([terms, questions]), datetime.combine(day, time(), UTC).timestamp())


def _terms(glossary: Glossary) -> Iterator[genanki.Note]:
    model = _model(glossary, "term", ("Word", "English", "Names", "Definition", "Category", "Page"))
    for term in glossary.terms:
        fields = term.fields
        names = dict.fromkeys(filter(None, (fields.reading, *fields.aliases)))
        values = (term.title, fields.english_beside, ", ".join(names), fields.summary, fields.category)
        yield genanki.Note(
            model,
            [*map(_text, values), _page(glossary, term)],
            guid=_guid(glossary, term.slug),
            tags=[_tag(fields.category)],
        )


def _questions(glossary: Glossary) -> Iterator[genanki.Note]:
    model = _model(glossary, "quiz", ("Question", "Choices", "Answer", "Why", "Title", "Page"))
    library = glossary.library
    for page in library.entries():
        if isinstance(page, Term):
            place, tag = page.slug, page.fields.category
        else:
            place, tag = page.path, library.articles[page.article].title
        for number, each in enumerate(page.fields.quiz, 1):
            choices = _choices().render(choices=map(_text, each.choices))
            answer = f"{each.answer}. {_text(each.choices[each.answer - 1])}"
            values = [_text(each.question), choices, answer, _text(each.why), _text(page.title)]
            guid = _guid(glossary, f"{place} quiz {number}")
            yield genanki.Note(model, [*values, _page(glossary, page)], guid=guid, tags=[_tag(tag)])


def _model(glossary: Glossary, kind: str, fields: tuple[str, ...]) -> genanki.Model:
    """Make the type of note `kind`: its cards are the pairs of files ``<kind>-<card>-{front,back}.html``."""
    words = glossary.words["deck"]
    return genanki.Model(
        _number(glossary, f"type {kind}"),
        f"{glossary.settings.site_name}: {words[kind]}",
        fields=[{"name": name} for name in fields],
        templates=[
            {
                "name": words["cards"][card],
                "qfmt": _file(f"{kind}-{card}-front.html"),
                "afmt": _file(f"{kind}-{card}-back.html"),
            }
            for card in words["cards"]
            if (_FOLDER / f"{kind}-{card}-front.html").is_file()
        ],
        css=_file("cards.css"),
    )


@cache
def _choices() -> Template:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=False).get_template("choices.html")  # noqa: S701 - escaped by `_text`


def _file(name: str) -> str:
    return (_FOLDER / name).read_text("utf-8").strip()


def _text(value: str | None) -> str:
    """Return plain text as a field of Anki, which is HTML and more, shows it as it is."""
    shown = escape(value or "")
    return _ACTIVE.sub(lambda found: "&#91;" if found[0] == "[" else "&#92;&#8288;", shown)


def _page(glossary: Glossary, page: Term | Section) -> str:
    return escape(glossary.settings.url(page.path)) if glossary.settings.base else ""


def _tag(words: str) -> str:
    return "_".join(words.split())


def _number(glossary: Glossary, what: str) -> int:
    """Return an id for Anki: any number of 31 bits that stays, and that nobody else is likely to have."""
    return (1 << 30) + int.from_bytes(_digest(glossary, what)[:4]) % (1 << 30)


def _guid(glossary: Glossary, what: str) -> str:
    return base64.urlsafe_b64encode(_digest(glossary, what)[:12]).decode()


def _digest(glossary: Glossary, what: str) -> bytes:
    return hashlib.sha256(f"puri {glossary.identity} {what}".encode()).digest()


def _packed(package: genanki.Package, moment: float) -> bytes:
    database = sqlite3.connect(":memory:")  # in a file SQLite would note its own version
    package.write_to_db(database.cursor(), moment, itertools.count(int(moment * 1000)))
    database.commit()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("collection.anki2", database.serialize()), ("media", b"{}")):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever this runs
            archive.writestr(entry, content)
    return file.getvalue()
