"""Finding surface forms in text: one Aho-Corasick pass, then the boundaries of each hit.

Hits are collected overlapping and judged one by one; only then is the leftmost-longest choice made (by
`builder.link`), so that a long hit that fails its boundary does not hide a short one that holds.
"""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from builder import english, korean
from builder.analyser import reaching_out
from builder.model import Reason, Term
from builder.segment import Splitter, is_adverb, is_counter, is_noun
from builder.text import Squeezed, squeeze

# The excess up to which a run may hold a term, chosen on the tuning part of tests/corpus: at all,
_LIMIT = 400
_LIMIT_WITHIN = 100
_LIMIT_LONE = 0  # and for a term of one syllable, which stands in many words by accident (금 in 금요일).
REACH = 48  # code points looked at on either side of a hit; no Korean word is that long
# Deciding takes time, so there is an end to it. A text that somebody has written holds a twentieth of this.
_LONGEST_RUN = 40  # syllables of a run of Hangul that may be a compound
_MOST_HITS = 1_000, 2  # that are looked at: so many in any text, and one for so many characters
_MOST_ASKED = 100, 200  # runs that are decided about, likewise
_EMPHASIS = "*~="
# What may stand where a form's words join: spaces and one line break, or one hyphen; invisible characters.
_GAP = re.compile(r"[ \t\u00a0\u3000\u200b-\u200f\u2060\ufeff\u00ad]*(?:\r?\n[ \t]*)?|[-\u2010\u2011]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]+")
_HANGUL_END = re.compile(r"[가-힣]+\Z")
_GENERATION = re.compile(r"[0-9]{1,2}[A-Z]?(?![A-Za-z0-9])")  # HBM4 and HBM3E are an HBM
# A word that an underscore joins to the form, as in identifiers: in emphasis no word is on its other side.
_WORD_BEFORE, _WORD_AFTER = re.compile(r"[^\W_]_+\Z"), re.compile(r"_+[^\W_]")
_POSSESSIVE = re.compile(r"['’]s(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Form:
    """A surface form of a term, or (`excepted`) a longer word in which the term is not meant.

    `breaks` are the offsets into `key`, the squeezed form, at which a text may have a space or hyphen.
    `capitals` is the number of letters that must be capitals, 0 where case does not matter.
    """

    term: str
    key: str
    breaks: frozenset[int]
    capitals: int = 0
    excepted: bool = False
    inflected: bool = False


class Candidate(NamedTuple):
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
    """A set of surface forms, ready to be looked for."""

    def __init__(self, forms: Iterable[Form]) -> None:
        """Compile `forms`; the Hangul ones count as words of their own when a run of Hangul is split."""
        by_key: dict[str, list[Form]] = {}
        for form in forms:
            by_key.setdefault(form.key, []).append(form)
        by_key.pop("", None)
        for key, listed in by_key.items():  # a name goes before another name's plural
            by_key[key] = [form for form in listed if not form.inflected] or listed
        own = (key for key, listed in by_key.items() if not listed[0].excepted)
        self._splitter = Splitter(frozenset(filter(korean.HANGUL_RUN.fullmatch, own)))
        self._decided: dict[tuple[str, int, int], bool] = {}
        self._asked, self._most = 0, sys.maxsize  # runs to decide about in the text at hand
        self.forms = [tuple(dict.fromkeys(listed)) for listed in by_key.values()]
        self._automaton = AhoCorasick(by_key)

    def prepare(self) -> None:
        """Read what splitting a run of Hangul needs: before work is spread, once for all processes."""
        self._splitter.prepare()

    def find(self, text: str) -> list[Candidate]:
        """Return every hit in `text`, overlapping ones too, in order of place, longer before shorter."""
        squeezed = Squeezed(text)
        self._asked, self._most = 0, _most(_MOST_ASKED, text)
        hits = self._automaton.find_matches_as_indexes(squeezed.text, overlapping=True)
        found: list[Candidate] = []
        excepted: list[tuple[int, int, str]] = []
        for key, first, last in hits[: _most(_MOST_HITS, text)]:
            start, end = squeezed.start(first), squeezed.end(last)
            for form in self.forms[key]:
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
        if form.capitals and not _starts_in_capitals(words, form.capitals):
            return Reason.CASE
        if before.endswith("_") and _WORD_BEFORE.search(before):
            return Reason.BOUNDARY_LEFT
        if after.startswith("_") and _WORD_AFTER.match(after):
            return Reason.BOUNDARY_RIGHT
        before, after = _composed(before).rstrip(_EMPHASIS), _composed(after).lstrip(_EMPHASIS)
        if (_is_latin(form.key[0]) or form.key[0] == ".") and (
            _ends_in_latin_word(before) or english.negates(before)
        ):
            return Reason.BOUNDARY_LEFT
        if _is_latin(form.key[-1]) and _starts_with_latin_word(after):
            return Reason.BOUNDARY_RIGHT
        return self._judge_hangul(form.key, before, after)

    def _judge_hangul(self, key: str, before: str, after: str) -> Reason:
        """Judge the Hangul glued to a form: to its left if it begins so, to its right if it ends so."""
        first, last = _runs_of(key)
        if first and before[-1:].isdigit() and is_counter(key[0]) and not is_counter(first):
            return Reason.BOUNDARY_LEFT  # 5000만 화소 is no 만화
        head = _trailing_run(before) if first and korean.is_hangul(before[-1:]) else ""
        tail = _leading_run(after) if last and korean.is_hangul(after[:1]) else ""
        if first == key:
            return self._judge_run(head, key, tail)
        if head and not self._holds(head, first, ""):
            return Reason.BOUNDARY_LEFT
        if tail and not self._holds("", last, tail):
            return Reason.BOUNDARY_RIGHT
        return Reason.LINKED

    def _judge_run(self, head: str, key: str, tail: str) -> Reason:
        if self._holds(head, key, tail):
            return Reason.LINKED
        return Reason.BOUNDARY_RIGHT if self._holds(head, key, "") else Reason.BOUNDARY_LEFT

    def _holds(self, head: str, key: str, tail: str) -> bool:
        """Decide whether the run ``head + key + tail`` holds the word `key`; decided once for each run."""
        if head in korean.negations():
            return False
        if not head and (not tail or korean.is_particles(tail)):
            return not (tail and is_adverb(key + tail))
        run = head + key + tail, len(head), len(head) + len(key)
        self._asked += 1
        if len(run[0]) > _LONGEST_RUN or self._asked > self._most:
            return False
        if run not in self._decided:
            self._decided[run] = self._is_compound(*run)
        return self._decided[run]

    def _is_compound(self, run: str, start: int, end: int) -> bool:
        """Decide whether ``run[start:end]`` is a part of the compound `run`: by lexicon, then by analyser."""
        excess = self._splitter.excess(run, start, end)
        if excess > (_LIMIT if end - start > 1 else _LIMIT_LONE):
            return False
        # The best split has the term, and a noun or light verb after it: what the analyser never denies.
        if excess <= 0 and start == 0 and end > 1 and _goes_on_plainly(run[end:]):
            return True
        longer = reaching_out(run, start, end)
        return longer is not None and all(
            self._is_made_of(run[word.start : word.end], start - word.start, end - word.start)
            for word in longer
        )

    def _is_made_of(self, word: str, start: int, end: int) -> bool:
        """Tell whether ``word[start:end]``, as far as it goes, is a part of `word`: 센터 of 센터장."""
        start, end = max(start, 0), min(end, len(word))
        return end - start > 1 and self._splitter.excess(word, start, end) <= _LIMIT_WITHIN


def _most(allowed: tuple[int, int], text: str) -> int:
    fewest, sparse = allowed
    return fewest + len(text) // sparse


def forms_of(terms: Iterable[Term]) -> Iterator[Form]:
    """Yield the names and the exceptions of `terms` as forms."""
    for term in terms:
        for name in term.fields.names:
            yield from name_forms(term.slug, name)
        yield from (make_form(term.slug, name, excepted=True) for name in term.fields.except_)


def name_forms(term: str, name: str) -> Iterator[Form]:
    """Yield one name of the term with slug `term` as forms: as it is written, and its plurals."""
    yield make_form(term, name)
    yield from (make_form(term, name, plural=plural) for plural in english.plurals(name))


def make_form(term: str, name: str, *, plural: str = "", excepted: bool = False) -> Form:
    """Compile one name of the term with slug `term`, or the `plural` of that name."""
    folded = Squeezed(unicodedata.normalize("NFC", plural or name))
    key = folded.text
    written = {i for i in range(1, len(key)) if folded.start(i) > folded.end(i)}
    capitals = len(name) if name.isascii() and name.isupper() and english.is_also_a_word(name) else 0
    return Form(term, key, frozenset(written | _natural_breaks(key)), capitals, excepted, bool(plural))


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


def _goes_on_plainly(tail: str) -> bool:
    """Whether `tail` is a noun, with particles perhaps (파운드리|업체가), or makes a verb (학습|시키는)."""
    nouns = (end for end in range(len(tail), 1, -1) if is_noun(tail[:end]))
    return korean.begins_with_light_verb(tail) or any(
        end == len(tail) or korean.is_particles(tail[end:]) for end in nouns
    )


@cache
def _runs_of(key: str) -> tuple[str, str]:
    """Return the Hangul at the beginning and at the end of a form's key."""
    return _leading_run(key), _trailing_run(key)


def _leading_run(text: str) -> str:
    found = korean.HANGUL_RUN.match(text)
    return found[0] if found else ""


def _trailing_run(text: str) -> str:
    found = _HANGUL_END.search(text)
    return found[0] if found else ""


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _starts_in_capitals(words: str, count: int) -> bool:
    folded = Squeezed(words)
    return all(words[folded.start(i)].isupper() for i in range(count))


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u0250"  # with accents, through Latin Extended-B


def _ends_in_latin_word(before: str) -> bool:
    """Whether a Latin form after `before` would be part of a longer word or of an identifier."""
    if before and _is_latin(before[-1]):
        return True
    return before[-1:] in {"_", "."} and len(before) > 1 and _is_latin(before[-2])


def _starts_with_latin_word(after: str) -> bool:
    if _POSSESSIVE.match(after) or _GENERATION.match(after):
        return False
    if after and _is_latin(after[0]):
        return True
    if after[:1] in {"#", "+"}:  # C is not C#, nor C++
        return True
    return after[:1] in {"_", "."} and len(after) > 1 and _is_latin(after[1])


def _unless_excepted(found: Candidate, excepted: list[tuple[int, int, str]]) -> Candidate:
    inside = any(
        start <= found.start and found.end <= end and term == found.term for start, end, term in excepted
    )
    return found._replace(verdict=Reason.EXCEPT) if inside else found


def ambiguous_forms(terms: Iterable[Term]) -> Iterator[tuple[str, Term, Term]]:
    """Yield each surface form that two terms claim, with the earlier and the later of them."""
    owners: dict[str, Term] = {}
    for term in terms:
        for key, name in {squeeze(name): name for name in reversed(term.fields.names)}.items():
            owner = owners.setdefault(key, term)
            if owner.slug != term.slug:
                yield name, owner, term
