"""Rules about the dates of reviews."""

from collections.abc import Iterator
from datetime import timedelta

from builder.check.manuscript import Manuscript
from builder.diagnostics import Code, Diagnostic

_ELSEWHERE = timedelta(days=1)  # it is tomorrow already in Seoul when a machine elsewhere checks


def stale_reviews(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A review is at most ``extra.puri.review_days`` old, and has happened."""
    days = manuscript.settings.puri.review_days
    for each in manuscript.library.entries():
        reviewed = each.fields.reviewed
        if reviewed is None:
            continue
        words = {"name": each.title, "date": str(reviewed)}
        place = each.document.at("reviewed")
        if reviewed > manuscript.today + _ELSEWHERE:
            yield Diagnostic(place, Code.FUTURE_REVIEW, words)
        elif days is not None and (manuscript.today - reviewed).days > days:
            yield Diagnostic(place, Code.STALE_REVIEW, words | {"limit": str(days)})
