"""Linked bodies as text, for a later run on this machine or another."""

import json

from builder.model import LinkedBody, LinkedPage, Mention, Quotation, Reason


def to_text(body: LinkedBody) -> str:
    """Write `body` as JSON."""
    page = body.page
    return json.dumps([page.path, page.body, page.mentions, page.terms, body.quotations], ensure_ascii=False)


def from_text(text: str) -> LinkedBody:
    """Read what `to_text` has written.

    Raises:
        ValueError, TypeError: it has not.
    """
    path, body, mentions, terms, quotations = json.loads(text)
    found = tuple(
        Mention(start, end, text, term, Reason(reason)) for start, end, text, term, reason in mentions
    )
    page = LinkedPage(path, body, found, tuple(terms))
    sentences = {term: tuple(Quotation(*each) for each in some) for term, some in quotations.items()}
    return LinkedBody(page, sentences)
