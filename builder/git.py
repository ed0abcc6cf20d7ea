"""A site as it is in a revision of its git repository, read without checking anything out.

Only git itself is asked, through its plumbing commands, with everything it answers taken as bytes.
"""

import hashlib
import io
import os
import posixpath
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from builder.load import RawFile, is_asset, raw_file, read_files, symbolic_link
from builder.settings import SETTINGS_FILE

_FILE, _EXECUTABLE, _LINK = b"100644", b"100755", b"120000"
_SUBMODULE = b"160000"
_LINKS = 8  # symbolic links followed one after the other


class GitError(Exception):
    """What was asked of git cannot be had; `key` names the words for it in ``i18n/changes.*.yml``."""

    def __init__(self, key: str, **words: str) -> None:
        """Keep the key and the words that fill its message."""
        super().__init__(key)
        self.key, self.words = key, words


@dataclass(frozen=True)
class Snapshot:
    """A site as some revision has it: its settings, the files of its content, a mark for each asset."""

    config: Mapping[str, Any]
    config_text: str
    content: str
    files: tuple[RawFile, ...]
    assets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    hash: str


@dataclass(frozen=True)
class Repository:
    """The repository around the site in `root`; `folder` is the site's place in it ("" or ``docs/``)."""

    root: Path
    folder: str

    @classmethod
    def around(cls, root: Path) -> "Repository":
        """Find the repository that holds `root`.

        Raises:
            GitError: there is none, or no git.
        """
        try:
            found = _git(root, "rev-parse", "--show-prefix")
        except FileNotFoundError:
            raise GitError("no_git") from None
        if found.returncode:
            raise GitError("no_repository", root=str(root), git=_words(found))
        return cls(root, os.fsdecode(found.stdout).rstrip("\n"))

    def commit(self, revision: str) -> str:
        """Return the commit that `revision` means.

        Raises:
            GitError: there is no such commit here.
        """
        found = _git(
            self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"
        )
        if found.returncode:
            shallow = _git(self.root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
            raise GitError("shallow" if shallow else "no_revision", revision=revision)
        return found.stdout.decode().strip()

    def snapshot(self, revision: str) -> Snapshot:
        """Read the site as it is in `revision`.

        Raises:
            GitError: the revision is not there, or holds no site.
        """
        commit = self.commit(revision)
        tree = self._tree(commit)
        settings = self._follow(tree, self.folder + SETTINGS_FILE)
        if settings is None:
            raise GitError("no_settings", revision=revision, file=self.folder + SETTINGS_FILE)
        text = next(self._read([tree[settings].hash])).decode("utf-8", "replace")
        config = self._config(text, revision)
        content = _content_folder(config)
        top = posixpath.normpath(self.folder + content)
        if top in tree and tree[top].mode == _SUBMODULE:
            raise GitError("submodule", content=content)
        top += "/"
        shown = {
            path.removeprefix(self.folder): entry
            for path, entry in tree.items()
            if path.startswith(top) and _is_shown(path[len(top) :])
        }
        own = {path: entry.hash for path, entry in shown.items() if entry.mode in {_FILE, _EXECUTABLE}}
        links = [symbolic_link(path) for path, entry in shown.items() if entry.mode == _LINK]
        texts = sorted(path for path in own if not is_asset(path))
        files = [
            raw_file(path, data)
            for path, data in zip(texts, self._read(own[path] for path in texts), strict=True)
        ]
        assets = {path: hash_ for path, hash_ in own.items() if is_asset(path)}
        files += [*links, *(RawFile(path, b"") for path in assets)]
        return _snapshot(config, text, content, files, assets)

    def working_tree(self) -> Snapshot:
        """Read the site as it is on the disk; a submodule's files are none of its own."""
        text = self._settings_text()
        config = self._config(text, SETTINGS_FILE)
        content = _content_folder(config)
        modules = tuple(self._submodules(content))
        files = [raw for raw in read_files(self.root, content) if not raw.file.startswith(modules)]
        sha = _git(self.root, "rev-parse", "--show-object-format").stdout.decode().strip() or "sha1"
        marks = {raw.file: _mark(raw.data, sha) for raw in files if is_asset(raw.file) and not raw.refused}
        return _snapshot(config, text, content, files, marks)

    def settings(self) -> Mapping[str, Any]:
        """Return the settings as they are on the disk.

        Raises:
            GitError: they cannot be read.
        """
        return self._config(self._settings_text(), SETTINGS_FILE)

    def _settings_text(self) -> str:
        return (self.root / SETTINGS_FILE).read_bytes().decode("utf-8", "replace")

    def _config(self, text: str, where: str) -> Mapping[str, Any]:
        """Read an mkdocs.yml as MkDocs does, without anything that it would run."""
        stream = io.StringIO(text)
        stream.name = str(self.root / SETTINGS_FILE)  # what INHERIT is relative to
        try:
            config = yaml_load(stream, _loader())
        except (ConfigurationError, yaml.YAMLError, OSError, ValueError, TypeError) as error:
            raise GitError("bad_settings", revision=where, problem=str(error)) from None
        if not isinstance(config, dict):
            raise GitError("bad_settings", revision=where, problem="")
        return config

    def _tree(self, commit: str) -> Mapping[str, _Entry]:
        """Return everything below the site's folder by its path in the repository."""
        listed = _git(self.root, "ls-tree", "-r", "-z", "--full-tree", commit).stdout
        entries = (line.partition(b"\t") for line in listed.split(b"\0") if line)
        found = {os.fsdecode(path): head.split(b" ") for head, _, path in entries}
        return {path: _Entry(mode, hash_.decode()) for path, (mode, _, hash_) in found.items()}

    def _follow(self, tree: Mapping[str, _Entry], path: str) -> str | None:
        """Return the file that `path` is or, as a symbolic link, leads to; None where there is none."""
        for _ in range(_LINKS):
            entry = tree.get(path)
            if entry is None or entry.mode in {_FILE, _EXECUTABLE}:
                return path if entry else None
            if entry.mode != _LINK:
                return None
            target = os.fsdecode(next(self._read([entry.hash])))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return None

    def _read(self, hashes: Iterable[str]) -> Iterator[bytes]:
        """Yield the contents of files by their hashes."""
        wanted = list(hashes)
        if not wanted:
            return
        answer = _git(
            self.root, "cat-file", "--batch", given="".join(f"{each}\n" for each in wanted).encode()
        )
        stream = io.BytesIO(answer.stdout)
        for each in wanted:
            head = stream.readline().split()
            if len(head) != 3:
                raise GitError("no_object", object=each)
            yield stream.read(int(head[2]))
            stream.read(1)

    def _submodules(self, content: str) -> Iterator[str]:
        listed = _git(self.root, "ls-files", "-z", "--stage", "--", content).stdout
        for line in filter(None, listed.split(b"\0")):
            head, _, path = line.partition(b"\t")
            if head.startswith(_SUBMODULE):
                yield os.fsdecode(path) + "/"


@cache
def _loader() -> Any:
    """Return a loader that knows MkDocs' !ENV and makes nothing of tags that would run something."""
    loader = get_yaml_loader(yaml.SafeLoader)
    for prefix in ("!", "tag:yaml.org,2002:python/"):
        loader.add_multi_constructor(prefix, lambda *_: "")
    return loader


def _snapshot(
    config: Mapping[str, Any], text: str, content: str, files: list[RawFile], assets: Mapping[str, str]
) -> Snapshot:
    ordered = tuple(sorted(files, key=lambda raw: raw.file))
    marks = {path.removeprefix(content + "/"): mark for path, mark in sorted(assets.items())}
    return Snapshot(config, text, content, ordered, marks)


def _content_folder(config: Mapping[str, Any]) -> str:
    return posixpath.normpath(PurePosixPath(str(config.get("docs_dir") or "docs")).as_posix())


def _is_shown(path: str) -> bool:
    """Whether no part of `path` is hidden, which content never is."""
    return not any(part.startswith(".") for part in path.split("/"))


def _mark(data: bytes, sha: str) -> str:
    """Return the hash that git gives `data`, with the hash function that the repository uses."""
    return hashlib.new(sha, b"blob %d\0" % len(data) + data).hexdigest()


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), "--no-replace-objects", *arguments]
    quiet = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    return subprocess.run(command, input=given, capture_output=True, check=False, env=quiet)  # noqa: S603


def _words(answer: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(answer.stderr.decode("utf-8", "replace").split())
