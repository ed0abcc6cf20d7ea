"""mkdocs.yml as MkDocs takes it; what it does not take, as diagnostics."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from builder.diagnostics import Code, Diagnostic, ordered
from builder.load.yaml import read_yaml
from builder.model import Document
from builder.schema import PuriFields
from builder.settings import SETTINGS_FILE, from_config

_NO_PLUGIN = ("plugins", "Puri's plugin is not named. Add it: plugins: [puri]")
_log = logging.getLogger("mkdocs.config")

Said = tuple[str, str]  # a key, or nothing, and what is said of it


class SettingsError(ConfigurationError):
    """MkDocs cannot work with mkdocs.yml, whose `text` was read; `diagnostics` say why, in `language`."""

    def __init__(self, text: str, said: Iterable[Said]) -> None:
        """Find the places of what is `said` of keys."""
        self.text = text
        self.diagnostics, self.language = _told(text, said)
        super().__init__("; ".join(each.words["problem"] for each in self.diagnostics))


def _told(text: str, said: Iterable[Said]) -> tuple[tuple[Diagnostic, ...], str]:
    data, places, found = read_yaml(SETTINGS_FILE, text)
    document = Document(SETTINGS_FILE, text, len(text), places)
    told = [
        Diagnostic(
            document.at_key(key), Code.BAD_SETTINGS, {"name": key or SETTINGS_FILE, "problem": problem}
        )
        for key, problem in said
    ]
    language = from_config(data if isinstance(data, dict) else {}, "", PuriFields()).language
    unreadable = [each for each in found if each.code is Code.YAML_SYNTAX]
    return ordered(unreadable or told), language


def configure(root: Path, edition: str = "website") -> MkDocsConfig:
    """Load mkdocs.yml of `root` for one build of `edition`.

    Raises:
        SettingsError: the file is wrong, or does not name the plugin.
    """
    file = root / SETTINGS_FILE
    text = file.read_bytes().decode("utf-8", "replace")
    config = MkDocsConfig(config_file_path=str(file))
    try:
        with file.open("rb") as stream:
            config.load_file(stream)
        said = complaints(config)
    except Exception as error:  # MkDocs takes values apart before it judges them: anything may come of it
        raise SettingsError(text, [("", _one_line(str(error)))]) from error
    if not said and "puri" not in config.plugins:
        said = [_NO_PLUGIN]
    if said:
        raise SettingsError(text, said)
    plugin: Any = config.plugins["puri"]
    plugin.on_startup(command="build", dirty=False)
    plugin.config.edition = edition
    return config


def complaints(config: MkDocsConfig) -> list[Said]:
    """Return what MkDocs does not take in `config`; what it only doubts is logged."""
    wrong, doubtful = config.validate()
    for key, warning in doubtful:
        _log.warning(f"Config value '{key}': {warning}")
    refused = wrong or (doubtful if config.strict else [])
    return [(key, _one_line(str(error))) for key, error in refused]


def _one_line(words: str) -> str:
    return " ".join(words.split()).rstrip(".")
