"""Plain text -> Markdown that shows it as it is."""

import re
from functools import lru_cache

# What Markdown, or a common extension of it, may read as markup in plain text. Written as character
# references, which every engine shows as the character. Some marks mean something only at the beginning.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&#|~^$@]|==|^[-+=:!?%]|:(?=[a-z0-9_+-]+:)")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def _references(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in found[0])


@lru_cache(maxsize=20_000)  # titles and definitions stand on many pages
def escape(text: str) -> str:
    """Return `text` so that Markdown and HTML show it as it is, inside either, outside of attributes."""
    plain = _SPECIAL.sub(_references, text)
    return _NUMBERED.sub(lambda found: f"{found[1]}&#{ord(found[2])};", plain)
