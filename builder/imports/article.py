"""A plain text, as it is copied from a page or a mail -> an article's sections, and the words it explains.

A heading is a line of its own that is short and does not end as a sentence does. Where there is none, every
block between blank lines is a section. A line with a bullet, a name and a colon explains a word, as in the
lists of words at the end of articles.
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
_END = re.compile(r"[.?!…。:;,)\]][\"'”’]*$")
_STOPS = (".", "。", ":", ",")
_BEFORE = re.compile(r"^[^\w\"'“‘(\[《「『【<]+")  # bullets, pointing hands
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


def _is_heading(block: _Block) -> bool:
    line = block.lines[0]
    if block.is_list or not _heading(line):
        return False
    alone = len(block.lines) == 1 and len(line) <= _LONGEST_HEADING and not _END.search(line)
    return alone or _HEADING.fullmatch(line) is not None


def _sections(blocks: list[_Block], file: str) -> Iterator[SectionFound]:
    """Gather what stands below each heading; a heading right after another is a line of its section."""
    if not any(map(_is_heading, blocks)):
        for block in blocks:
            yield SectionFound("", _markdown([block.lines]), f"{file}:{block.begin}")
        return
    title, begin, held = "", blocks[0].begin, list[list[str]]()
    for block in blocks:
        if _is_heading(block) and (held or not title):
            if held:
                yield SectionFound(title, _markdown(held), f"{file}:{begin}")
            title, begin = _heading(block.lines[0]), block.begin
            held = [block.lines[1:]] if block.lines[1:] else []
        else:
            held.append(block.lines)
    if held or title:
        yield SectionFound(title, _markdown(held), f"{file}:{begin}")


def _markdown(blocks: list[list[str]]) -> str:
    return "\n\n".join(_lines(lines) for lines in blocks)


def _lines(lines: list[str]) -> str:
    """Return a block as Markdown; bullets make a list of it."""
    if all(map(_BULLET.match, lines)):
        return "\n".join(f"- {escaped(_BULLET.sub('', line))}" for line in lines)
    return escaped("\n".join(lines))
