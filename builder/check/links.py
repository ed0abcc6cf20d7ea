"""Rules about the links that authors write in bodies."""

import posixpath
import re
from collections.abc import Container, Iterable, Iterator
from urllib.parse import unquote

from builder.check.references import suggest_term
from builder.diagnostics import Code, Diagnostic
from builder.markdown import Scan, scan
from builder.markdown.dialect import render
from builder.model import INTRO_PAGES, Library, Prose, Reason
from builder.settings import Settings
from builder.targets import Resolver

# The definition of a reference: `[label]: address`.
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>\S+))", re.MULTILINE
)
# A link as it is written, wherever it stands.
_WRITTEN = re.compile(r"\]\([ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<>]+))")


def unknown_link_targets(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """``[[target]]`` must name a term or a page."""
    if next(_with(library, "[["), None) is None:
        return
    targets = Resolver.of(library).targets
    for prose, found in _scans(library, "[["):
        for link in found.wiki_links:
            if link.opted_out or link.target in targets or _is_unread(link.target, library):
                continue
            place = prose.document.at_offset(prose.document.body_start + link.start)
            if "/" in link.target:
                yield Diagnostic(place, Code.UNKNOWN_PAGE, {"name": link.target})
            else:
                words = {"name": link.target} | suggest_term(link.target, library)
                yield Diagnostic(place, Code.UNKNOWN_TERM, words)


def _is_unread(target: str, library: Library) -> bool:
    return target in library.unread or f"terms/{target}" in library.unread


def broken_links(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """A relative Markdown link must lead to a content file."""
    if next(_with(library, "]"), None) is None:
        return
    known = _files(library, settings)
    for prose, found in _scans(library, "]("):
        for link in found.destinations:
            if _leads_nowhere(link.address, prose.document.file, known):
                yield _broken(prose, link.start, link.address)
        seen = {link.start for link in found.destinations}
        others = (
            written
            for written in _WRITTEN.finditer(prose.document.body)
            if written.start(written.lastgroup or 0) not in seen and not _is_code(found, written.start())
        )
        yield from _broken_ones(prose, others, known)
    for prose in _with(library, "]:"):
        yield from _broken_ones(prose, _DEFINITION.finditer(prose.document.body), known)


def _files(library: Library, settings: Settings) -> frozenset[str]:
    """Return what a link may lead to: content files, and pages by the files that they become."""
    files = [prose.document.file for prose in library.prose()]
    pages = [*library.prose(), *library.paths.values()]
    inside = [*library.assets, *(page.path for page in pages), *INTRO_PAGES]
    return frozenset([*files, *library.unread_files, *(f"{settings.content}/{path}" for path in inside)])


def _is_code(found: Scan, at: int) -> bool:
    mask = found.mask_at(at, at + 1)
    return mask is not None and mask.reason is Reason.CODE


def _leads_nowhere(link: str, file: str, known: Container[str]) -> bool:
    address = unquote(link.partition("#")[0].partition("?")[0])
    if not address or address.startswith("/") or ":" in address.partition("/")[0]:
        return False
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), address)) not in known


def _broken_ones(
    prose: Prose, written: Iterable[re.Match[str]], known: Container[str]
) -> Iterator[Diagnostic]:
    """Yield diagnostics of the addresses in `written` that lead nowhere, but for what becomes no link."""
    for each in written:
        group = each.lastgroup or "bare"
        if _leads_nowhere(each[group], prose.document.file, known):
            rendered = render(prose.document.body)
            if each[group] in {*rendered.links, *rendered.pictures}:
                yield _broken(prose, each.start(group), each[group])


def _broken(prose: Prose, offset: int, address: str) -> Diagnostic:
    place = prose.document.at_offset(prose.document.body_start + offset)
    return Diagnostic(place, Code.BROKEN_LINK, {"name": address})


def _scans(library: Library, needed: str) -> Iterator[tuple[Prose, Scan]]:
    """Scan the bodies that hold `needed` at all."""
    return ((prose, scan(prose.document.body)) for prose in _with(library, needed))


def _with(library: Library, needed: str) -> Iterator[Prose]:
    return (prose for prose in library.prose() if needed in prose.document.body)
