"""Which candidates become links, and why the others do not."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from builder.korean import HANGUL_RUN
from builder.markdown import Scan
from builder.markdown.sentences import Sentences
from builder.markdown.visible import visible
from builder.matcher import REACH, Candidate, Lexicon, forms_of, make_form
from builder.model import Mention, Reason, Term
from builder.text import squeeze

_TERM_PAGE = re.compile(r"(?:^|/)terms/([a-z0-9-]+)\.md$")
_NEAR = 400  # code points of Markdown around a candidate in which its neighbours are looked for
_JOINS_A_BRACKET = frozenset("\\!]")  # before a link they would make an escape, an image, a reference of it


@dataclass(frozen=True)
class Rules:
    """What is decided outside the text: all names, the linking mode, the guard words of terms.

    `guards` finds the words of ``unless_near``; `unless_near` gives those of each term, squeezed.
    """

    lexicon: Lexicon
    linking: str
    guards: Lexicon
    unless_near: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, linking: str, terms: Iterable[Term]) -> "Rules":
        """Compile the names and guard words of `terms`; `linking` is heading, page, all or none."""
        terms = tuple(terms)
        words = {term.slug: frozenset(map(squeeze, term.fields.unless_near)) for term in terms}
        guards = Lexicon(make_form(squeeze(word), word) for term in terms for word in term.fields.unless_near)
        guarded = {slug: found for slug, found in words.items() if found}
        return cls(Lexicon(forms_of(terms)), linking, guards, guarded)

    @property
    def made_of(self) -> tuple[object, ...]:
        """What tells these rules from others, once written out."""
        guarded = sorted((term, sorted(words)) for term, words in self.unless_near.items())
        return self.linking, self.lexicon.forms, self.guards.forms, guarded

    def is_guarded(self, term: str, sentence: str) -> bool:
        """Whether `sentence` holds a guard of `term`, as a word of its own (유가 is none in 이유가)."""
        wanted, found = self.unless_near[term], self.guards.find(sentence)
        return any(each.term in wanted and each.verdict is Reason.LINKED for each in found)

    def section(self, found: Scan, offset: int) -> int:
        """Return the number of the stretch of text in which only the first mention is linked."""
        return found.section_at(offset) if self.linking == "heading" else 0


def decide(
    body: str, candidates: Iterable[Candidate], found: Scan, held_back: Mapping[str, Reason], rules: Rules
) -> list[Mention]:
    """Turn the `candidates` of one `body` into mentions with reasons, in order of place.

    `held_back` names the terms that the page itself does not link, and why.
    """
    explicit = [(link.start, link.end) for link in found.wiki_links if not link.opted_out]
    outside = [each for each in candidates if not any(a <= each.start < b for a, b in explicit)]
    sentences = Sentences(body, found)
    reasons = [_surroundings(body, each, found, sentences, rules) for each in outside]
    seen = set(_written_links(found, rules))
    mentions = []
    covered_to, covering = 0, ""
    for each, reason in zip(outside, reasons, strict=True):
        if reason is Reason.LINKED and each.start >= covered_to:  # leftmost, then longest
            covered_to, covering = each.end, each.term
            reason = held_back.get(each.term) or _policy(each, found, rules, seen)
        elif each.end <= covered_to and each.term == covering:
            continue  # 설계자산 in 반도체 설계자산: one mention, not two
        elif each.start < covered_to or reason is Reason.LINKED:
            reason = Reason.LONGER_TERM
        mentions.append(Mention(each.start, each.end, body[each.start : each.end], each.term, reason))
    return mentions


def _written_links(found: Scan, rules: Rules) -> Iterator[tuple[int, str]]:
    """Yield section and term of each link to a term page that stands in the body as a Markdown link.

    Such a link is the first mention of its section, so that linking a linked body again changes nothing.
    """
    for link in found.destinations:
        if term := _TERM_PAGE.search(link.address):
            yield rules.section(found, link.start), term[1]


def _surroundings(body: str, candidate: Candidate, found: Scan, sentences: Sentences, rules: Rules) -> Reason:
    """Judge a candidate by where it stands, without regard to the others."""
    mask = found.mask_at(candidate.start, candidate.end)
    block = found.block_at(candidate.start)
    if mask:
        return mask.reason
    if block is None or candidate.end > block[1]:
        return Reason.MARKUP
    verdict = candidate.verdict
    if verdict is not Reason.EXCEPT and _touches_markup(body, candidate, found):
        verdict = _verdict_as_read(body, candidate, block, found, rules)
    if verdict is not Reason.LINKED:
        return verdict
    if body[candidate.start - 1 : candidate.start] in _JOINS_A_BRACKET or not found.takes_attributes(
        body, candidate.end
    ):
        return Reason.MARKUP
    if candidate.term in rules.unless_near:
        start, end = sentences.at(candidate.start)
        if rules.is_guarded(candidate.term, body[start:end]):
            return Reason.UNLESS_NEAR
    return Reason.LINKED


def _touches_markup(body: str, candidate: Candidate, found: Scan) -> bool:
    """Whether the word that a candidate stands in goes on beyond a link, code or a tag."""
    before, after = found.masks_around(candidate.start, candidate.end)
    return _is_glued(body, before, candidate.start) or _is_glued(body, candidate.end, after)


def _is_glued(body: str, start: int | None, end: int | None) -> bool:
    """Whether nothing but Hangul stands between a mask and a candidate; None where there is no mask."""
    if start is None or end is None or end - start > REACH:
        return False
    return start == end or HANGUL_RUN.fullmatch(body, start, end) is not None


def _verdict_as_read(
    body: str, candidate: Candidate, block: tuple[int, int], found: Scan, rules: Rules
) -> Reason:
    """Judge a candidate next to a link, code or a tag by the words a reader sees there."""
    before = visible(body, found, max(block[0], candidate.start - _NEAR), candidate.start)
    after = visible(body, found, candidate.end, min(block[1], candidate.end + _NEAR))
    return rules.lexicon.judge(
        candidate.form, body[candidate.start : candidate.end], before[-REACH:], after[:REACH]
    )


def _policy(candidate: Candidate, found: Scan, rules: Rules, seen: set[tuple[int, str]]) -> Reason:
    """Apply the linking mode to a candidate that nothing else holds back; `seen` remembers the first ones."""
    if rules.linking == "none":
        return Reason.LINKING_OFF
    mention = (rules.section(found, candidate.start), candidate.term)
    if rules.linking != "all" and mention in seen:
        return Reason.ALREADY_LINKED
    seen.add(mention)
    return Reason.LINKED
