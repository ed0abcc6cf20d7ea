"""The MkDocs plugin: MkDocs asks, the pipeline answers. Nothing is decided here.

Pages are handed over as generated files, so nothing is written between, live reload watches the content
itself, and every page's edit link opens its content file.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from errno import ENOENT
from functools import cached_property, partial
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import write_file
from mkdocs.utils.templates import TemplateContext

from builder import parallel, private
from builder.addresses import share_image
from builder.cache import Cache, New, Standing, digest, software, stamp
from builder.compiled import Compiled
from builder.configuration import ContentError, examine_config
from builder.division import (
    Elsewhere,
    build_share,
    export_keys,
    in_navigation,
    is_divisible,
    page_keys,
    read_pages,
    shares,
)
from builder.load import Parsed, RawFile
from builder.markdown.dialect import EXTENSIONS
from builder.memory import Memory
from builder.model import Edition, Export, Page
from builder.parallel import aside, begin
from builder.pipeline import make_site_again
from builder.policy import with_policy
from builder.preview import Preview
from builder.render import compile_templates
from builder.resources import OVERRIDES, load_yaml
from builder.schemas import schema_files
from builder.search import THEIRS
from builder.shards import WHOLE, Findable, write_index, write_part

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer
    from watchdog.observers.polling import PollingObserver

OFFLINE_SEARCH = "assets/puri/search-disk.js"
# Those of every page, in this order. Browsers wait for styles, so pages get them as one file, the first.
STYLES = tuple(f"assets/puri/{name}.css" for name in ("puri", "look", "study", "picture", "hover"))
SCRIPTS = tuple(f"assets/puri/{name}.js" for name in ("puri", "path", "hover", "search-box"))
# What the theme brings for its own search, which is not used.
_UNUSED = ("assets/javascripts/workers/", "assets/javascripts/lunr/")
_ONLINE = (".map", "sitemap.xml")  # what serves nobody on a disk
_EPOCH = "1970-01-01"  # the date of a site in which nothing has been reviewed
_LAST_DAY = "2106-02-06"  # that gzip knows, in which MkDocs packs the site map


class PuriConfig(Config):
    """Options of the plugin in mkdocs.yml; Puri's own settings stand under ``extra.puri``."""

    edition = config_options.Choice(("website", "offline"), default="website")


class PuriPlugin(BasePlugin[PuriConfig]):
    """Gives MkDocs the pages of the content folder instead of its files."""

    is_helper = False  # in a process that makes only some of the pages
    shard = WHOLE  # what to build of the site
    is_preview = False
    stands: Path | None = None  # the folder in which the site of an earlier build may stand
    notes: Mapping[str, tuple[bytes, str]] = MappingProxyType({})  # of this process's last build
    parsed: Mapping[RawFile, Parsed] = MappingProxyType({})  # files as the last build has read them
    preview: Preview | None = None
    compiled: Compiled | None = None  # the theme's templates, for as long as this process lives

    @cached_property
    def memory(self) -> Memory:
        """What earlier builds have found out; for as long as this process lives."""
        return Memory(self.root, self._edition)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begin anew: MkDocs keeps a plugin for as long as its process lives, whatever is built in it.

        A live preview is known, as MkDocs writes its script into pages when they are finished.
        """
        self.is_preview = command == "serve"
        if self.is_preview:
            compile_templates()  # for all the builds to come
        self.shard = WHOLE
        self.stands, self.notes, self.parsed, self.preview = None, {}, {}, None
        self.compiled = None
        vars(self).pop("memory", None)
        # A page that something else makes is none that was forgotten.
        logging.getLogger("mkdocs.commands.build").addFilter(lambda said: "Page skipped" not in said.msg)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what the pages and the promise of asking no other host need."""
        self.root = Path(config.config_file_path).parent
        if self.preview:
            config.site_dir = self.preview.take_draft() or config.site_dir
        _need_extensions(config)
        if str(OVERRIDES) not in config.theme.dirs:
            own = [config.theme.custom_dir] if config.theme.custom_dir else []
            config.theme.dirs.insert(len(own), str(OVERRIDES))
        config.theme["font"] = False  # otherwise every page waits for a font host
        config.extra.setdefault("generator", False)
        # before the site's own, which may say otherwise
        if STYLES[0] not in config.extra_css:
            config.extra_css.insert(0, STYLES[0])
        config.extra_javascript[:0] = [script for script in SCRIPTS if script not in config.extra_javascript]
        if self._is_offline:
            config.theme.static_templates -= {"404.html", "sitemap.xml"}
            others = [each for each in config.extra.get("polyfills", []) if each != OFFLINE_SEARCH]
            config.extra["polyfills"] = [OFFLINE_SEARCH, *others]  # once, in the builds of helpers too
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Read and check the content before MkDocs empties the site folder."""
        if self.is_helper:
            return
        examined = examine_config(config, is_linked=bool(self.memory.steps.bodies), earlier=self.parsed)
        self.parsed = examined.parsed
        if examined.has_errors:
            raise ContentError(examined)
        self.site, steps = make_site_again(examined, Edition(self.config.edition), self.memory.steps)
        self.memory.keep_steps(steps)
        self.words = load_yaml(f"i18n/{examined.settings.language}.yml")["site"]
        self.settings = examined.settings
        self.schemas = {} if self._is_offline else schema_files(examined.settings)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Replace the content files by the pages and assets made from them."""
        assets = set(self.site.assets)
        if gone := assets - {file.src_uri for file in files}:
            raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(Path(config.docs_dir, min(gone))))
        unused = _ONLINE if self._is_offline else ()
        for file in list(files):
            is_source = file.src_dir == config.docs_dir and file.src_uri not in assets
            if is_source or file.src_uri.startswith(_UNUSED) or file.src_uri.endswith(unused):
                files.remove(file)
        _join(files, STYLES, config)
        for path, text in self.site.files.items():
            files.append(File.generated(config, path, content=text))
        for name, schema in self.schemas.items():
            files.append(File.generated(config, f"schema/{name}", content=schema))
        self.pages = {page.path: page for page in self.site.pages}
        if self.is_helper or self.shard.number > 1:
            for file in list(files):
                files.remove(file)
                files.append(Elsewhere.instead_of(file))
            config.theme.static_templates, config.extra_templates = set(), []
        made = [self._generated(page, config) for page in self.site.pages]
        if not self.is_helper:
            self._divide(made, config)
        in_nav = set(in_navigation(config.nav))
        self.files = []
        for file in made:
            is_known = file.src_uri in self.share or file.src_uri in in_nav
            self.files.append(file if is_known else Elsewhere.instead_of(file))
            files.append(self.files[-1])
        named = ((file.url, self.pages[file.src_uri].names) for file in self.files)
        self.names = {url: names for url, names in named if names}
        return files

    def _divide(self, made: Sequence[File], config: MkDocsConfig) -> None:
        """Take what an earlier build has made, and divide the rest among the processes that are worth it."""
        self.cache = Cache(self.root, self._edition)
        self.keys, self.kept, self.others = {}, {}, []
        self.share = frozenset(self.pages)
        self.places = dict(self._places(made, Path(config.site_dir)))
        if is_divisible(config):
            self.keys = page_keys(self.site.pages, config, self._edition) | export_keys(self.site.exports)
            wanted = [page.path for page in self._pages] + [
                each.path for each in self._exports if each.made_of
            ]
            keys = {path: self.keys[path] for path in wanted}
            known = ((path, self.notes.get(path)) for path in keys)
            self.kept = {path: found[1] for path, found in known if found and found[0] == keys[path]}
            self.kept |= self.cache.notes({path: key for path, key in keys.items() if path not in self.kept})
        self.laid_out = aside(partial(self._lay_out, Path(config.site_dir)))
        if parallel.cores() == 1:  # then what turns out to be missing is made with the rest
            lost = self.kept.keys() - self.laid_out()
            self._write_exports(lost.__contains__, Path(config.site_dir))
            self.kept = {path: note for path, note in self.kept.items() if path not in lost}
        if self.keys:
            self.share, *others = shares([page for page in self._pages if page.path not in self.kept])
            self.others = [begin(partial(self._make_share, paths, config)) for paths in others]

    def _places(self, made: Sequence[File], site: Path) -> Iterator[tuple[str, tuple[Path, ...]]]:
        """Yield where in the folder `site` each page belongs, and its twin, and each export."""
        for file, page in zip(made, self.site.pages, strict=True):
            twin = (site / page.path,) if page.twin else ()
            yield page.path, (Path(file.abs_dest_path), *twin)
        for export in self._exports:
            yield export.path, (site / export.path,)

    def _lay_out(self, site: Path) -> set[str]:
        """Write what MkDocs has no part in; return what was there of the files of an earlier build."""
        keys = {path: self.keys[path] for path in self.kept}
        standing = Standing(self.stands or site, self.memory.standing if self.stands else {})
        linked = standing.restore(keys, self.places, site)
        _write_twins([page for page in self._pages if page.path not in linked], site)
        self._write_exports(lambda path: path not in self.kept, site)
        rest = {path: key for path, key in keys.items() if path not in linked}
        places = {path: self.places[path][0] for path in rest}
        return linked | (self.cache.restore(rest, places) if rest else set())

    def _make_share(self, share: frozenset[str], config: MkDocsConfig) -> dict[str, str]:
        logging.getLogger("mkdocs").setLevel(logging.WARNING)  # or everything would be told twice
        self.is_helper, self.share, self.target = True, share, config.site_dir
        return build_share(config)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates of the theme the words of the site, and what its settings say."""
        env.globals |= {"words": self.words, "settings": self.settings, "share_image": share_image}
        env.globals["is_online"] = not self._is_offline
        if not self.compiled:  # what other plugins make of templates is not known
            self.compiled = Compiled(
                "theme", private.folder("theme", software()) if is_divisible(config) else None
            )
        env.bytecode_cache = env.bytecode_cache or self.compiled
        return env

    def _generated(self, page: Page, config: MkDocsConfig) -> File:
        file = File.generated(config, page.path, content=page.markdown, inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = page.source
        if self._is_offline:
            file.url = file.dest_uri  # index.html spelled out: a file manager has no directory addresses
        return file

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Give the body of a page of ours, if it is to be made here: MkDocs is slow to read front matter."""
        made = self.pages.get(page.file.src_uri)
        if not made:
            return None
        return "\n" + (made.body if made.path in self.share else "")  # an empty line, and it looks for none

    @event_priority(100)  # before other plugins look at a page
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Say what is known of each page; date it by its review, so that two builds are the same bytes."""
        made = self.pages.get(page.file.src_uri)
        if made:
            page.meta = made.meta
            for name in ("title", "description"):  # Material writes both into the head as they are
                page.meta[name] = escape(page.meta[name])
        page.update_date = _date(made)
        if self._is_offline and page.canonical_url:
            page.canonical_url = page.canonical_url.removesuffix("index.html")
        return markdown

    @event_priority(-100)  # after other plugins have changed the page
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give pages their policy, put them where they belong, and no page that another process makes."""
        if page.file.src_uri not in self.share:
            return ""
        output = self._with_policy(output, page.content or "")
        if self.is_helper:
            write_file(
                output.encode("utf-8", "xmlcharrefreplace"), str(Path(self.target, page.file.dest_uri))
            )
            return ""
        return output

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Name all pages in the site map, wherever they are made."""
        if template_name == "sitemap.xml":
            context["pages"] = [self._dated(file, config) for file in self.files]
        return context

    def _dated(self, file: File, config: MkDocsConfig) -> File:
        page = file.page or MkDocsPage(None, file, config)
        page.update_date = _date(self.pages[file.src_uri])
        return file

    @event_priority(-100)
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Give the page for lost readers its policy too."""
        return self._with_policy(output_content, "") if template_name.endswith(".html") else output_content

    def _with_policy(self, html: str, content: str) -> str:
        return with_policy(html, content, from_disk=self._is_offline, preview=self.is_preview)

    @event_priority(-100)  # after the search plugin has written its index
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what stands beside the pages, and what was kept; keep for the next build what is new."""
        if self.is_helper:
            return
        folder = Path(config.site_dir)
        read = read_pages(folder)
        for file in self.files:
            if file.src_uri in self.kept:
                read[_address(file)] = self.kept[file.src_uri]
        try:
            for other in self.others:
                read |= other()
            self._index(Findable([_address(file) for file in self.files], self.names, read), folder)
            self._make_up_for(self.kept.keys() - self.laid_out(), config)
        except EOFError:
            raise BuildError("A process that made pages was killed, perhaps for want of memory.") from None
        if self.keys:
            new = [*self._new(read), *self._drawn(folder)]
            self.cache.keep(self.keys, new)
            notes = self.kept | {each.path: each.note for each in new}
            self.notes = {path: (self.keys[path], note) for path, note in notes.items()}
            if self.stands or self.is_preview:
                self.memory.keep_standing(
                    {path: (self.keys[path], [stamp(each) for each in self.places[path]]) for path in notes}
                )

    @property
    def _pages(self) -> Sequence[Page]:
        return self.shard.of(self.site.pages)

    @property
    def _exports(self) -> Sequence[Export]:
        return self.shard.of(self.site.exports)

    def _write_exports(self, is_wanted: Callable[[str], bool], folder: Path) -> None:
        for export in self._exports:
            if is_wanted(export.path):
                write_file(export.make(), str(folder / export.path))

    def _drawn(self, folder: Path) -> Iterator[New]:
        """Yield the exports that took time."""
        for export in self._exports:
            if export.made_of and export.path not in self.kept:
                yield New(export.path, folder / export.path, "")

    def _make_up_for(self, lost: Set[str], config: MkDocsConfig) -> None:
        """Make the files that were to be taken from an earlier build, and turned out not to be there."""
        if lost:
            self._write_exports(lost.__contains__, Path(config.site_dir))
            pages = frozenset(lost & self.pages.keys())
            begin(partial(self._make_share, pages, config))()

    def _new(self, read: Mapping[str, str]) -> Iterator[New]:
        new = {page.path for page in self._pages} - self.kept.keys()
        for file in self.files:
            if file.src_uri in new:
                yield New(file.src_uri, Path(file.abs_dest_path), read.get(_address(file), ""))

    def _index(self, findable: Findable, folder: Path) -> None:
        """Make the index of the search; leave of the theme's own only what its scripts need."""
        theirs = folder / THEIRS
        if self.shard is not WHOLE:
            write_part(folder, self.shard, digest(*self.keys.values()).hex(), findable)
        if not theirs.exists():
            return
        if self.preview and parallel.cores() > 1:
            self.preview.index_later(folder, findable, self.memory.vocabulary)
        elif self.shard is WHOLE:
            self.memory.keep_vocabulary(write_index(theirs.parent, findable, self.memory.vocabulary))
        rest = json.dumps(json.loads(theirs.read_text("utf-8")) | {"docs": []}, ensure_ascii=False)
        theirs.write_text(rest, "utf-8")
        if self._is_offline:  # pages opened from a disk cannot fetch
            theirs.with_suffix(".js").write_text(f"var __index = {rest}\n", "utf-8")
            theirs.unlink()

    @event_priority(100)  # before other plugins say what they watch
    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Any
    ) -> "LiveReloadServer":
        """Watch the theme overrides too; serve the last good site while there is no new one."""
        from builder.watching import Watcher  # only now, with all that it brings

        self.stands = Path(server.root)
        self.preview = Preview(self.stands, builder)
        server.builder = self.preview.rebuild
        places = (config.docs_dir, config.config_file_path, *config.theme.dirs)
        watched = [path for path in places if _is_given_up(server, path)]
        server.observer = cast("PollingObserver", Watcher())  # for all that MkDocs asks of it
        for path in dict.fromkeys([*watched, str(OVERRIDES)]):
            server.watch(path)
        return server

    def on_shutdown(self) -> None:
        """Let nothing write into a preview that is cleared away."""
        parallel.stop()

    @property
    def _edition(self) -> str:
        """The name under which is kept what this build makes; a preview has other addresses."""
        return f"{self.config.edition}, preview" if self.is_preview else str(self.config.edition)

    @property
    def _is_offline(self) -> bool:
        return self.config.edition == "offline"


def _is_given_up(server: "LiveReloadServer", path: str) -> bool:
    """Let `server` watch `path` no longer, and tell whether it did."""
    try:
        server.unwatch(path)
    except KeyError:
        return False
    return True


def _address(file: File) -> str:
    return "" if file.url == "./" else file.url


def _date(page: Page | None) -> str:
    return min(max(str(page.updated), _EPOCH), _LAST_DAY) if page and page.updated else _EPOCH


def _join(files: Files, names: Sequence[str], config: MkDocsConfig) -> None:
    """Put the files `names` into the first of them."""
    parts = [file for file in map(files.get_file_from_path, names) if file]
    for part in parts:
        files.remove(part)
    content = "\n".join(part.content_string for part in parts)
    files.append(File.generated(config, names[0], content=content))


def _need_extensions(config: MkDocsConfig) -> None:
    for name, options in EXTENSIONS.items():
        if name not in config.markdown_extensions:
            config.markdown_extensions.append(name)
        config.mdx_configs[name] = options | (config.mdx_configs.get(name) or {})


def _write_twins(pages: Sequence[Page], folder: Path) -> None:
    twins = {folder / page.path: page.twin.encode() for page in pages if page.twin}
    for parent in {place.parent for place in twins}:
        parent.mkdir(parents=True, exist_ok=True)
    for place, twin in twins.items():
        place.write_bytes(twin)
