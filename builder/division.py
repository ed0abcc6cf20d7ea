"""The pages of a build, divided among processes.

MkDocs makes one page after the other. Here some of them are made by processes beside it, each a build of its
own that makes its share and nothing else; to MkDocs a page made elsewhere is a file that it can link to.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

import mkdocs.commands.build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_theme_dir

from builder.cache import digest, software
from builder.model import Export, Page
from builder.parallel import processes
from builder.search import THEIRS, Passage, read_page

# Plugins that look at one page at a time: with any other one, all pages are made in one process.
_PAGE_BY_PAGE = frozenset(["puri", "search", "material/search", "offline", "material/offline"])
_PLACES = frozenset(["config_file_path", "docs_dir", "site_dir"])  # settings that no page shows


class Elsewhere(File):
    """A file that something else writes: there to be linked to."""

    def is_documentation_page(self) -> bool:
        """MkDocs has nothing to make of it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nor to copy."""

    @classmethod
    def instead_of(cls, file: File) -> "Elsewhere":
        """Stand in for `file`."""
        absent = cls(file.src_uri, None, file.dest_dir, file.use_directory_urls, dest_uri=file.dest_uri)
        absent.url, absent.inclusion = file.url, file.inclusion
        return absent


def in_navigation(nav: Any) -> Iterator[str]:
    """Yield the paths of pages in `nav` as mkdocs.yml has it: MkDocs needs to know them, and their titles."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, Mapping):
        yield from in_navigation(list(nav.values()))
    elif isinstance(nav, Iterable):
        for each in nav:
            yield from in_navigation(each)


def is_divisible(config: MkDocsConfig) -> bool:
    """Tell whether every page can be made without the others, by nothing but what is known here."""
    plugins = {name.partition(" ")[0] for name in config.plugins}
    return not config.hooks and plugins <= _PAGE_BY_PAGE and all(map(_is_known, config.markdown_extensions))


def _is_known(extension: str) -> bool:
    name = extension.removeprefix("markdown.extensions.")
    return name.startswith(("pymdownx.", "material.extensions.")) or bool(
        name.isidentifier() and find_spec(f"markdown.extensions.{name}")
    )


def shares(pages: Sequence[Page]) -> list[frozenset[str]]:
    """Divide `pages` among the processes that are worth it, the first of them this one; by their lengths."""
    piles: list[list[str]] = [[] for _ in range(processes(len(pages)))]
    weights = [0] * len(piles)
    for page in sorted(pages, key=lambda page: -len(page.markdown)):
        lightest = weights.index(min(weights))
        piles[lightest].append(page.path)
        weights[lightest] += len(page.markdown)
    return [frozenset(paths) for paths in piles]


def page_keys(pages: Sequence[Page], config: MkDocsConfig, edition: str) -> dict[str, bytes]:
    """Return for each of `pages`, by path, a digest of everything that its HTML and its twin depend on."""
    plain = {name: value for name, value in config.items() if name not in _PLACES}
    theme = {name: config.theme[name] for name in config.theme}
    plugins = {name: dict(plugin.config) for name, plugin in config.plugins.items()}
    settings = json.dumps([plain, theme, plugins], default=_plain, ensure_ascii=False, sort_keys=True)
    titles = {page.path: page.title for page in pages}
    navigation = json.dumps([(path, titles.get(path)) for path in in_navigation(config.nav)])
    file = Path(config.config_file_path).read_bytes()
    common = digest(edition, file, settings, navigation, software(), *_templates(config))
    return {each.path: digest(common, each.key) for each in pages}


def export_keys(exports: Iterable[Export]) -> dict[str, bytes]:
    """Return for each of `exports` that takes time, by path, a digest of everything that it depends on."""
    return {each.path: digest(software(), each.path, *each.made_of) for each in exports if each.made_of}


def _plain(value: object) -> object:
    """Return what JSON can hold of a setting; of functions and the like their names, no addresses."""
    if isinstance(value, Mapping):
        return dict(value)
    return f"{type(value).__module__}.{getattr(value, '__qualname__', type(value).__qualname__)}"


def _templates(config: MkDocsConfig) -> Iterator[bytes]:
    """Yield what stands in the folders that come before the theme's own."""
    theirs = get_theme_dir(config.theme.name) if config.theme.name else ""
    for folder in takewhile(lambda folder: folder != theirs, config.theme.dirs):
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                yield from (str(path.relative_to(folder)).encode(), path.read_bytes())


def build_share(config: MkDocsConfig) -> dict[str, str]:
    """Run MkDocs for the share that the plugin in `config` knows of; returns what the search has read there.

    For a process of its own: `config` is not fit for anything else afterwards.
    """
    with tempfile.TemporaryDirectory(dir=config.site_dir, prefix=".share-") as folder:
        config.site_dir = folder
        mkdocs.commands.build.build(config)
        return read_pages(Path(folder))


def read_pages(site: Path) -> dict[str, str]:
    """Return by address what the index needs of the pages in `site` that the theme's search has read."""
    index = site / THEIRS
    if not index.exists():
        return {}
    found = [
        Passage(each["location"], each["title"], each["text"])
        for each in json.loads(index.read_text("utf-8"))["docs"]
    ]
    pages = groupby(found, key=lambda passage: passage.address.partition("#")[0])
    return {address: read_page(list(each)) for address, each in pages}
