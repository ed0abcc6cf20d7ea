"""The files that ship with the package: templates, word lists, messages and theme overrides."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).resolve().parent
TEMPLATES = PACKAGE / "templates"
# Beside the package both in a checkout and in an installed wheel (see pyproject.toml).
OVERRIDES = PACKAGE.parent / "site_overrides"
LANGUAGES = ("ko", "en")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's where the wheel has it: ten times faster


class Words(dict[str, Any]):
    """Words by their names, which are attributes too, as templates say them."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        """Take `words`, and those within them."""
        nested = {name: Words(each) if isinstance(each, Mapping) else each for name, each in words.items()}
        super().__init__(nested)
        self.__dict__ = self  # so that Python itself looks them up


@cache
def load_yaml(name: str) -> Mapping[str, Any]:
    """Return the data file `name` (a path inside the package, such as ``data/korean.yml``)."""
    data: Mapping[str, Any] = yaml.load((PACKAGE / name).read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - safe, and ours
    return data


def language(wanted: str) -> str:
    """Return the language of messages and site text for a theme language: ``ko`` for Korean, else ``en``."""
    return wanted if wanted in LANGUAGES else "en"
