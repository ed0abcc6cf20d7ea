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


@cache
def load_yaml(name: str) -> Mapping[str, Any]:
    """Return the data file `name` (a path inside the package, such as ``data/korean.yml``)."""
    data: Mapping[str, Any] = yaml.load((PACKAGE / name).read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - safe, and ours
    return data


def language(wanted: str) -> str:
    """Return the language of messages and site text for a theme language: ``ko`` for Korean, else ``en``."""
    return wanted if wanted in LANGUAGES else "en"
