"""Site-wide settings, which live in mkdocs.yml and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.resources import language
from builder.schema import PuriFields


@dataclass(frozen=True, slots=True)
class Settings:
    """What Puri needs to know of mkdocs.yml. `content` is the content folder, relative to the root."""

    site_name: str
    site_url: str
    language: str
    content: str
    puri: PuriFields

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories a term may have, in the order the site shows them."""
        return self.puri.categories


def from_config(config: Mapping[str, Any], content: str, puri: PuriFields) -> Settings:
    """Take the settings from `config`, the parsed mkdocs.yml; `puri` is its ``extra.puri``, validated."""
    theme = config.get("theme")
    theme_language = theme.get("language", "en") if isinstance(theme, Mapping) else "en"
    return Settings(
        site_name=str(config.get("site_name") or ""),
        site_url=str(config.get("site_url") or ""),
        language=language(str(theme_language)),
        content=content,
        puri=puri,
    )
