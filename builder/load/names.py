"""File names that do not work, or not beside each other, on every system."""

import re
from collections.abc import Iterable, Iterator

from builder.diagnostics import Code, Diagnostic, Place
from builder.unseen import UNSEEN

# Windows takes these for devices, whatever the ending.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\]|[. ]\Z')


def bad_names(files: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield the paths in `files` that some system could not hold, or not beside another one."""
    seen: dict[str, str] = {}
    sound = set[str]()  # folders: what is in them is not asked about these again
    for file in files:
        parts = file.split("/")
        folder = file.rpartition("/")[0]
        begin = len(parts) - 1 if folder in sound else 0
        wrong = next(filter(_is_bad, parts[begin:]), None)
        if wrong is not None:
            yield Diagnostic(Place(file), Code.FILE_NAME, {"name": wrong})
        for i in range(begin + 1, len(parts) + 1):  # of folders too: a/x and A/y meet in one of them
            path = "/".join(parts[:i])
            if seen.setdefault(path.casefold(), path) != path:
                yield Diagnostic(Place(file), Code.FILE_NAME, {"name": parts[i - 1]})
                break
        else:
            if wrong is None:
                sound.add(folder)


def _is_bad(name: str) -> bool:
    return bool(_DEVICE.fullmatch(name) or _FORBIDDEN.search(name) or UNSEEN.search(name))
