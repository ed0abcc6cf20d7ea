"""The stages in order: this is the table of contents of a build."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder.check import check
from builder.diagnostics import Diagnostic, has_errors, ordered
from builder.link import explain, link
from builder.load import RawFile, assemble, read_settings
from builder.model import Document, Library, Mention, Site
from builder.render import render
from builder.settings import Settings, from_config


@dataclass(frozen=True)
class Examined:
    """Content that has been read and checked; `diagnostics` are in order of place."""

    library: Library
    settings: Settings
    diagnostics: tuple[Diagnostic, ...]

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
) -> Examined:
    """Load and check `files`, whose content folder is `content`, by `config`, the parsed mkdocs.yml.

    `from_disk`: the site will be opened without a server.
    """
    extra = config.get("extra")
    puri, wrong_settings = read_settings(
        config_text, extra.get("puri") if isinstance(extra, Mapping) else None
    )
    settings = from_config(config, content, puri, from_disk=from_disk)
    loaded = assemble(files, content)
    found = check(loaded.library, settings)
    return Examined(loaded.library, settings, ordered([*wrong_settings, *loaded.diagnostics, *found]))


def explain_file(examined: Examined, file: str) -> tuple[Document, tuple[Mention, ...]] | None:
    """Return the content file `file`, relative to the root, and every mention in it; None if no page."""
    prose = next((each for each in examined.library.prose() if each.document.file == file), None)
    if prose is None:
        return None
    return prose.document, explain(prose, examined.library, examined.settings)


def make_site(examined: Examined) -> Site:
    """Link and render content that has no errors."""
    linked = link(examined.library, examined.settings)
    return render(examined.library, linked, examined.settings)
