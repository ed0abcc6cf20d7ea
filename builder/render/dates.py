"""Dates as a reader says them: 2023-Q4 is 2023년 4분기, or Q4 2023."""

import re
from collections.abc import Mapping
from typing import Any

_PARTS = re.compile(r"(?P<year>\d{4})(?:-Q(?P<quarter>\d)|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")


def spoken(date: str, words: Mapping[str, Any]) -> str:
    """Say a whole or partial ISO `date`; `words` has ``dates``, a pattern a precision, and ``months``."""
    found = _PARTS.fullmatch(date)
    if not found:
        return date
    parts: dict[str, Any] = {name: int(value) for name, value in found.groupdict().items() if value}
    precision = list(parts)[-1]
    if "month" in parts:
        parts["month"] = words["months"][parts["month"] - 1]
    return str(words["dates"][precision].format(**parts))
