"""Site-wide settings, which live in mkdocs.yml and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.addresses import Addresses
from builder.resources import language
from builder.schema import PuriFields

SETTINGS_FILE = "mkdocs.yml"
SETTINGS_KEY = ("extra", "puri")  # where Puri's own settings stand in it


@dataclass(frozen=True, slots=True)
class Settings:
    """What Puri needs to know of mkdocs.yml. `content` is the content folder, relative to the root."""

    site_name: str
    site_url: str
    language: str
    content: str
    puri: PuriFields
    addresses: Addresses = field(default_factory=Addresses)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories a term may have, in the order the site shows them."""
        return self.puri.categories

    @property
    def base(self) -> str:
        """The address of the site with a slash at its end; nothing where it has no ``site_url``."""
        return f"{self.site_url.rstrip('/')}/" if self.site_url else ""

    def url(self, path: str) -> str:
        """Return the canonical address of the page or file `path`; without `base` from the site's root."""
        return self.base + self.addresses.canonical(path) or "./"


def from_config(
    config: Mapping[str, Any], content: str, puri: PuriFields, *, from_disk: bool = False
) -> Settings:
    """Take the settings from `config`, the parsed mkdocs.yml; `puri` is its ``extra.puri``, validated.

    `from_disk`: the pages will be opened without a server.
    """
    theme = config.get("theme")
    theme_language = theme.get("language", "en") if isinstance(theme, Mapping) else "en"
    return Settings(
        site_name=str(config.get("site_name") or ""),
        site_url=str(config.get("site_url") or ""),
        language=language(str(theme_language)),
        content=content,
        puri=puri,
        addresses=Addresses(bool(config.get("use_directory_urls", True)), spelled_out=from_disk),
    )
