"""Rule: Korean prose keeps one speech level."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from builder import korean
from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic, Place
from builder.markdown import Scan
from builder.markdown.sentences import Sentences, split_sentences
from builder.markdown.visible import visible
from builder.model import Document, KeyPath, LearningPath, Prose, Section, Term

_FEWEST = 20  # classified sentences from which the site's own level is told
_TAIL = 40  # code points at the end of a sentence in which its ending is looked for
# What others said, in their own way. Replaced by as many of a character that is part of no ending.
_QUOTED = re.compile(
    "|".join(f"{a}(?:[^{a}{b}\n]|\n(?!\\s*\n))*{b}" for a, b in ("“”", '""', "‘’", "「」", "『』"))
)
_FILLER = "\ufffc"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence at a front matter key or a body offset of `document`; its last word and speech level."""

    document: Document
    where: KeyPath | int
    word: str
    level: str

    @property
    def place(self) -> Place:
        if isinstance(self.where, int):
            return self.document.at_offset(self.document.body_start + self.where)
        return self.document.at(*self.where)


def mixed_registers(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Sentences end in the speech level that ``extra.puri.register`` names, or else in that of most.

    Looked at are bodies, summaries (of terms not: a definition is no sentence), questions with their reasons,
    and notes on facts. What has no end mark (headings, cells, items of a list) is no sentence, and quotations
    speak for others.
    """
    if manuscript.settings.language != "ko":
        return
    sentences = list(_sentences(manuscript))
    wanted = manuscript.settings.puri.register_ or _prevailing(sentences)
    for each in sentences:
        if wanted and each.level != wanted:
            words = {"ending": each.word, "level": korean.level_name(each.level)}
            words["wanted_level"] = korean.level_name(wanted)
            yield Diagnostic(each.place, Code.MIXED_REGISTER, words)


def _prevailing(sentences: list[_Sentence]) -> str | None:
    """Return the speech level of more than half of `sentences`, if these are enough to tell."""
    for level, count in Counter(each.level for each in sentences).most_common(1):
        if len(sentences) >= _FEWEST and count > len(sentences) / 2:
            return level
    return None


def _sentences(manuscript: Manuscript) -> Iterator[_Sentence]:
    library = manuscript.library
    for prose in library.prose():
        yield from _in_body(prose, manuscript.scans[prose.path])
        yield from _in_fields(prose)
    for path in library.paths.values():
        yield from _in_fields(path)


def _in_body(prose: Prose, found: Scan) -> Iterator[_Sentence]:
    for start, word, level in _levels(prose.document.body, found):
        yield _Sentence(prose.document, start, word, level)


@lru_cache(maxsize=20_000)  # a comparison of two versions asks about most bodies twice
def _levels(body: str, found: Scan) -> tuple[tuple[int, str, str], ...]:
    """Return where each sentence of `body` with a speech level begins, its last word and that level."""
    body = _unquoted(body)
    told = (
        (start, korean.speech_level(visible(body, found, max(start, end - _TAIL), end).rstrip()))
        for start, end in Sentences(body, found).spans
    )
    return tuple((start, *each) for start, each in told if each and not _is_block_quote(body, found, start))


def _unquoted(text: str) -> str:
    return _QUOTED.sub(lambda quoted: _FILLER * len(quoted[0]), text)


def _is_block_quote(body: str, found: Scan, offset: int) -> bool:
    start, _ = found.block_at(offset) or (offset, offset)
    return ">" in body[body.rfind("\n", 0, start) + 1 : start]


def _in_fields(page: Prose | LearningPath) -> Iterator[_Sentence]:
    for key, text in _texts(page):
        text = _unquoted(text)
        for start, end in split_sentences(text, 0, len(text)):
            if told := korean.speech_level(text[max(start, end - _TAIL) : end]):
                yield _Sentence(page.document, key, *told)


def _texts(page: Prose | LearningPath) -> Iterator[tuple[KeyPath, str]]:
    if not isinstance(page, Term):
        yield ("summary",), page.fields.summary or ""
    if isinstance(page, Term | Section):
        for i, asked in enumerate(page.fields.quiz):
            yield ("quiz", i, "question"), asked.question
            yield ("quiz", i, "why"), asked.why
    if isinstance(page, Section):
        for i, fact in enumerate(page.fields.facts):
            yield ("facts", i, "note"), fact.note or ""
