"""The table of formats, and how one is told by its file."""

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from builder.imports import article, folder, objects, table
from builder.imports.model import Found, UnreadableError

__all__ = ["FORMATS", "UnreadableError", "gather"]


def _sphinx(file: str, data: bytes) -> Found:
    from builder.imports import sphinx

    return sphinx.read(file, data)


_READERS: Mapping[str, Callable[[str, bytes], Found]] = {
    "csv": table.read,
    "json": objects.read,
    "sphinx": _sphinx,
    "text": article.read,
}
FORMATS = (*_READERS, "folder")
_ENDINGS = {".csv": "csv", ".tsv": "csv", ".json": "json", ".rst": "sphinx"}


def gather(name: str, files: Mapping[str, bytes], form: str | None = None) -> Found:
    """Read what `name` holds: one file, or the files of a folder by their paths in it.

    Raises:
        UnreadableError: it is not what its name or `form` says.
    """
    chosen = form or _form_of(files)
    if chosen == "folder":
        found = folder.read(files)
    elif len(files) == 1:
        ((file, data),) = files.items()
        found = _READERS[chosen](file, data)
    else:
        raise UnreadableError("one_file", file=name)
    if not found.terms and not found.sections:
        raise UnreadableError("nothing", file=name)
    return found


def _form_of(files: Mapping[str, bytes]) -> str:
    if len(files) != 1:
        return "folder"
    ((file, data),) = files.items()
    ending = PurePosixPath(file).suffix.casefold()
    if ending == ".md" and data.startswith(b"---"):
        return "folder"
    if ending not in _ENDINGS and b".. glossary::" in data:
        return "sphinx"
    return _ENDINGS.get(ending, "text")
