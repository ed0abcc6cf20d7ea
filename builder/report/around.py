"""What a report knows beside the diagnostics: the files that they are about, and the reference of codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from builder.diagnostics import Place

_BOM = "\ufeff"


@dataclass(frozen=True)
class Around:
    """The `texts` of files as read, and the address of the folder with the `reference`, if there is one."""

    texts: Mapping[str, bytes] = field(default_factory=dict)
    reference: str = ""
    _lines: dict[str, list[bytes]] = field(default_factory=dict)  # each file split but once

    def line(self, place: Place) -> str | None:
        """Return the line at `place`; None where it is about a whole file, or nothing stands there."""
        if place.file not in self._lines:
            self._lines[place.file] = self.texts.get(place.file, b"").split(b"\n")
        lines = self._lines[place.file]
        if place == Place(place.file) or place.line > len(lines):
            return None
        line = lines[place.line - 1].decode("utf-8", "replace").removesuffix("\r")
        return (line.removeprefix(_BOM) if place.line == 1 else line) or None


NOTHING = Around()
