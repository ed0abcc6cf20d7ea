"""The publishing end: MkDocs builds beside the target, and only a finished result takes its place."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import mkdocs.commands.build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import yaml_load

from builder import engines, parallel
from builder.configuration import configure
from builder.division import is_divisible
from builder.engines import Engine
from builder.model import Site
from builder.offline import write_zip
from builder.parallel import spread
from builder.resources import OVERRIDES
from builder.settings import SETTINGS_FILE
from builder.shards import PART, WHOLE, Shard, merge
from builder.workshop import workshop

# What a website, a folder of pages, a project, a folder of schemas or a part of a site made by Puri has.
_MARKS = ("assets/puri/puri.css", "terms/index.md", "docs/terms/index.md", "term.schema.json", PART)


def build_site(root: Path, out: Path, shard: Shard = WHOLE) -> None:
    """Build the website of `root`, or a `shard` of it, into the folder `out`.

    An earlier site stays until the new one is whole.
    """
    config = configure(root)
    if shard is not WHOLE and not is_divisible(config):
        raise ConfigurationError("A plugin, hook or extension of this site needs all pages in one process.")
    plugin: Any = config.plugins["puri"]
    plugin.shard, plugin.stands = shard, out
    _refuse_to_lose(out, root, Path(config.docs_dir))
    with workshop(out) as made:
        _run_mkdocs(config, made.new)
        made.publish()


def merge_shards(parts: Sequence[Path], out: Path) -> None:
    """Put `parts`, folders that `build_site` made of the shards of a site, together as the folder `out`.

    Raises:
        PartsError: they do not make one site.
    """
    _refuse_to_lose(out, None, *parts)
    with workshop(out) as made:
        merge(parts, made.new)
        made.publish()


def build_bundle(root: Path, out: Path) -> Path:
    """Build the offline edition of `root` as a zip in the folder `out` and return its path."""
    config = configure(root, "offline")
    name = f"{_name(config)}-offline"
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}.zip"
    with workshop(target) as made:
        folder = made.new
        _run_mkdocs(config, folder)
        archive = folder.with_suffix(".zip")
        plugin: Any = config.plugins["puri"]
        updated = max((page.updated for page in plugin.site.pages if page.updated), default=None)
        write_zip(folder, archive, name, plugin.settings, updated, root)
        archive.replace(target)
    return target


def write_pages(site: Site, root: Path, content: Path, out: Path) -> None:
    """Write the Markdown pages and the assets of `site` into the folder `out`, for any other engine."""
    _refuse_to_lose(out, root, content)
    with workshop(out) as made:
        folder = made.new
        texts = {page.path: page.markdown for page in site.pages} | dict(site.files)
        for parent in {Path(path).parent for path in texts}:
            (folder / parent).mkdir(parents=True, exist_ok=True)
        spread(partial(_write_text, f"{folder}{os.sep}"), list(texts.items()))
        for asset in site.assets:
            (folder / asset).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(content / asset, folder / asset)
        made.publish()


def _write_text(folder: str, given: tuple[str, str]) -> None:
    path, text = given
    with open(folder + path, "wb") as file:  # noqa: PTH123 - to make a Path takes as long as to write the file
        file.write(text.encode())


def write_project(site: Site, root: Path, config: MkDocsConfig, engine: Engine, out: Path) -> None:
    """Write the pages of `site`, its looks and its settings into `out`, a project that `engine` builds."""
    content = Path(config.docs_dir)
    _refuse_to_lose(out, root, content)
    with workshop(out) as made:
        folder = made.new
        pages = tuple(replace(page, markdown=engines.escaped_head(page)) for page in site.pages)
        write_pages(replace(site, pages=pages), root, content, folder / engines.DOCS)
        ignored = shutil.ignore_patterns(*engines.NOT_THERE)
        custom = [str(config.theme.custom_dir)] if config.theme.custom_dir else []
        for looks in (str(OVERRIDES), *custom):
            shutil.copytree(looks, folder / engines.OVERRIDES, ignore=ignored, dirs_exist_ok=True)
        with Path(config.config_file_path).open("rb") as own:
            settings = engines.settings_file(engine, yaml_load(own))
        (folder / engine.settings_file).write_bytes(settings.encode())
        made.publish()


def write_files(files: Mapping[str, str], root: Path, content: Path, out: Path) -> None:
    """Write `files`, texts by their names, as the folder `out`."""
    _refuse_to_lose(out, root, content)
    with workshop(out) as made:
        for name, text in files.items():
            (made.new / name).write_bytes(text.encode())
        made.publish()


def write_file(target: Path, data: bytes, root: Path, content: Path) -> None:
    """Write the file `target` whole or not at all; what stood there goes.

    Raises:
        FileExistsError: it would stand among the site's own files.
    """
    place = target.resolve()
    if content.resolve() in place.parents or place == (root / SETTINGS_FILE).resolve():
        raise FileExistsError(f"--out {target}: this is a place of the site's own files; name another one")
    if place.is_dir():
        raise FileExistsError(f"--out {target}: this is a folder; name a file")
    with workshop(target) as made:
        new = made.new / target.name
        new.write_bytes(data)
        new.replace(target)


def write_new(target: Path, data: bytes) -> None:
    """Write `target` whole or not at all, and never over anything.

    Raises:
        FileExistsError: something stands there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if _write_nameless(target, data):
        return
    with workshop(target) as made:
        draft = made.new / target.name
        draft.write_bytes(data)
        if os.name == "nt":
            draft.rename(target)  # refuses there what it would replace elsewhere
        else:
            target.hardlink_to(draft)


def _write_nameless(target: Path, data: bytes) -> bool:
    """Write a file that gets its name last, where there is such: stopped at any time, nothing is left."""
    try:
        file = os.open(target.parent, os.O_TMPFILE | os.O_WRONLY, 0o666)
    except (OSError, AttributeError):
        return False
    with os.fdopen(file, "wb") as nameless, _opened(target.parent) as folder:
        nameless.write(data)
        nameless.flush()
        try:  # only where a folder is given does Python ask for the link in a way that follows /proc
            os.link(f"/proc/self/fd/{file}", target.name, dst_dir_fd=folder, follow_symlinks=True)
        except FileExistsError:
            raise
        except OSError:
            return False
    return True


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _run_mkdocs(config: MkDocsConfig, folder: Path) -> None:
    config.site_dir = str(folder)
    try:
        mkdocs.commands.build.build(config)
    except BaseException:
        parallel.stop()  # or they would go on writing into `folder`
        raise


def _name(config: MkDocsConfig) -> str:
    puri = config.extra.get("puri") or {}
    return str(puri.get("name", "puri"))


def _refuse_to_lose(out: Path, root: Path | None, *sources: Path) -> None:
    """Make sure that replacing `out` takes nothing away but an earlier result of Puri.

    Raises:
        FileExistsError: `out` is or holds `root` or one of `sources`, stands in one of these, or is nothing
            that Puri made.
    """
    target = out.resolve()
    read = [source.resolve() for source in sources]
    for kept in (*read, *([root.resolve()] if root else [])):
        if target == kept or target in kept.parents or (kept in read and kept in target.parents):
            raise FileExistsError(f"--out {out}: this folder holds the content; name another one")
    if target.is_file():
        raise FileExistsError(f"--out {out}: this is a file; name a folder")
    is_ours = any((target / mark).is_file() for mark in _MARKS)
    if target.is_dir() and any(target.iterdir()) and not is_ours:
        raise FileExistsError(
            f"--out {out}: this folder holds files that Puri did not make; name another one"
        )
