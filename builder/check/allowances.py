"""Warnings that an editor allows: in one file by its `allow`, on the whole site by ``extra.puri.allow``."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.diagnostics import WARNINGS, Code, Diagnostic, Place
from builder.model import KEY, Document, Library
from builder.settings import SETTINGS_KEY, Settings
from builder.suggest import suggest


@dataclass(frozen=True, slots=True)
class Allowance:
    """A code that is not given in `file` (None: anywhere), and the place where that is written."""

    code: str
    file: str | None
    place: Place


def allowances(library: Library, settings: Settings, mkdocs_yml: Document) -> tuple[Allowance, ...]:
    """Collect everything that is allowed; `mkdocs_yml` is the file that `settings` come from."""
    local = [
        Allowance(code, each.document.file, _place(each.document, ("allow",), i, code))
        for each in (*library.prose(), *library.paths.values())
        for i, code in enumerate(each.fields.allow)
    ]
    key = (*SETTINGS_KEY, "allow")
    everywhere = [
        Allowance(code, None, _place(mkdocs_yml, key, i, code)) for i, code in enumerate(settings.puri.allow)
    ]
    return (*local, *everywhere)


def _place(document: Document, key: tuple[str, ...], i: int, code: str) -> Place:
    """Return where `code` is written: as a key with its reason, or as item `i` of a list."""
    has_reason = (*key, code, KEY) in document.places
    return document.at_key(*key, code) if has_reason else document.at(*key, i)


def unknown_warnings(allowed: Iterable[Allowance]) -> Iterator[Diagnostic]:
    """What is allowed must be the code of a warning: an error is never passed over."""
    for each in allowed:
        if each.code not in WARNINGS:
            words = {"name": each.code} | suggest(each.code, sorted(WARNINGS))
            yield Diagnostic(each.place, Code.UNKNOWN_WARNING, words)


def unused_allowances(allowed: Iterable[Allowance], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is allowed must occur among `found`, or it would one day hide what nobody meant to allow."""
    occurring = {key for each in found for key in ((each.code, each.place.file), (each.code, None))}
    for each in allowed:
        if each.code in WARNINGS and (each.code, each.file) not in occurring:
            yield Diagnostic(each.place, Code.UNUSED_ALLOW, {"name": each.code})


def without_allowed(found: Iterable[Diagnostic], allowed: Iterable[Allowance]) -> Iterator[Diagnostic]:
    """Yield those of `found` that nobody has allowed."""
    silent = {(each.code, each.file) for each in allowed if each.code in WARNINGS}
    for each in found:
        if not silent & {(each.code, each.place.file), (each.code, None)}:
            yield each
