"""Which candidates become links, and why the others do not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.link.sentences import sentence_at
from builder.markdown import Scan
from builder.matcher import Candidate
from builder.model import Mention, Reason, Term
from builder.text import squeeze


@dataclass(frozen=True)
class Rules:
    """What is decided outside the text: the linking mode, and the guard words of each term, squeezed."""

    linking: str
    unless_near: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, linking: str, terms: Iterable[Term]) -> "Rules":
        """Collect the guard words of `terms`; `linking` is ``heading``, ``page``, ``all`` or ``none``."""
        guarded = {
            term.slug: tuple(map(squeeze, term.fields.unless_near))
            for term in terms
            if term.fields.unless_near
        }
        return cls(linking, guarded)


def decide(
    body: str, candidates: Iterable[Candidate], found: Scan, held_back: Mapping[str, Reason], rules: Rules
) -> list[Mention]:
    """Turn the `candidates` of one `body` into mentions with reasons, in order of place.

    `held_back` names the terms that the page itself does not link, and why.
    """
    explicit = [(link.start, link.end) for link in found.wiki_links if not link.opted_out]
    outside = [each for each in candidates if not any(a <= each.start < b for a, b in explicit)]
    reasons = [_surroundings(body, each, found, rules) for each in outside]
    chosen = _leftmost_longest(
        each for each, reason in zip(outside, reasons, strict=True) if reason is Reason.LINKED
    )
    seen: set[tuple[int, str]] = set()
    mentions = []
    covered_to = 0
    for each, reason in zip(outside, reasons, strict=True):
        if each in chosen:
            covered_to = each.end
            reason = held_back.get(each.term) or _policy(each, found, rules.linking, seen)
        elif each.start < covered_to or reason is Reason.LINKED:
            reason = Reason.LONGER_TERM
        mentions.append(Mention(each.start, each.end, body[each.start : each.end], each.term, reason))
    return mentions


def _surroundings(body: str, candidate: Candidate, found: Scan, rules: Rules) -> Reason:
    """Judge a candidate by where it stands, without regard to the others."""
    mask = found.mask_at(candidate.start, candidate.end)
    block = found.block_at(candidate.start)
    if mask:
        return mask.reason
    if block is None or candidate.end > block[1]:
        return Reason.MARKUP
    if candidate.verdict is not Reason.LINKED:
        return candidate.verdict
    guards = rules.unless_near.get(candidate.term)
    if guards:
        start, end = sentence_at(body, block, candidate.start)
        sentence = squeeze(body[start:end])
        if any(guard in sentence for guard in guards):
            return Reason.UNLESS_NEAR
    return Reason.LINKED


def _leftmost_longest(candidates: Iterable[Candidate]) -> set[Candidate]:
    """Choose among candidates that come in order of place, the longer first."""
    chosen: set[Candidate] = set()
    end = 0
    for each in candidates:
        if each.start >= end:
            chosen.add(each)
            end = each.end
    return chosen


def _policy(candidate: Candidate, found: Scan, linking: str, seen: set[tuple[int, str]]) -> Reason:
    """Apply the linking mode to a candidate that nothing else holds back; `seen` remembers the first ones."""
    if linking == "none":
        return Reason.LINKING_OFF
    section = found.section_at(candidate.start) if linking == "heading" else 0
    if linking != "all" and (section, candidate.term) in seen:
        return Reason.ALREADY_LINKED
    seen.add((section, candidate.term))
    return Reason.LINKED
