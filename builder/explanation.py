"""What `puri explain` prints: each mention in a page and why it is linked or not (contract, section 3)."""

import json
from collections.abc import Callable, Mapping

from rich.text import Text

from builder.model import Document, Mention, Reason
from builder.report import printable
from builder.resources import load_yaml

_AROUND = 12  # code points shown on either side of a mention
_STYLE = {Reason.LINKED: "bold green", Reason.ALREADY_LINKED: "green", Reason.BOUNDARY_RIGHT: "bold yellow"}


def as_text(document: Document, mentions: tuple[Mention, ...], language: str) -> Text:
    """Return a line for each mention: place, the words around it, the term, the reason."""
    words = load_yaml(f"i18n/{language}.yml")
    lines = [_line(document, mention, words["reasons"]) for mention in mentions]
    linked = sum(mention.linked for mention in mentions)
    return Text("\n").join(
        [*lines, Text(words["explain"]["counts"].format(mentions=len(mentions), linked=linked))]
    )


def _line(document: Document, mention: Mention, reasons: Mapping[str, str]) -> Text:
    start, end = (document.body_start + offset for offset in (mention.start, mention.end))
    before = document.text[max(document.body_start, start - _AROUND) : start].rpartition("\n")[2]
    after = document.text[end : end + _AROUND].partition("\n")[0]
    style = _STYLE.get(mention.reason, "dim")
    return Text.assemble(
        printable(f"{document.at_offset(start)}: {before}"),
        (printable(mention.text.replace("\n", " ")), style),
        printable(f"{after}  → {mention.term}  "),
        (f"[{mention.reason}]", style),
        f" {reasons[mention.reason]}",
    )


def as_json(document: Document, mentions: tuple[Mention, ...], language: str) -> Text:
    """Return all mentions as one JSON document; offsets are code points into the whole file."""
    listed = [
        {
            "line": (place := document.at_offset(document.body_start + mention.start)).line,
            "column": place.column,
            "start": document.body_start + mention.start,
            "end": document.body_start + mention.end,
            "text": mention.text,
            "term": mention.term,
            "linked": mention.linked,
            "reason": mention.reason,
        }
        for mention in mentions
    ]
    return Text(json.dumps({"file": document.file, "mentions": listed}, ensure_ascii=False, indent=2))


FORMATS: Mapping[str, Callable[[Document, tuple[Mention, ...], str], Text]] = {
    "text": as_text,
    "json": as_json,
}
