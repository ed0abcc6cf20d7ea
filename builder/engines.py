"""Pages for other engines: a folder that Zensical or ProperDocs builds as it stands.

Such a project holds `docs/` (the pages and assets), `overrides/` (the looks and scripts) and a settings file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

import yaml

from builder.markdown.dialect import EXTENSIONS, SLUGS
from builder.mkdocs_plugin import SCRIPTS, STYLES
from builder.model import Page

DOCS, OVERRIDES = "docs", "overrides"
# What only Puri's own plugin can serve: its index for the search, its words for the page of lost readers.
NOT_THERE = ("404.html", "search*.js")
# Settings that mean the same to every engine. Not `edit_uri`: it would lead to files that nobody wrote.
_KEPT = (
    *("site_name", "site_url", "site_description", "site_author", "copyright"),
    *("repo_url", "repo_name", "use_directory_urls", "nav", "extra"),
)
_EDITING = ("content.action.edit", "content.action.view")


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine differs: the file it looks for, what its theme is to be, how it takes links.

    `links_name_files`: it turns the links in raw HTML into addresses as it does those in Markdown.
    """

    settings_file: str
    theme: Mapping[str, Any] = field(default_factory=dict)
    links_name_files: bool = False


ENGINES: Mapping[str, Engine] = {
    "properdocs": Engine("properdocs.yml"),
    "zensical": Engine("mkdocs.yml", {"variant": "classic"}, links_name_files=True),
}


def escaped_head(page: Page) -> str:
    """Return the Markdown of `page`, its title and description as HTML: themes do not escape them."""
    lines = []
    for line in page.markdown.removesuffix(page.body).split("\n"):
        key, _, value = line.partition(": ")
        if key in {"title", "description"}:
            line = f"{key}: {json.dumps(escape(json.loads(value)), ensure_ascii=False)}"
        lines.append(line)
    return "\n".join(lines) + page.body


def settings_file(engine: Engine, own: Mapping[str, Any]) -> str:
    """Return the settings of a project for `engine`; `own` is the site's mkdocs.yml as read."""
    given = own.get("theme")
    theme = dict(given) if isinstance(given, Mapping) else {"name": given or "material"}
    features = [each for each in theme.get("features", ()) if each not in _EDITING]
    settings = {key: own[key] for key in _KEPT if key in own} | {
        "docs_dir": DOCS,
        "theme": theme | {"custom_dir": OVERRIDES, "font": False, "features": features} | dict(engine.theme),
        "plugins": ["search"],
        "markdown_extensions": [{name: _dumpable(options)} for name, options in EXTENSIONS.items()],
        "extra_css": [*STYLES, *own.get("extra_css", ())],
        "extra_javascript": [
            *(script for script in SCRIPTS if "search" not in script),
            *own.get("extra_javascript", ()),
        ],
    }
    text: str = yaml.dump(settings, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


class _Slugs:
    """Stands for the function that makes the ids of headings."""


def _dumpable(options: Mapping[str, Any]) -> dict[str, Any]:
    return dict(options) | ({"slugify": _Slugs()} if "slugify" in options else {})


class _Dumper(yaml.SafeDumper):
    """Writes the call of a function as MkDocs and its heirs read it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Slugs,
    lambda dumper, _: dumper.represent_mapping(
        "tag:yaml.org,2002:python/object/apply:pymdownx.slugs.slugify", {"kwds": SLUGS}
    ),
)
