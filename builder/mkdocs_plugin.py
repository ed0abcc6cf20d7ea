"""The MkDocs plugin: MkDocs asks, the pipeline answers. Nothing is decided here.

Pages are handed over as generated files, so nothing is written between, live reload watches the content
itself, and every page's edit link opens its content file.
"""

import os
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage

from builder import report
from builder.load import RawFile, read_files
from builder.markdown.dialect import EXTENSIONS
from builder.model import Page, Site
from builder.pipeline import Examined, examine, make_site
from builder.resources import OVERRIDES
from builder.schemas import schema_files

OFFLINE_SEARCH = "assets/vendor/iframe-worker/shim.js"
# Those of every page, in this order.
STYLES = tuple(f"assets/puri/{name}.css" for name in ("puri", "look", "study", "picture", "hover"))
SCRIPTS = tuple(f"assets/puri/{name}.js" for name in ("puri", "path", "hover"))
_EPOCH = "1970-01-01"  # the date of a site in which nothing has been reviewed


class ContentError(Abort):
    """The content has errors; MkDocs stops before it touches the site folder."""

    def __init__(self, examined: Examined) -> None:
        """Keep what was found, for the command line to print in its own way."""
        super().__init__(report.as_text(examined.diagnostics, examined.settings.language).plain)
        self.examined = examined


class PuriConfig(Config):
    """Options of the plugin in mkdocs.yml; Puri's own settings stand under ``extra.puri``."""

    edition = config_options.Choice(("website", "offline"), default="website")


class PuriPlugin(BasePlugin[PuriConfig]):
    """Gives MkDocs the pages of the content folder instead of its files."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what the pages and the promise of asking no other host need."""
        _need_extensions(config)
        if str(OVERRIDES) not in config.theme.dirs:
            own = [config.theme.custom_dir] if config.theme.custom_dir else []
            config.theme.dirs.insert(len(own), str(OVERRIDES))
        config.theme["font"] = False  # otherwise every page waits for a font host
        config.extra.setdefault("generator", False)
        # before the site's own, which may say otherwise
        config.extra_css[:0] = [style for style in STYLES if style not in config.extra_css]
        config.extra_javascript[:0] = [script for script in SCRIPTS if script not in config.extra_javascript]
        if self._is_offline:
            config.theme.static_templates -= {"404.html", "sitemap.xml"}
            config.extra["polyfills"] = [OFFLINE_SEARCH, *config.extra.get("polyfills", [])]
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check the content before MkDocs empties the site folder."""
        examined = examine_config(config)
        if examined.has_errors:
            raise ContentError(examined)
        self.site: Site = make_site(examined)
        self.schemas = {} if self._is_offline else schema_files(examined.settings)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace the content files by the pages and assets made from them."""
        assets = set(self.site.assets)
        for file in list(files):
            if file.src_dir == config.docs_dir and file.src_uri not in assets:
                files.remove(file)
        self.pages = {page.path: page for page in self.site.pages}
        for page in self.site.pages:
            files.append(self._generated(page, config))
        for name, schema in self.schemas.items():
            files.append(File.generated(config, f"schema/{name}", content=schema))
        return files

    def _generated(self, page: Page, config: MkDocsConfig) -> File:
        file = File.generated(config, page.path, content=page.markdown, inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = page.source
        if self._is_offline:
            file.url = file.dest_uri  # index.html spelled out: a file manager has no directory addresses
        return file

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Date each page by its review, so that two builds of the same content are the same bytes."""
        made = self.pages.get(page.file.src_uri)
        if made:  # Material writes both into the head as they are
            page.meta["title"] = escape(made.title)
            page.meta["description"] = escape(str(page.meta["description"]))
        page.update_date = str(made.updated) if made and made.updated else _EPOCH
        if self._is_offline and page.canonical_url:
            page.canonical_url = page.canonical_url.removesuffix("index.html")
        return markdown

    @event_priority(-100)  # after the search plugin has written its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Give the offline edition its search index as a script: pages opened from a disk cannot fetch."""
        index = Path(config.site_dir, "search", "search_index.json")
        if self._is_offline and index.exists():
            index.with_suffix(".js").write_text("var __index = " + index.read_text("utf-8"), "utf-8")
            index.unlink()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch the theme overrides too."""
        server.watch(str(OVERRIDES))
        return server

    @property
    def _is_offline(self) -> bool:
        return self.config.edition == "offline"


def examine_config(config: MkDocsConfig, files: Iterable[RawFile] | None = None) -> Examined:
    """Check the content that `config` names, as `files` have it or as it stands on the disk."""
    settings_file = Path(config.config_file_path)
    text = settings_file.read_bytes().decode("utf-8", "replace")
    offline = config.plugins["puri"].config.edition == "offline"
    content = _place_of_content(config)[1]
    given = content_files(config) if files is None else files
    return examine(given, config, text, content, from_disk=offline)


def content_files(config: MkDocsConfig) -> tuple[RawFile, ...]:
    """Read the content folder that `config` names."""
    return read_files(*_place_of_content(config))


def _place_of_content(config: MkDocsConfig) -> tuple[Path, str]:
    root = Path(config.config_file_path).parent
    return root, Path(os.path.relpath(config.docs_dir, root)).as_posix()


def _need_extensions(config: MkDocsConfig) -> None:
    for name, options in EXTENSIONS.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        config.mdx_configs[name] = options | (config.mdx_configs.get(name) or {})
