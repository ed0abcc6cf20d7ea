"""Finished pages and pictures of earlier builds, kept on the disk.

One is taken from here only under the digest of everything that went into it; what cannot be read counts
as not there. One SQLite file: a build that is killed leaves it as it was. It may be deleted at any time, and
kept between runs of a CI service.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

VARIABLE = "PURI_CACHE"  # names another folder; empty, nothing is kept
_FOLDER = Path(".cache", "puri")
_FILE = "pages.sqlite3"
_TABLE = """CREATE TABLE IF NOT EXISTS pages
(edition TEXT, path TEXT, key BLOB, data BLOB, PRIMARY KEY (edition, path))"""
_TROUBLE = (sqlite3.Error, zlib.error, OSError, ValueError)


class Kept(NamedTuple):
    """A finished file: its bytes, and what the search knows of it if it is a page, each a tuple of texts."""

    data: bytes
    passages: Sequence[Sequence[str]]


def digest(*parts: bytes | str) -> bytes:
    """Return a digest of `parts`, each of them on its own."""
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.digest()


class Cache:
    """The finished pages of one edition of the site in `root`."""

    def __init__(self, root: Path, edition: str) -> None:
        """Say where they are; nothing is opened yet."""
        named = os.environ.get(VARIABLE)
        folder = Path(named) if named else root / _FOLDER
        self._file = None if named == "" else folder / _FILE
        self._edition = edition

    def find(self, keys: Mapping[str, bytes]) -> dict[str, Kept]:
        """Return the pages, by path, that are there under their `keys`."""
        if self._file is None or not self._file.exists():
            return {}
        try:
            with self._open() as pages:
                rows = pages.execute("SELECT path, key, data FROM pages WHERE edition = ?", (self._edition,))
                return {path: _unpacked(data) for path, key, data in rows if keys.get(path) == key}
        except _TROUBLE as error:
            self._get_over(error)
            return {}

    def keep(self, keys: Mapping[str, bytes], made: Iterable[tuple[str, Kept]]) -> None:
        """Add the pages `made`, by path, and forget those that have no place in `keys` any more."""
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.with_name(".gitignore").write_text("*\n", "utf-8")
            with self._open() as pages:
                known = pages.execute("SELECT path FROM pages WHERE edition = ?", (self._edition,))
                gone = [(self._edition, path) for (path,) in known if path not in keys]
                pages.executemany("DELETE FROM pages WHERE edition = ? AND path = ?", gone)
                rows = ((self._edition, path, keys[path], _packed(kept)) for path, kept in made)
                pages.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", rows)
        except _TROUBLE as error:
            self._get_over(error)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(str(self._file))) as pages, pages:
            pages.execute(_TABLE)
            yield pages

    def _get_over(self, error: Exception) -> None:
        """Go on without; where the file itself is to blame, the next build begins a new one."""
        is_in_use_or_full = isinstance(error, sqlite3.OperationalError | OSError)
        if self._file and not is_in_use_or_full:
            with contextlib.suppress(OSError):
                self._file.unlink()


def _packed(kept: Kept) -> bytes:
    return zlib.compress(json.dumps(kept.passages).encode() + b"\n" + kept.data, 1)


def _unpacked(packed: bytes) -> Kept:
    passages, _, data = zlib.decompress(packed).partition(b"\n")
    return Kept(data, json.loads(passages))
