"""The only place that reads content from the disk."""

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Code, Diagnostic, Place
from builder.load.limits import LARGEST_ASSET, LARGEST_TEXT

ASSETS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".pdf")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes; `file` is its path relative to the root, with forward slashes.

    `refused` says why its bytes were not read.
    """

    file: str
    data: bytes
    refused: Diagnostic | None = None

    def __hash__(self) -> int:
        """Hash the name alone: it is looked for often, and hardly ever are there two of it."""
        return hash(self.file)


def is_asset(file: str) -> bool:
    """Tell a picture or a document, which is copied as it is, by the ending of its name."""
    return file.lower().endswith(ASSETS)


def symbolic_link(file: str) -> RawFile:
    """Return the link `file`, which is not followed: it may lead anywhere."""
    return RawFile(file, b"", Diagnostic(Place(file), Code.SYMBOLIC_LINK))


def too_large(file: str, size: int) -> RawFile | None:
    """Return what stands for a file of `size` bytes that is not to be read; None where it may be."""
    largest = LARGEST_ASSET if is_asset(file) else LARGEST_TEXT
    if size <= largest:
        return None
    words = {"limited": "file", "amount": f"{size:,}", "limit": f"{largest:,}"}
    return RawFile(file, b"", Diagnostic(Place(file), Code.OVER_LIMIT, words))


def raw_file(file: str, data: bytes) -> RawFile:
    """Return the file with these bytes, if they are not too many."""
    return too_large(file, len(data)) or RawFile(file, data)


def read_files(root: Path, content: str) -> tuple[RawFile, ...]:
    """Read every file of the content folder, sorted by path; hidden files and folders are passed over.

    What vanishes while this reads is not there.

    Raises:
        OSError: the folder or a file cannot be read.
    """

    def fail(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError) or not (root / content).is_dir():
            raise error

    found = []
    for folder, folders, names in os.walk(root / content, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        place = Path(os.path.relpath(folder, root)).as_posix()
        for name in [*names, *links]:
            if not name.startswith("."):
                with contextlib.suppress(FileNotFoundError):
                    found.append(_read(f"{folder}{os.sep}{name}", f"{place}/{name}"))
    return tuple(sorted(found, key=lambda raw: raw.file))


def _read(path: str, file: str) -> RawFile:
    about = os.lstat(path)
    if not stat.S_ISREG(about.st_mode):
        return symbolic_link(file)
    if refused := too_large(file, about.st_size):
        return refused
    with open(path, "rb") as stream:  # noqa: PTH123 - to make a Path takes longer than to read the file
        return RawFile(file, stream.read())
