"""Rules about the earlier addresses of terms."""

from collections.abc import Iterator

from builder.diagnostics import Code, Diagnostic, Place
from builder.model import Library
from builder.settings import Settings


def redirects(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """An earlier address leads to one term, and is no page's own."""
    files = library.unread_files | {term.document.file for term in library.terms.values()}
    led: dict[str, Place] = {}
    for term in library.terms.values():
        for i, slug in enumerate(term.fields.redirect_from):
            place = term.document.at("redirect_from", i)
            own = f"{settings.content}/terms/{slug}.md"
            if own in files or slug == "index":
                yield Diagnostic(place, Code.REDIRECT_TAKEN, {"name": slug, "other": own})
            elif slug in led:
                yield Diagnostic(place, Code.DUPLICATE_REDIRECT, {"name": slug, "other": str(led[slug])})
            led.setdefault(slug, place)
