"""Rules about the links that authors write in bodies."""

import posixpath
import re
from collections.abc import Container, Iterator
from urllib.parse import unquote

from builder.check.references import suggest_term
from builder.diagnostics import Code, Diagnostic
from builder.markdown import Scan, scan
from builder.markdown.dialect import render
from builder.model import INTRO_PAGES, Library, Prose
from builder.settings import Settings
from builder.targets import Resolver

# The definition of a reference: `[label]: address`.
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>\S+))", re.MULTILINE
)


def unknown_link_targets(library: Library, settings: Settings) -> Iterator[Diagnostic]:
    """``[[target]]`` must name a term or a page."""
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
    files = [prose.document.file for prose in library.prose()]
    pages = [*library.prose(), *library.paths.values()]
    inside = [*library.assets, *(page.path for page in pages), *INTRO_PAGES]
    known = {*files, *library.unread_files, *(f"{settings.content}/{path}" for path in inside)}
    for prose, found in _scans(library, "]("):
        for link in found.destinations:
            if _leads_nowhere(link.address, prose.document.file, known):
                place = prose.document.at_offset(prose.document.body_start + link.start)
                yield Diagnostic(place, Code.BROKEN_LINK, {"name": link.address})
    for prose in library.prose():
        for definition in _DEFINITION.finditer(prose.document.body):
            address = definition["angle"] or definition["bare"]
            if _leads_nowhere(address, prose.document.file, known):
                yield from _where_defined(prose, definition, address)


def _leads_nowhere(link: str, file: str, known: Container[str]) -> bool:
    address = unquote(link.partition("#")[0].partition("?")[0])
    if not address or address.startswith("/") or ":" in address.partition("/")[0]:
        return False
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), address)) not in known


def _where_defined(prose: Prose, definition: re.Match[str], address: str) -> Iterator[Diagnostic]:
    """Yield the diagnostic of a definition, unless it stands in code or defines nothing."""
    rendered = render(prose.document.body)
    if address in {*rendered.links, *rendered.pictures}:
        place = prose.document.at_offset(prose.document.body_start + definition.end() - len(address))
        yield Diagnostic(place, Code.BROKEN_LINK, {"name": address})


def _scans(library: Library, needed: str) -> Iterator[tuple[Prose, Scan]]:
    """Scan the bodies that hold `needed` at all."""
    for prose in library.prose():
        if needed in prose.document.body:
            yield prose, scan(prose.document.body)
