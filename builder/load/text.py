"""Bytes -> text, with what is unusual about it reported."""

import re
import unicodedata

from builder.diagnostics import Code, Diagnostic, Place
from builder.load.files import RawFile
from builder.model import Document

BOM = "\ufeff"
# C0 and C1 controls other than tab and line ends have no place in prose, and break YAML and terminals. The
# others change the order of what follows them, end lines, hide text from readers but not from programs, or
# are no characters at all: XML cannot hold those, nor YAML.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


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


def code_point(char: str) -> str:
    """Name a character that cannot be shown."""
    return f"U+{ord(char):04X}"


def _first_difference(text: str) -> int:
    composed = unicodedata.normalize("NFC", text)
    pairs = zip(text, composed, strict=False)
    return next((i for i, (before, after) in enumerate(pairs) if before != after), len(composed))
