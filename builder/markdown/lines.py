"""The line pass: blocks of prose, code, headings."""

import re
from dataclasses import dataclass, field

from builder.markdown.spans import Mask, label
from builder.model import Reason

TAB = 4  # Python-Markdown's tab_length: continuation of list items, admonitions, footnotes

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r"(`{3,}|~{3,})(?!.*`{3})")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_CONTAINER = re.compile(r"[*+-][ \t]+(?=\S)|\d{1,9}[.)][ \t]+(?=\S)|:[ \t]+(?=\S)|\[\^[^\]\s]+\]:[ \t]*")
_BANNER = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S")  # admonitions, details, tabs: title on the line
_DEFINITION = re.compile(r"\[(?!\^)([^\]\n]+)\]:[ \t]*\S")  # of a reference
_WHOLE_LINE = re.compile(
    r"\*\[[^\]\n]+\]:"  # abbreviation
    r"|/{3,}(?:[ \t]|$)"  # pymdownx block fence
    r"|-{1,}8<-{1,}"  # snippet
)
_WHOLE_LINE_STARTS = frozenset("[*/-_|:")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")


@dataclass
class Lines:
    """The line pass: splits a text into prose blocks, code and headings. Used for one scan only."""

    text: str
    blocks: list[tuple[int, int]] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    open: int | None = None  # where the current block began
    end: int = 0  # where its last line ended
    fence: tuple[str, int] | None = None  # the open fence, and where it began
    labels: set[str] = field(default_factory=set)  # of reference definitions
    depth: int = 0  # containers that indented lines may continue
    blank: bool = True  # the line before was empty
    in_code: bool = False  # the line before was indented code

    def run(self) -> None:
        """Read the whole text, line by line."""
        start = 0
        for line in _LINE.findall(self.text):
            self._line(start, line)
            start += len(line)
        self._close()
        if self.fence:
            self._mask(self.fence[1], len(self.text), Reason.CODE)

    def _close(self) -> None:
        if self.open is not None and self.end > self.open:
            self.blocks.append((self.open, self.end))
        self.open = None

    def _mask(self, start: int, end: int, reason: Reason) -> None:
        self.masks.append(Mask(start, end, reason))

    def _line(self, start: int, raw: str) -> None:
        end = start + len(raw)
        quote = _QUOTE.match(raw)
        at = quote.end() if quote else 0
        content = raw[at:]
        stripped = content.strip()
        if self.fence:
            if stripped.startswith(self.fence[0]) and not stripped.strip(self.fence[0][0]):
                self._mark(self.fence[1], end, Reason.CODE)
                self.fence = None
            return
        if not stripped:
            self._close()
            self.blank = True
            return
        indent = len(content[: len(content) - len(content.lstrip(" \t"))].expandtabs(TAB))
        if self.blank:
            self.depth = min(self.depth, indent // TAB)
        if self._is_code(indent):
            self._close()
            self._mask(start, end, Reason.CODE)
            self.in_code = True
            return
        self.in_code = self.blank = False
        text = content.lstrip(" \t")
        self._prose(start + at + len(content) - len(text), end, text, min(self.depth, indent // TAB))

    def _is_code(self, indent: int) -> bool:
        return indent >= (self.depth + 1) * TAB and (self.blank or self.in_code)

    def _prose(self, at: int, end: int, content: str, level: int) -> None:
        """Handle a line of text whose content, without indentation and quote marks, begins at `at`."""
        while not _is_whole_line(content) and (marker := _CONTAINER.match(content)):
            self._close()
            level += 1
            self.depth = level
            at, content = at + marker.end(), content[marker.end() :]
        body = content.rstrip()
        if fence := _FENCE.match(content):
            self._close()
            self.fence = (fence[1], at)
        elif content.startswith("#"):
            self._heading(at, end)
        elif self.open is not None and _SETEXT.match(content):
            self._heading(self.open, end)
        elif _is_whole_line(content):
            if definition := _DEFINITION.match(content):
                self.labels.add(label(definition[1]))
            self._mark(at, end, Reason.MARKUP)
        elif _BANNER.match(content):
            self.depth = level + 1
            self._mark(at, end, Reason.MARKUP)
        else:
            if "|" in body:
                self._close()  # a table row is a block of its own
            if self.open is None:
                self.open = at
            self.end = at + len(body)

    def _mark(self, start: int, end: int, reason: Reason) -> None:
        """Mask a line that ends what was open: indented code may follow it without a blank line."""
        if self.open == start:  # the first line of a setext heading is no prose
            self.open = None
        self._close()
        self._mask(start, end, reason)
        self.blank = True

    def _heading(self, start: int, end: int) -> None:
        self.headings.append(start)
        self._mark(start, end, Reason.HEADING)


def _is_whole_line(content: str) -> bool:
    """Tell a line that is no prose from its first character to its last: definitions, rules, table rulers."""
    if content[:1] not in _WHOLE_LINE_STARTS:
        return False
    if _DEFINITION.match(content) or _WHOLE_LINE.match(content):
        return True
    marks = set(content) - {" ", "\t", "\r", "\n"}
    is_rule = len(marks) == 1 and marks <= {"*", "-", "_"} and sum(map(content.count, marks)) >= 3
    return is_rule or ("|" in marks and "-" in marks and marks <= {"|", "-", ":"})
