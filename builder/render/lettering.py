"""How much room words take in a picture: estimated on the safe side, as no font is known at build time.

Everything is counted in whole units, 100 to the height of a line, so that it is the same on every machine.
"""

from builder.korean import is_hangul

_ELLIPSIS = "…"
_FULL, _CAPITAL, _SMALL, _NARROW = 100, 76, 62, 36
_NARROW_MARKS = frozenset(" .,:;'|!ijlI()[]")


def width(text: str, size: int) -> int:
    """Return how wide `text` is at most in letters `size` high."""
    return -(-sum(map(_units, text)) * size // 100)


def _units(char: str) -> int:
    if char in _NARROW_MARKS:
        return _NARROW
    if char.isascii():
        return _CAPITAL if char.isupper() or char in "%@&mw+=<>~#" else _SMALL
    return _FULL if is_hangul(char) or ord(char) < 0x1F000 else _FULL * 3 // 2  # pictographs are wide


def lines(text: str, room: int, size: int, most: int) -> tuple[str, ...]:
    """Break `text` into lines no wider than `room`, between words where it can; what is too long ends in ….

    There are `most` lines at most, and one at least.
    """
    found: list[str] = []
    rest = text
    while len(found) < most - 1 and width(rest, size) > room:
        line = _fitting(rest, room, size)
        space = line.rfind(" ") if not rest[len(line) :].startswith(" ") else len(line)
        line = line[:space] if space > 0 else line
        found.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if width(rest, size) > room:
        rest = _fitting(rest, room - width(_ELLIPSIS, size), size).rstrip() + _ELLIPSIS
    return (*found, rest) if rest else tuple(found)


def _fitting(text: str, room: int, size: int) -> str:
    """Return as much of the beginning of `text` as fits, one character at least."""
    taken = 0
    for i, char in enumerate(text):
        taken += _units(char) * size
        if taken > room * 100 and i:
            return text[:i]
    return text
