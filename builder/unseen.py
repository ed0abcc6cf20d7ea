"""Characters that nobody sees."""

import re

# C0 and C1 controls other than tab and line ends have no place in prose, and break YAML and terminals. The
# others change the order of what follows them, end lines, hide text from readers but not from programs, or
# are no characters at all: XML cannot hold those, nor YAML.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def code_point(char: str) -> str:
    """Name a character that cannot be shown."""
    return f"U+{ord(char):04X}"
