"""Finished pages and pictures of earlier builds, and steps on the way to them, kept on the disk.

One is taken from here only under the digest of everything that went into it; what cannot be read counts
as not there. One SQLite file: a build that is killed leaves it as it was. It may be deleted at any time, and
kept between runs of a CI service.
"""

import contextlib
import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import zstandard

from builder.parallel import spread
from builder.resources import PACKAGE

VARIABLE = "PURI_CACHE"  # names another folder; empty, nothing is kept
_FOLDER = Path(".cache", "puri")
_FILE = "made.sqlite3"
_AT_ONCE = 2_000  # files that are held in memory, compressed
_TABLE = """CREATE TABLE IF NOT EXISTS files
(edition TEXT, path TEXT, key BLOB, note BLOB, data BLOB, PRIMARY KEY (edition, path))"""
_TROUBLE = (sqlite3.Error, zstandard.ZstdError, OSError, ValueError)

Stamp = tuple[int, int, int]  # of a file: which one it is, its bytes, the nanoseconds when it was written
Left = tuple[bytes, Sequence[Stamp]]  # the key of a file, and a stamp for each of its places
_Row = tuple[str, str, bytes, bytes, bytes]  # of the table


class New(NamedTuple):
    """A finished file to keep: its path in the site, where it stands now, and what is to be known of it."""

    path: str
    place: Path
    note: str


def digest(*parts: bytes | str) -> bytes:
    """Return a digest of `parts`, each of them on its own."""
    whole = hashlib.sha256()  # today's processors know it: twice as fast as BLAKE2
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.digest()


@cache
def software() -> bytes:
    """Return a digest of what is installed, by name and version, and of this package."""
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    installed = sorted({each.name for folder in folders for each in folder.glob("*.dist-info")})
    own = sorted(path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return digest(sys.version, *installed, *(path.read_bytes() for path in own))


class Cache:
    """The finished files of one edition of the site in `root`."""

    def __init__(self, root: Path, edition: str) -> None:
        """Say where they are; nothing is opened yet."""
        named = os.environ.get(VARIABLE)
        folder = Path(named) if named else root / _FOLDER
        self._file = None if named == "" else folder / _FILE
        self._edition = edition

    def notes(self, keys: Mapping[str, bytes]) -> dict[str, str]:
        """Return the notes of the files that are there under their `keys`, by path."""
        if self._file is None or not self._file.exists():
            return {}
        try:
            with self._open() as files:
                rows = files.execute("SELECT path, key, note FROM files WHERE edition = ?", (self._edition,))
                unpacked = _unpacker()
                return {path: unpacked(note).decode() for path, key, note in rows if keys.get(path) == key}
        except (*_TROUBLE, TypeError) as error:
            self._get_over(error)
            return {}

    def restore(self, keys: Mapping[str, bytes], places: Mapping[str, Path]) -> set[str]:
        """Write the files that have `keys` to their places, both by path; return those that were there."""
        restored: set[str] = set()
        if self._file is None:
            return restored
        try:
            with self._open() as files:
                unpacked = _unpacker()
                for path, key in keys.items():
                    query = "SELECT data FROM files WHERE edition = ? AND path = ? AND key = ?"
                    for (data,) in files.execute(query, (self._edition, path, key)):
                        content = unpacked(data)
                        place = places[path]
                        place.parent.mkdir(parents=True, exist_ok=True)
                        place.write_bytes(content)
                        restored.add(path)
        except (*_TROUBLE, TypeError) as error:
            self._get_over(error)
        return restored

    def keep(self, keys: Mapping[str, bytes], made: Sequence[New]) -> None:
        """Add the files `made`, and forget those that have no place in `keys` any more."""

        packed = _packer()

        def both(new: New) -> tuple[bytes, bytes]:
            return packed(new.note.encode()), packed(new.place.read_bytes())

        def rows() -> Iterator[_Row]:
            for start in range(0, len(made), _AT_ONCE):
                some = made[start : start + _AT_ONCE]
                for new, data in zip(some, spread(both, some), strict=True):
                    yield self._edition, new.path, keys[new.path], *data

        self._write(keys, rows())

    def texts(self) -> dict[str, tuple[bytes, str]]:
        """Return what `keep_texts` has kept: by name, the key and the text."""
        if self._file is None or not self._file.exists():
            return {}
        try:
            with self._open() as files:
                query = "SELECT path, key, data FROM files WHERE edition = ?"
                rows = files.execute(query, (self._edition,))
                unpacked = _unpacker()
                return {path: (key, unpacked(data).decode()) for path, key, data in rows}
        except (*_TROUBLE, TypeError) as error:
            self._get_over(error)
            return {}

    def keep_texts(self, keys: Mapping[str, bytes], made: Iterable[tuple[str, str]]) -> None:
        """Add the texts `made`, by name, and forget those that have no place in `keys` any more."""
        packed = _packer()
        rows = ((self._edition, name, keys[name], b"", packed(text.encode())) for name, text in made)
        self._write(keys, rows)

    def _write(self, keys: Container[str], rows: Iterable[_Row]) -> None:
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.with_name(".gitignore").write_text("*\n", "utf-8")
            with self._open() as files:
                known = files.execute("SELECT path FROM files WHERE edition = ?", (self._edition,))
                gone = [(self._edition, path) for (path,) in known if path not in keys]
                files.executemany("DELETE FROM files WHERE edition = ? AND path = ?", gone)
                files.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", rows)
        except _TROUBLE as error:
            self._get_over(error)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with contextlib.closing(sqlite3.connect(str(self._file))) as files, files:
            files.execute(_TABLE)
            yield files

    def _get_over(self, error: Exception) -> None:
        """Go on without; where the file itself is to blame, the next build begins a new one."""
        is_in_use_or_full = isinstance(error, sqlite3.OperationalError | OSError)
        if self._file and not is_in_use_or_full:
            with contextlib.suppress(OSError):
                self._file.unlink()


class Standing(NamedTuple):
    """The site of an earlier build in `folder`: for each file by path its key, and the stamps of its places.

    What nobody has touched since is taken over by links to it, in an eighth of the time of writing it.
    """

    folder: Path
    files: Mapping[str, Left]

    def restore(
        self, keys: Mapping[str, bytes], places: Mapping[str, Sequence[Path]], site: Path
    ) -> set[str]:
        """Put the files that have `keys` at their `places` in `site`; return those for which that worked."""
        restored: set[str] = set()
        parents: set[Path] = set()
        for path, key in keys.items():
            left, stamps = self.files.get(path, (b"", ()))
            old = [self.folder / place.relative_to(site) for place in places[path]]
            try:
                if left == key and [stamp(each) for each in old] == list(stamps):
                    for each, place in zip(old, places[path], strict=True):
                        if place.parent not in parents:
                            place.parent.mkdir(parents=True, exist_ok=True)
                            parents.add(place.parent)
                        os.link(each, place)
                    restored.add(path)
            except FileNotFoundError:  # it has gone
                continue
            except OSError:  # this disk has no links
                break
        return restored


def stamp(place: Path) -> Stamp:
    """Return what tells whether the file at `place` is still the one that was written there."""
    about = place.lstat()
    return about.st_ino, about.st_size, about.st_mtime_ns


def _packer() -> Callable[[bytes], bytes]:
    """Return what packs, one text after the other: to make it anew for each takes longer than to pack."""
    return zstandard.ZstdCompressor(level=1, write_checksum=True).compress


def _unpacker() -> Callable[[bytes], bytes]:
    return zstandard.ZstdDecompressor().decompress
