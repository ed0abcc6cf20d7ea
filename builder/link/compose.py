"""Mentions -> Markdown with links."""

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote

from builder.markdown import Scan, escape
from builder.model import Mention, Reason, relative
from builder.targets import Resolver


def term_link(words: str, path: str, term: str, page: str) -> str:
    """Return a link in Markdown from `page` to the page `path` of `term`; `words` are Markdown already."""
    return f'[{words}]({relative(path, page)}){{.term data-term="{term}"}}'


def compose(
    page: str, body: str, found: Scan, mentions: Iterable[Mention], resolver: Resolver
) -> tuple[str, list[Mention]]:
    """Return `body` with its links for the page `page`, and the mentions that were written as ``[[...]]``."""
    titles = resolver.shown_titles(found)
    edits: list[tuple[int, int, str]] = []
    explicit: list[Mention] = []
    for link in found.wiki_links:
        words = escape(titles[link.start]) if link.start in titles else link.label
        target = None if link.opted_out else resolver.targets.get(link.target)
        if target is None and not link.opted_out:
            continue  # `check` has refused it; the words stay as they were written
        if target is None or target.path == page or link.in_heading:
            edits.append((link.start, link.end, words))
        elif target.term and found.takes_attributes(body, link.end):
            edits.append((link.start, link.end, term_link(words, target.path, target.term, page)))
            explicit.append(
                Mention(link.start, link.end, body[link.start : link.end], target.term, Reason.LINKED)
            )
        else:
            edits.append((link.start, link.end, f"[{words}]({relative(target.path, page)})"))
    for destination in found.destinations:
        path, mark, anchor = destination.address.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        if file in resolver.moved:
            edits.append(
                (destination.start, destination.end, relative(resolver.moved[file], page) + mark + anchor)
            )
    for mention in mentions:
        if mention.linked:
            path = resolver.targets[mention.term].path
            edits.append((mention.start, mention.end, term_link(mention.text, path, mention.term, page)))
    return _edited(body, edits), explicit


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end, replacement in sorted(edits):
        pieces += (text[at:start], replacement)
        at = end
    return "".join((*pieces, text[at:]))
