"""The stages in order: this is the table of contents of a build."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from builder import analyser
from builder.check import (
    Allowance,
    Manuscript,
    allowances,
    check,
    proofread,
    unknown_warnings,
    unused_allowances,
    without_allowed,
)
from builder.diagnostics import Diagnostic, has_errors, ordered
from builder.export import Glossary, exports, make
from builder.link import explain, link, link_again
from builder.load import Parsed, RawFile, assemble, is_asset, read_settings
from builder.model import Document, Edition, Library, LinkedBody, Mention, Page, Site
from builder.render import render, render_again
from builder.settings import SETTINGS_FILE, Settings, from_config


@dataclass(frozen=True)
class Examined:
    """Content that has been read and checked: everything `found` in it, and which of that is allowed."""

    library: Library
    settings: Settings
    found: tuple[Diagnostic, ...]
    allowed: tuple[Allowance, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=dict)  # as read, to show the lines in question
    parsed: Mapping[RawFile, Parsed] = field(default_factory=dict)  # for another run

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be reported, in order of place."""
        return ordered(without_allowed(self.found, self.allowed))

    @property
    def has_errors(self) -> bool:
        """Whether the content must not be built."""
        return has_errors(self.diagnostics)


def examine(
    files: Iterable[RawFile],
    config: Mapping[str, Any],
    config_text: str,
    content: str,
    *,
    from_disk: bool = False,
    is_linked: bool = False,
    earlier: Mapping[RawFile, Parsed] = MappingProxyType({}),
) -> Examined:
    """Load and check `files`, whose content folder is `content`, by `config`, the parsed mkdocs.yml.

    `from_disk`: the site will be opened without a server. `is_linked`: an earlier run has linked most of it,
    so that no analyser starts beside the reading. `earlier` are files that this process has `parsed` before.
    """
    extra = config.get("extra")
    puri, mkdocs_yml, wrong_settings = read_settings(
        config_text, extra.get("puri") if isinstance(extra, Mapping) else None
    )
    settings = from_config(config, content, puri, from_disk=from_disk)
    files = tuple(files)
    if not is_linked:
        analyser.prepare([raw.data for raw in files])
    loaded = assemble(files, content, earlier)
    allowed = allowances(loaded.library, settings, mkdocs_yml)
    checked = (*check(loaded.library, settings), *unknown_warnings(allowed))
    texts = {raw.file: raw.data for raw in files if not is_asset(raw.file) and not raw.refused}
    texts[SETTINGS_FILE] = config_text.encode("utf-8", "surrogatepass")
    found = (*wrong_settings, *loaded.diagnostics, *checked)
    return Examined(loaded.library, settings, found, allowed, texts, loaded.parsed)


def review(examined: Examined, today: date) -> Examined:
    """Add what an editor should look at to content that has no errors; `today` is the day of the review.

    Content with errors is returned as it is: it cannot be linked, and what it says of terms is unsure.
    """
    if examined.has_errors:
        return examined
    linked = link(examined.library, examined.settings)
    return proofread_as(examined, Manuscript(examined.library, linked, examined.settings, today))


def proofread_as(examined: Examined, manuscript: Manuscript) -> Examined:
    """Add what an editor should look at in `manuscript`, which is `examined` with its links."""
    found = examined.found + proofread(manuscript)
    return replace(examined, found=(*found, *unused_allowances(examined.allowed, found)))


def explain_file(examined: Examined, file: str) -> tuple[Document, tuple[Mention, ...]] | None:
    """Return the content file `file`, relative to the root, and every mention in it; None if no page."""
    prose = next((each for each in examined.library.prose() if each.document.file == file), None)
    if prose is None:
        return None
    return prose.document, explain(prose, examined.library, examined.settings)


def for_engine(examined: Examined, *, links_name_files: bool) -> Examined:
    """Return `examined` for an engine that turns links in HTML into addresses, or for one that does not."""
    addresses = replace(examined.settings.addresses, engine_makes_all=links_name_files)
    return replace(examined, settings=replace(examined.settings, addresses=addresses))


class Steps(NamedTuple):
    """What a run has made on the way to a site, by the digests of what it depends on, for another run."""

    bodies: Mapping[bytes, LinkedBody]
    pages: Mapping[bytes, Page]


def make_site_again(examined: Examined, edition: Edition, earlier: Steps) -> tuple[Site, Steps]:
    """Do the same as `make_site`, but take from `earlier` what is the same."""
    library, settings = examined.library, examined.settings
    linked = link_again(library, settings, earlier.bodies)
    site, pages = render_again(library, linked, settings, edition, earlier.pages)
    return replace(site, exports=exports(library, linked, settings, edition)), Steps(linked.bodies, pages)


def make_site(examined: Examined, edition: Edition = Edition.PAGES) -> Site:
    """Link, render and export content that has no errors, for one edition."""
    library, settings = examined.library, examined.settings
    linked = link(library, settings)
    site = render(library, linked, settings, edition)
    return replace(site, exports=exports(library, linked, settings, edition))


def make_export(examined: Examined, name: str) -> bytes:
    """Make the file of the format `name` (see `builder.export.FORMATS`) of content that has no errors."""
    library, settings = examined.library, examined.settings
    return make(name, Glossary(library, link(library, settings), settings))
