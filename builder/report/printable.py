"""Text without anything that a terminal would act on."""

import re

# Controls, and marks that reorder text.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Return `text` with every character that a terminal would act on replaced by one that shows."""
    return _UNPRINTABLE.sub("\ufffd", text)
