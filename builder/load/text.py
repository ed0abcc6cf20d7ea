"""Bytes -> text, with what is unusual about it reported."""

import unicodedata

from builder.diagnostics import Code, Diagnostic, Place
from builder.load.files import RawFile
from builder.model import Document
from builder.unseen import UNSEEN, code_point

BOM = "\ufeff"


def decode(raw: RawFile) -> tuple[str | None, list[Diagnostic]]:
    """Return the text of `raw` without its byte order mark, or None where it is not UTF-8."""
    try:
        text = raw.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.data.count(b"\n", 0, error.start) + 1
        line_start = raw.data.rfind(b"\n", 0, error.start) + 1
        column = len(raw.data[line_start : error.start].decode("utf-8", "replace")) + 1
        return None, [Diagnostic(Place(raw.file, line, column), Code.ENCODING)]
    found: list[Diagnostic] = []
    if text.startswith(BOM):
        text = text.removeprefix(BOM)
        found.append(Diagnostic(Place(raw.file), Code.BOM))
    document = Document(raw.file, text)
    if "\r" in text:
        found.append(Diagnostic(document.at_offset(text.index("\r")), Code.LINE_ENDINGS))
    if not unicodedata.is_normalized("NFC", text):
        found.append(Diagnostic(document.at_offset(_first_difference(text)), Code.NOT_NFC))
    if control := UNSEEN.search(text):
        place = document.at_offset(control.start())
        found.append(Diagnostic(place, Code.CONTROL_CHARACTER, {"character": code_point(control[0])}))
    return text, found


def _first_difference(text: str) -> int:
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text, composed, strict=False)
    return next((i for i, (before, after) in enumerate(pairs) if before != after), len(composed))
