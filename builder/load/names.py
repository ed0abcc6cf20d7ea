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
    for file in files:
        parts = file.split("/")
        wrong = next((part for part in parts if _is_bad(part)), None)
        if wrong is not None:
            yield Diagnostic(Place(file), Code.FILE_NAME, {"name": wrong})
        for i in range(1, len(parts) + 1):  # of folders too: a/x and A/y meet in one of them
            path = "/".join(parts[:i])
            if seen.setdefault(path.casefold(), path) != path:
                yield Diagnostic(Place(file), Code.FILE_NAME, {"name": parts[i - 1]})
                break


def _is_bad(name: str) -> bool:
    return bool(_DEVICE.fullmatch(name) or _FORBIDDEN.search(name) or UNSEEN.search(name))
