"""mkdocs.yml as MkDocs takes it, and the content that it names; what is wrong with either, as diagnostics."""

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from builder import report
from builder.diagnostics import Code, Diagnostic, ordered
from builder.load import Parsed, RawFile, read_files
from builder.load.yaml import read_yaml
from builder.model import Document
from builder.pipeline import Examined, examine
from builder.schema import PuriFields
from builder.settings import SETTINGS_FILE, from_config

_NO_PLUGIN = ("plugins", "Puri's plugin is not named. Add it: plugins: [puri]")
_log = logging.getLogger("mkdocs.config")

Said = tuple[str, str]  # a key, or nothing, and what is said of it


class ContentError(Abort):
    """The content has errors; MkDocs stops before it touches the site folder."""

    def __init__(self, examined: Examined) -> None:
        """Keep what was found, for the command line to print in its own way."""
        around = report.Around(examined.texts)
        super().__init__(report.as_text(examined.diagnostics, examined.settings.language, around).plain)
        self.examined = examined


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


def examine_config(
    config: MkDocsConfig,
    files: Iterable[RawFile] | None = None,
    *,
    is_linked: bool = False,
    earlier: Mapping[RawFile, Parsed] = MappingProxyType({}),
) -> Examined:
    """Check the content that `config` names, as `files` have it or as it stands on the disk.

    `is_linked` and `earlier` are those of `examine`.
    """
    settings_file = Path(config.config_file_path)
    text = settings_file.read_bytes().decode("utf-8", "replace")
    offline = config.plugins["puri"].config.edition == "offline"
    content = _place_of_content(config)[1]
    given = content_files(config) if files is None else files
    return examine(given, config, text, content, from_disk=offline, is_linked=is_linked, earlier=earlier)


def content_files(config: MkDocsConfig) -> tuple[RawFile, ...]:
    """Read the content folder that `config` names."""
    return read_files(*_place_of_content(config))


def _place_of_content(config: MkDocsConfig) -> tuple[Path, str]:
    root = Path(config.config_file_path).parent
    return root, Path(os.path.relpath(config.docs_dir, root)).as_posix()
