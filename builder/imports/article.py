"""A plain text, as it is copied from a page or a mail -> an article's sections, and the words it explains.

A heading is a line of its own that is short and does not end as a sentence does, or that stood in a list of
contents before. Where there is none, every block between blank lines is a section. A line with a bullet, a
name and a colon explains a word, as in the lists of words at the end of articles.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from builder.imports.model import Found, SectionFound, TermFound
from builder.imports.text import decode, escaped, one_line, split_name, tidy

_LONGEST_HEADING = 60  # characters
_LONGEST_TITLE = 100
_FEWEST_BLOCKS = 3  # with fewer, blank lines say nothing, and every line is taken for a block
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*")
_END = re.compile(r"[.?!…。:;,)\]|][\"'”’]*$")
_POINTER = tuple("👉👇👆☞☛→⇒➡↗")  # what it points to is somewhere else
_NUMBERED = re.compile(r"\(?\d+[.)]\s")
_STOPS = (".", "。", ":", ",")
_BEFORE = re.compile(r"^[^\w\"'“‘(\[《「『【<]+")  # bullets, pictures
_BULLETS = "•·▪◦‣●○■□▶"
_ENTRY = re.compile(rf"[{_BULLETS}]\s*(?P<name>[^:：]{{1,60}}?)\s*[:：]\s+(?P<text>\S.*)")
# With a dash it may be any list: only a name in two languages is taken for a word explained.
_DASHED = re.compile(
    r"[*-]\s*(?P<name>[^:：()]{1,40}\([^()]{1,40}\)[^:：()]{0,20}?)\s*[:：]\s+(?P<text>\S.*)"
)
_BULLET = re.compile(rf"^\s*[{_BULLETS}-]\s+")


class _Block(NamedTuple):
    """Lines that stand together, from the line `begin` on; `is_list`: words explained stood among them."""

    begin: int
    lines: list[str]
    is_list: bool = False


def read(file: str, data: bytes) -> Found:
    """Read a text."""
    blocks = list(_blocks(tidy(decode(data, file))))
    if len(blocks) < _FEWEST_BLOCKS:
        blocks = [
            _Block(number, [line]) for each in blocks for number, line in enumerate(each.lines, each.begin)
        ]
    terms = tuple(_terms(blocks, file))
    rest = [left for each in blocks if (left := _without_entries(each)).lines]
    if not rest:
        return Found(terms)
    title, body = _title(rest)
    sections = list(_sections(body, file))
    return Found(terms, title if sections else "", tuple(sections))


def _entry(line: str) -> re.Match[str] | None:
    return _ENTRY.fullmatch(line) or _DASHED.fullmatch(line)


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    begin = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            begin = begin if lines else number
            lines.append(line.strip())
        elif lines:
            yield _Block(begin, lines)
            lines = []


def _terms(blocks: list[_Block], file: str) -> Iterator[TermFound]:
    for each in blocks:
        for number, line in enumerate(each.lines, each.begin):
            found = _entry(line)
            if found:
                name, english, others = split_name(found["name"])
                yield TermFound(
                    name,
                    escaped(found["text"]),
                    f"{file}:{number}",
                    english=english,
                    aliases=others,
                    summary=one_line(found["text"]),
                )


def _without_entries(block: _Block) -> _Block:
    kept = [line for line in block.lines if not _entry(line)]
    return block if len(kept) == len(block.lines) else _Block(block.begin, kept, is_list=True)


def _title(blocks: list[_Block]) -> tuple[str, list[_Block]]:
    """Take the title, the first line, and leave the rest; of a sentence the title has only the beginning."""
    first, *rest = blocks
    remaining = (
        [first._replace(begin=first.begin + 1, lines=first.lines[1:]), *rest] if first.lines[1:] else rest
    )
    title = _heading(first.lines[0])
    if not remaining or len(title) > _LONGEST_TITLE or title.endswith(_STOPS):
        return title[:_LONGEST_HEADING].rpartition(" ")[0] or title[:_LONGEST_HEADING], blocks
    return title, remaining


def _heading(line: str) -> str:
    found = _HEADING.fullmatch(line)
    return _BEFORE.sub("", found[1] if found else line)


def _headings(blocks: list[_Block]) -> Iterator[bool]:
    """Tell of each block whether a heading is its first line."""
    announced: set[str] = set()
    for before, block, after in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        line, is_alone = block.lines[0], len(block.lines) == 1
        is_step = any(_is_numbered(block) and each and _is_numbered(each) for each in (before, after))
        is_short = is_alone and len(line) <= _LONGEST_HEADING and not line.startswith(_POINTER)
        is_marked = _HEADING.fullmatch(line) is not None
        is_meant = is_marked or (is_short and not is_step and (line in announced or not _END.search(line)))
        yield is_meant and not block.is_list and bool(_heading(line))
        if not is_alone:
            announced.update(block.lines)


def _is_numbered(block: _Block) -> bool:
    return len(block.lines) == 1 and _NUMBERED.match(block.lines[0]) is not None


def _sections(blocks: list[_Block], file: str) -> Iterator[SectionFound]:
    """Gather what stands below each heading; of several in a row the last is nearest to the text."""
    are_headings = list(_headings(blocks))
    if not any(are_headings):
        for block in blocks:
            yield SectionFound("", _markdown([block.lines]), f"{file}:{block.begin}")
        return
    title, begin = "", blocks[0].begin
    above, held = list[list[str]](), list[list[str]]()
    for block, is_heading in zip(blocks, are_headings, strict=True):
        if not is_heading:
            held.append(block.lines)
            continue
        if held:
            yield SectionFound(title, _markdown([*above, *held]), f"{file}:{begin}")
            above, begin = [], block.begin
        elif title:
            above.append([title])
        else:
            begin = block.begin
        title = _heading(block.lines[0])
        held = [block.lines[1:]] if block.lines[1:] else []
    if held or title:
        yield SectionFound(title, _markdown([*above, *held]), f"{file}:{begin}")


def _markdown(blocks: list[list[str]]) -> str:
    return "\n\n".join(_lines(lines) for lines in blocks)


def _lines(lines: list[str]) -> str:
    """Return a block as Markdown; bullets make a list of it."""
    if all(map(_BULLET.match, lines)):
        return "\n".join(f"- {escaped(_BULLET.sub('', line))}" for line in lines)
    return escaped("\n".join(lines))
