"""Finding surface forms in text: one Aho-Corasick pass, then the boundaries of each hit.

Hits are collected overlapping and judged one by one; only then is the leftmost-longest choice made (by
`builder.link`), so that a long hit that fails its boundary does not hide a short one that holds.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import ahocorasick

from builder import korean
from builder.model import Reason, Term
from builder.text import Squeezed, squeeze

REACH = 48  # code points looked at on either side of a hit; no Korean word is that long
_EMPHASIS = "*~="
# What may stand where a form's words join: spaces and one line break, or one hyphen; invisible characters.
_GAP = re.compile(r"[ \t\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]*(?:\r?\n[ \t]*)?|[-\u2010\u2011]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_HANGUL_END = re.compile(r"[가-힣]+\Z")
_LATIN_PLURAL = re.compile(r"['’]?s(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Form:
    """A surface form of a term, or (`excepted`) a longer word in which the term is not meant.

    `breaks` are the offsets into `key`, the squeezed form, at which a text may have a space or hyphen.
    """

    term: str
    key: str
    breaks: frozenset[int]
    is_acronym: bool
    excepted: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit at ``[start, end)`` and what its surroundings say: `Reason.LINKED` if they allow a link."""

    start: int
    end: int
    form: Form
    verdict: Reason

    @property
    def term(self) -> str:
        """The slug of the term that the form names."""
        return self.form.term


class Lexicon:
    """All surface forms of a set of terms, ready to be looked for."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile the names and exceptions of `terms`."""
        by_key: dict[str, list[Form]] = {}
        for term in terms:
            for name in term.fields.names:
                form = make_form(term.slug, name)
                by_key.setdefault(form.key, []).append(form)
            for name in term.fields.except_:
                form = make_form(term.slug, name, excepted=True)
                by_key.setdefault(form.key, []).append(form)
        by_key.pop("", None)
        self._keys = frozenset(key for key, forms in by_key.items() if not forms[0].excepted)
        self._automaton = ahocorasick.Automaton()
        for key, forms in by_key.items():
            self._automaton.add_word(key, (len(key), tuple(dict.fromkeys(forms))))
        self._automaton.make_automaton()
        self._is_empty = not by_key

    def find(self, text: str) -> list[Candidate]:
        """Return every hit in `text`, overlapping ones too, in order of place, longer before shorter."""
        if self._is_empty:
            return []
        squeezed = Squeezed(text)
        found: list[Candidate] = []
        excepted: list[tuple[int, int, str]] = []
        for last, (length, forms) in self._automaton.iter(squeezed.text):
            start, end = squeezed.start(last + 1 - length), squeezed.end(last + 1)
            for form in forms:
                if form.excepted:
                    excepted.append((start, end, form.term))
                else:
                    before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
                    verdict = self.judge(form, text[start:end], before, after)
                    found.append(Candidate(start, end, form, verdict))
        found = [_unless_excepted(each, excepted) for each in found] if excepted else found
        return sorted(found, key=lambda each: (each.start, -each.end))

    def judge(self, form: Form, words: str, before: str, after: str) -> Reason:
        """Say whether `words` mean `form` between `before` and `after`, of which `REACH` will do."""
        if not _gaps_are_allowed(words, form):
            return Reason.SPACING
        if form.is_acronym and words != words.upper():
            return Reason.CASE
        if not self._left_is_free(before, form.key[0]):
            return Reason.BOUNDARY_LEFT
        if not self._right_is_free(after, form.key[-1]):
            return Reason.BOUNDARY_RIGHT
        return Reason.LINKED

    def _left_is_free(self, text: str, first: str) -> bool:
        before = _composed(text).rstrip(_EMPHASIS)
        if _is_latin(first):
            return not _ends_in_latin_word(before)
        if not korean.is_hangul(first):
            return True
        run = _HANGUL_END.search(before)
        return run is None or korean.is_head(run[0]) or run[0] in self._keys

    def _right_is_free(self, text: str, last: str) -> bool:
        after = _composed(text).lstrip(_EMPHASIS)
        if _is_latin(last):
            return not _starts_with_latin_word(after)
        if not korean.is_hangul(last):
            return True
        run = korean.HANGUL_RUN.match(after)
        return run is None or self._is_tail(run[0])

    def _is_tail(self, run: str) -> bool:
        if korean.is_tail(run):
            return True
        heads = (length for length in range(len(run), 0, -1) if run[:length] in self._keys)
        return any(korean.is_tail(run[length:]) for length in heads)


def make_form(term: str, name: str, *, excepted: bool = False) -> Form:
    """Compile one name of the term with slug `term`."""
    folded = Squeezed(unicodedata.normalize("NFC", name))
    key = folded.text
    written = {i for i in range(1, len(key)) if folded.start(i) > folded.end(i)}
    letters = [char for char in name if char.isalpha() and char.isascii()]
    is_acronym = len(letters) > 1 and all(map(str.isupper, letters))
    return Form(term, key, frozenset(written | _natural_breaks(key)), is_acronym, excepted)


def _natural_breaks(key: str) -> set[int]:
    """Where a writer may put a space that the form itself does not have.

    Between scripts (온디바이스|AI), and inside a Hangul run where both parts have two syllables or more
    (데이터|센터) or a single syllable leads four or more (온|디바이스).
    """
    breaks = {i for i in range(1, len(key)) if korean.is_hangul(key[i - 1]) != korean.is_hangul(key[i])}
    for run in korean.HANGUL_RUN.finditer(key):
        begin, end = run.span()
        breaks |= set(range(begin + 2, end - 1))
        if end - begin >= 5:
            breaks.add(begin + 1)
    return breaks


def _gaps_are_allowed(words: str, form: Form) -> bool:
    if len(words) == len(form.key):
        return True
    offset, at = 0, 0
    squeezed = Squeezed(words)
    for offset in range(1, len(form.key)):
        at, following = squeezed.end(offset), squeezed.start(offset)
        gap = words[at:following] if following > at else ""
        if gap and not (_INVISIBLE.fullmatch(gap) or (offset in form.breaks and _GAP.fullmatch(gap))):
            return False
    return True


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _ends_in_latin_word(before: str) -> bool:
    """Whether a Latin form after `before` would be part of a longer word or of an identifier."""
    if before and _is_latin(before[-1]):
        return True
    return before[-1:] in {"_", "."} and len(before) > 1 and _is_latin(before[-2])


def _starts_with_latin_word(after: str) -> bool:
    if _LATIN_PLURAL.match(after):
        return False
    if after and _is_latin(after[0]):
        return True
    return after[:1] in {"_", "."} and len(after) > 1 and _is_latin(after[1])


def _unless_excepted(found: Candidate, excepted: list[tuple[int, int, str]]) -> Candidate:
    inside = any(
        start <= found.start and found.end <= end and term == found.term for start, end, term in excepted
    )
    return replace(found, verdict=Reason.EXCEPT) if inside else found


def ambiguous_forms(terms: Iterable[Term]) -> Iterator[tuple[str, Term, Term]]:
    """Yield each surface form that two terms claim, with the earlier and the later of them."""
    owners: dict[str, Term] = {}
    for term in terms:
        for key, name in {squeeze(name): name for name in reversed(term.fields.names)}.items():
            owner = owners.setdefault(key, term)
            if owner.slug != term.slug:
                yield name, owner, term
