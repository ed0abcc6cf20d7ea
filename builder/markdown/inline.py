"""The inline pass: what is not plain words inside the blocks of prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.markdown.spans import Destination, Mask, WikiLink, label
from builder.model import Reason
from builder.resources import load_yaml

_BLOCK_TAGS, _VOID_TAGS = (frozenset(load_yaml("data/html.yml")[kind].split()) for kind in ("block", "void"))

_WIKI = re.compile(r"\[\[(?P<out>!?)(?P<target>[^\[\]|\n]+)(?:\|(?P<label>[^\[\]|\n]+))?\]\]")
# Every alternative begins with a character of the guard, so that plain words are passed over at once.
_INLINE = re.compile(
    r"""
    (?=[`$\\\[!<@/~.{:hfw])(?:
    (?P<code>(?<!`)(?P<tick>`+)(?!`)(?P<verbatim>.+?)(?<!`)(?P=tick)(?!`))
  | (?P<math>\$\$.+?\$\$ | \$(?![\s$])[^$\n]*?(?<![\s\\])\$(?!\d) | \\\(.+?\\\) | \\\[.+?\\\])
  | (?P<escape>\\[!-/:-@\[-`{-~])
  | (?P<wiki>WIKI)
  | (?P<comment><!--.*?(?:-->|\Z))
  | (?P<autolink><[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*> | <[^\s<>@]+@[^\s<>@]+>)
  | (?P<tag></?(?P<name>[A-Za-z][\w:-]*)(?:\s[^<>]*|/)?>)
  | (?P<bracket>!?\[)
  | (?P<address>(?:(?:https?|ftp)://|\bwww\.)[^\s<>`\[\]*!$\\{}|]+)
  | (?P<email>@[\w-]+(?:\.[\w-]+)+)
  | (?P<path>(?<![^\s(\[{"'])(?:~|\.{1,2})?/[\w.-][\w./-]*)
  | (?P<attributes>\{:?[ ]*[#.\w][^{}\n]*\} | \{[{%].*?[%}]\})
  | (?P<emoji>:[a-z0-9_+-]+:)
    )""".replace("WIKI", _WIKI.pattern),
    re.VERBOSE | re.DOTALL,
)
_TICKS = re.compile("`+")
_BEFORE_AT = re.compile(r"[\w.+-]*\Z")
_BRACKET = re.compile(r"\\.|[\[\]()]", re.DOTALL)
_CLOSES = {"[": "]", "(": ")"}
_REFERENCE = re.compile(r"[ \n]?\[([^\[\]]*)\]")
_DESTINATION = re.compile(
    r"[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
)


@dataclass
class Inline:
    """The inline pass over the blocks of one text; HTML elements may reach over several blocks."""

    text: str
    labels: frozenset[str]  # of the reference definitions in the text
    masks: list[Mask] = field(default_factory=list)
    wiki_links: list[WikiLink] = field(default_factory=list)
    destinations: list[Destination] = field(default_factory=list)
    cursor: int = 0
    paired: int = -1  # the end of the block that `brackets` belongs to
    brackets: dict[int, int] = field(default_factory=dict)

    def run(self, start: int, end: int) -> None:
        """Mask what is not plain words in the block ``[start, end)``."""
        self.cursor = max(self.cursor, start)
        self._mask_mixed_ticks(start, end)
        while self.cursor < end and (match := _INLINE.search(self.text, self.cursor, end)):
            kind = match.lastgroup or ""
            handle = getattr(self, f"_on_{_KIND_OF.get(kind, kind)}")
            self.cursor = handle(match, end)

    def _mask_mixed_ticks(self, start: int, end: int) -> None:
        """Mask all between the first and the last backtick where runs of different lengths meet.

        Engines disagree on which of them make code.
        """
        if self.text.find("`", start, end) < 0:
            return
        ticks = list(_TICKS.finditer(self.text, start, end))
        if len({len(tick[0]) for tick in ticks}) > 1:
            span = (ticks[0].start(), ticks[-1].end())
            self.masks.append(Mask(*span, Reason.CODE, *span))

    def _mask(self, match: re.Match[str], reason: Reason, shown: str | int | None = None) -> int:
        visible = match.span(shown) if shown is not None else (match.end(), match.end())
        self.masks.append(Mask(match.start(), match.end(), reason, *visible))
        return match.end()

    def _on_code(self, match: re.Match[str], end: int) -> int:
        return self._mask(match, Reason.CODE, "verbatim")

    def _on_math(self, match: re.Match[str], end: int) -> int:
        return self._mask(match, Reason.MATH, 0)

    def _on_escape(self, match: re.Match[str], end: int) -> int:
        self.masks.append(Mask(match.start(), match.end(), Reason.MARKUP, match.end() - 1, match.end()))
        return match.end()

    def _on_wiki(self, match: re.Match[str], end: int) -> int:
        label = "label" if match["label"] else "target"
        self.wiki_links.append(_wiki_link(match))
        return self._mask(match, Reason.OPTED_OUT if match["out"] else Reason.IN_LINK, label)

    def _on_address(self, match: re.Match[str], end: int) -> int:
        return self._mask(match, Reason.URL, 0)

    def _on_email(self, match: re.Match[str], end: int) -> int:
        name = _BEFORE_AT.search(self.text, max(0, match.start() - 64), match.start())
        self.masks.append(Mask(name.start() if name else match.start(), match.end(), Reason.URL))
        return match.end()

    def _on_attributes(self, match: re.Match[str], end: int) -> int:
        return self._mask(match, Reason.MARKUP)

    def _on_comment(self, match: re.Match[str], end: int) -> int:
        close = self.text.find("-->", match.start())
        stop = close + 3 if close >= 0 else len(self.text)
        self.masks.append(Mask(match.start(), stop, Reason.HTML, stop, stop))
        return stop

    def _on_tag(self, match: re.Match[str], end: int) -> int:
        stop = self._element_end(match)
        self.masks.append(Mask(match.start(), stop, Reason.HTML, stop, stop))
        return stop

    def _element_end(self, match: re.Match[str]) -> int:
        """Where the raw HTML element that `match` opens ends: raw HTML is left alone as a whole."""
        name = match["name"].lower()
        if name in _VOID_TAGS or match[0].startswith("</") or match[0].endswith("/>"):
            return match.end()
        nested = 0
        for tag in re.compile(rf"<(/?){re.escape(name)}\b[^<>]*>", re.IGNORECASE).finditer(
            self.text, match.start()
        ):
            nested += -1 if tag[1] else 1
            if nested == 0:
                return tag.end()
        return len(self.text) if name in _BLOCK_TAGS else match.end()

    def _on_bracket(self, match: re.Match[str], end: int) -> int:
        opening = match.end() - 1
        close = self._pairs(end).get(opening)
        if close is None:
            return match.end()
        is_note = self.text.startswith("^", opening + 1)
        stop = self._link_end(opening, close, end)
        if stop is None and not is_note:
            return match.end()  # plain brackets: the words inside are prose
        stop = stop or close + 1
        shown = (stop, stop) if is_note or match[0] == "![" else (opening + 1, close)
        self.masks.append(Mask(match.start(), stop, Reason.IN_LINK, *shown))
        return stop

    def _link_end(self, opening: int, closing: int, end: int) -> int | None:
        """Where the link with these brackets ends: after its destination or its reference, if it has one."""
        at = closing + 1
        if self.text.startswith("(", at) and (close := self._pairs(end).get(at)) is not None:
            if target := _DESTINATION.match(self.text, at + 1, close):
                group = "angle" if target["angle"] is not None else "bare"
                self.destinations.append(Destination(target.start(group), target[group]))
            return close + 1
        reference = _REFERENCE.match(self.text, at, end)
        if reference and label(reference[1] or self.text[opening + 1 : closing]) in self.labels:
            return reference.end()
        return at if label(self.text[opening + 1 : closing]) in self.labels else None

    def _pairs(self, end: int) -> dict[int, int]:
        """The brackets of the current block: offset of each opening one -> offset of its closing one."""
        if self.paired != end:
            self.paired = end
            self.brackets = dict(_pairs(self.text, self.cursor, end))
        return self.brackets


def _wiki_link(match: re.Match[str], *, in_heading: bool = False) -> WikiLink:
    words = match["target"] if match["label"] is None else match["label"]
    return WikiLink(*match.span(), match["target"].strip(), words, bool(match["out"]), in_heading)


def wiki_links_in_heading(text: str, start: int, end: int) -> Iterator[WikiLink]:
    """Yield the wiki links in the heading ``[start, end)`` of `text`."""
    return (_wiki_link(match, in_heading=True) for match in _WIKI.finditer(text, start, end))


_KIND_OF = {"autolink": "address", "path": "address", "emoji": "attributes"}


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of matching brackets, square and round, escapes passed over."""
    open_: dict[str, list[int]] = {"]": [], ")": []}
    for found in _BRACKET.finditer(text, start, end):
        if found[0] in _CLOSES:
            open_[_CLOSES[found[0]]].append(found.start())
        elif open_.get(found[0]):
            yield open_[found[0]].pop(), found.start()
