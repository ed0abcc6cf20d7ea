"""The sentence around a mention, as a reader sees it."""

from collections.abc import Iterable, Mapping

from builder.markdown import Scan
from builder.markdown.sentences import Sentences
from builder.markdown.visible import visible_around
from builder.model import READ_AS_MENTION, Mention, Quotation

_LONGEST = 140  # code points shown on either side of a mention


def quote(
    body: str, found: Scan, mentions: Iterable[Mention], titles: Mapping[int, str]
) -> dict[str, tuple[Quotation, ...]]:
    """Return for each term the sentences that a reader meets it in, each once, in order.

    `titles` gives the words shown for wiki links that have no label, by offset.
    """
    quoted: dict[str, dict[Quotation, None]] = {}
    sentences = Sentences(body, found)
    for mention in mentions:
        if mention.reason not in READ_AS_MENTION or not found.block_at(mention.start):
            continue
        start, end = sentences.at(mention.start)
        sentence, words = (start, max(end, mention.end)), (mention.start, mention.end)
        before, inside, after = visible_around(body, found, sentence, words, titles)
        quotation = Quotation(_last(before.lstrip(" ·")), inside, _first(after.rstrip(" ·")))
        quoted.setdefault(mention.term, {})[quotation] = None
    return {term: tuple(quotations) for term, quotations in quoted.items()}


def _last(text: str) -> str:
    return text if len(text) <= _LONGEST else "…" + text[-_LONGEST:]


def _first(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
