"""What a scan finds, as data. Offsets are code points into the scanned text."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from builder.model import Reason


@dataclass(frozen=True, slots=True)
class Mask:
    """``[start, end)`` is no plain prose, because of `reason`; a reader sees ``[shown, shown_end)`` of it."""

    start: int
    end: int
    reason: Reason
    shown: int = 0
    shown_end: int = 0


@dataclass(frozen=True, slots=True)
class WikiLink:
    """``[[target]]``, ``[[target|label]]`` or, opted out, ``[[!words]]``; in headings only words remain."""

    start: int
    end: int
    target: str
    label: str
    opted_out: bool
    in_heading: bool = False


@dataclass(frozen=True, slots=True)
class Destination:
    """The address in a Markdown link or image, as written."""

    start: int
    address: str

    @property
    def end(self) -> int:
        """Where the address ends."""
        return self.start + len(self.address)


def label(text: str) -> str:
    """Return the label of a reference in the form in which labels are compared."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Scan:
    """What `scan` found: blocks of prose, masks in order without overlap, headings, links."""

    blocks: tuple[tuple[int, int], ...]
    masks: tuple[Mask, ...]
    headings: tuple[int, ...]
    wiki_links: tuple[WikiLink, ...]
    destinations: tuple[Destination, ...]

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        return [mask.start for mask in self.masks], [start for start, _ in self.blocks]

    def mask_at(self, start: int, end: int) -> Mask | None:
        """Return the first mask that touches ``[start, end)``."""
        i = bisect_right(self._starts[0], start) - 1
        for mask in self.masks[max(i, 0) : i + 2]:
            if mask.start < end and start < mask.end:
                return mask
        return None

    def masks_around(self, start: int, end: int) -> tuple[int | None, int | None]:
        """Return where the last mask before ``[start, end)`` ends, and where the first one after it begins.

        No mask may touch the stretch itself.
        """
        i = bisect_right(self._starts[0], start)
        before = self.masks[i - 1].end if i else None
        return before, self.masks[i].start if i < len(self.masks) else None

    def block_at(self, offset: int) -> tuple[int, int] | None:
        """Return the block of prose that holds `offset`."""
        i = bisect_right(self._starts[1], offset) - 1
        return self.blocks[i] if i >= 0 and offset < self.blocks[i][1] else None

    def takes_attributes(self, text: str, end: int) -> bool:
        """Whether a link that ends at `end` of the scanned `text` may have an attribute list.

        Python-Markdown's `attr_list` reads on to the last brace of the line, and would move words about.
        """
        stop = text.find("\n", end)
        brace = text.find("}", end, stop if stop >= 0 else len(text))
        while brace >= 0:
            mask = self.mask_at(brace, brace + 1)
            if mask is None or mask.reason is not Reason.CODE:
                return False
            brace = text.find("}", mask.end, stop if stop >= 0 else len(text))
        return True

    def section_at(self, offset: int) -> int:
        """Return the number of headings before `offset`: prose under one heading is one section."""
        return bisect_right(self.headings, offset)
