"""Rules: content runs nothing and shows nothing from elsewhere, in whatever engine."""

from collections.abc import Iterator

from builder.diagnostics import Code, Diagnostic
from builder.markdown import scan
from builder.markdown.harmless import (
    LONGEST_SEARCHED,
    MOST_FAULTS,
    MOST_SEARCHES,
    Fault,
    find,
    harm,
    lax_html,
    may_be_harmful,
    template_syntax,
)
from builder.model import Library
from builder.parallel import spread
from builder.settings import Settings


def harmless_bodies(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """What a body becomes is on the list of what is allowed."""
    suspicious = [prose for prose in library.prose() if may_be_harmful(prose.document.body)]
    found = spread(lambda prose: _faults(prose.document.body), suspicious)
    for prose, faults in zip(suspicious, found, strict=True):
        for fault, offset in faults:
            place = prose.document.at_offset(prose.document.body_start + offset)
            word = "character" if fault.code is Code.CONTROL_CHARACTER else "name"
            yield Diagnostic(place, fault.code, {word: fault.name})


def _faults(body: str) -> list[tuple[Fault, int]]:
    faults = [*template_syntax(body), *lax_html(body, scan)][:MOST_FAULTS]
    seen = {(fault.code, fault.name) for fault, _ in faults}
    others = [fault for fault in harm(body) if (fault.code, fault.name) not in seen]
    if not others:
        return faults
    found, budget = scan(body), [MOST_SEARCHES if len(body) <= LONGEST_SEARCHED else 0]
    return [*faults, *((fault, find(fault, body, found, budget)) for fault in others)]
