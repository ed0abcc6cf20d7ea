"""The only place that reads content from the disk."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes; `file` is its path relative to the root, with forward slashes."""

    file: str
    data: bytes


def _raise(error: OSError) -> None:
    raise error


def read_files(root: Path, content: str) -> tuple[RawFile, ...]:
    """Read every file of the content folder, sorted by path; hidden files and folders are passed over.

    Raises:
        OSError: the folder or a file cannot be read.
    """
    found = []
    for folder, folders, names in os.walk(root / content, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file():
                name = Path(os.path.relpath(path, root)).as_posix()
                found.append(RawFile(name, path.read_bytes()))
    return tuple(sorted(found, key=lambda raw: raw.file))
