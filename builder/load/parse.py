"""One content file in Markdown, read by itself: nothing that is found here depends on another file."""

from typing import NamedTuple

from builder.diagnostics import Diagnostic
from builder.load.fields import over_limit, split, validate
from builder.load.files import RawFile
from builder.load.limits import excess
from builder.load.text import decode
from builder.model import Document
from builder.schema import Fields


class Parsed(NamedTuple):
    """What is in a file: no `document` if it is no text, no `fields` if too much is wrong with them."""

    document: Document | None
    fields: Fields | None
    found: tuple[Diagnostic, ...]


def parse(raw: RawFile, kind: type[Fields]) -> Parsed:
    """Read the front matter of `raw` as `kind`, and see that its body is within limits."""
    text, found = decode(raw)
    if text is None:
        return Parsed(None, None, tuple(found))
    data, document, wrong = split(raw.file, text)
    found += wrong
    if over := excess(document.body):
        place = document.at_offset(document.body_start + over.offset)
        return Parsed(document, None, (*found, over_limit(place, over)))
    if data is None:
        return Parsed(document, None, tuple(found))
    valid, wrong = validate(kind, data, document)
    return Parsed(document, valid, (*found, *wrong))
