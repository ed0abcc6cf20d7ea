"""The sentence around a mention, as a reader sees it."""

from collections.abc import Iterable, Mapping

from builder.markdown import Scan
from builder.markdown.sentences import Sentences
from builder.markdown.visible import visible
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
        end = max(end, mention.end)
        before = visible(body, found, start, mention.start, titles)
        words = visible(body, found, mention.start, mention.end, titles)
        after = visible(body, found, mention.end, end, titles)
        sentence = Quotation(_last(before.lstrip(" ·")), words, _first(after.rstrip(" ·")))
        quoted.setdefault(mention.term, {})[sentence] = None
    return {term: tuple(quotations) for term, quotations in quoted.items()}


def _last(text: str) -> str:
    return text if len(text) <= _LONGEST else "…" + text[-_LONGEST:]


def _first(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
