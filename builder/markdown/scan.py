"""Where a Markdown body is prose, in the dialect that Python-Markdown and its usual extensions read.

The line pass finds blocks of running text, the inline pass everything in them that is not plain words: code,
math, links, HTML, addresses, attribute lists. In doubt a stretch is masked: a link withheld harms less than
code or markup broken.
"""

from collections.abc import Iterator

from builder.markdown.inline import Inline, wiki_links_in_heading
from builder.markdown.lines import Lines
from builder.markdown.spans import Mask, Scan
from builder.model import Reason


def scan(text: str) -> Scan:
    """Find the prose of the Markdown `text`. Runs in time linear in its length."""
    lines = Lines(text)
    lines.run()
    inline = Inline(text, frozenset(lines.labels))
    for start, end in lines.blocks:
        inline.run(start, end)
    in_headings = (
        found
        for mask in lines.masks
        if mask.reason is Reason.HEADING
        for found in wiki_links_in_heading(text, mask.start, mask.end)
    )
    masks = sorted([*lines.masks, *inline.masks], key=lambda mask: (mask.start, -mask.end))
    return Scan(
        blocks=tuple(lines.blocks),
        masks=tuple(_without_overlap(masks)),
        headings=tuple(lines.headings),
        wiki_links=tuple(sorted([*in_headings, *inline.wiki_links], key=lambda link: link.start)),
        destinations=tuple(inline.destinations),
    )


def _without_overlap(masks: list[Mask]) -> Iterator[Mask]:
    end = 0
    for mask in masks:
        if mask.start >= end:
            yield mask
            end = mask.end
        elif mask.end > end:
            yield Mask(end, mask.end, mask.reason)
            end = mask.end
