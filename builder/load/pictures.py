"""SVG files: pictures that are documents too, and run scripts where someone opens them by themselves."""

import re
from collections.abc import Iterator
from functools import cache
from xml.parsers import expat

from builder.resources import load_yaml

_SVG = "http://www.w3.org/2000/svg"
_INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]|\Z")
_STYLE = re.compile(r"@import|\\|url\(\s*[\"']?(?!#)|expression|javascript:", re.IGNORECASE)
_MOST = 10  # faults of one picture


def picture_faults(data: bytes) -> list[tuple[int, int, str]]:
    """Return the line, the column and the name of what is not harmless in an SVG file."""
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[tuple[int, int, str]] = []
    style: list[str] = []

    def note(name: str) -> None:
        if len(found) < _MOST:
            found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, name))

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        is_drawn = namespace in {_SVG, ""}  # what drawing programs add in spaces of their own does nothing
        if "html" in namespace or (is_drawn and tag not in _elements()):
            note(f"<{tag}>")
        for attribute in _attributes(attributes):
            note(attribute)
        if tag == "style":
            style.clear()

    def end(name: str) -> None:
        if name.endswith(" style") and _STYLE.search("".join(style)):
            note("<style>")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = style.append
    parser.EntityDeclHandler = lambda *_: note("<!ENTITY")
    parser.ProcessingInstructionHandler = lambda target, text: note(f"<?{target}")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        note("<svg>")
    return found


def _attributes(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        plain = name.rpartition(" ")[2].lower()
        leads_out = plain in {"href", "src"} and not _INSIDE.match(value.strip())
        if plain.startswith("on") or leads_out or _STYLE.search(value):
            yield plain


@cache
def _elements() -> frozenset[str]:
    data = load_yaml("data/harmless.yml")
    return frozenset(f"{data['drawing']} {data['picture']}".split())
