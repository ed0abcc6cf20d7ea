"""Bytes -> text, plain text -> Markdown, and the small things that every format needs."""

import re
import unicodedata
from collections.abc import Callable

from builder.imports.model import UnreadableError
from builder.unseen import UNSEEN

# Excel in Korea saves CSV in its own code page; UTF-16 has a mark at its beginning.
_CODECS = ("utf-8-sig", "cp949")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKS = re.compile(r"[\\`*{}\[\]]|(?<![^\W_])_|_(?![^\W_])")
_FIRST = re.compile(r"^(?:[#>+:!~-]|\d+(?=[.)]\s))", re.MULTILINE)
_NAMED = re.compile(r"(?P<name>.*\S)\s*[(（](?P<inside>[^()（）]+)[)）]\s*(?P<rest>[\w ]*)")
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_LIST = re.compile(r"[,;|、，；\n]+")


def decode(data: bytes, place: str) -> str:
    """Return the text of `data`: UTF-8 with or without its mark, UTF-16 with it, or Korean Windows'."""
    for codec in ("utf-16",) if data.startswith(_UTF16) else _CODECS:
        try:
            return data.decode(codec).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise UnreadableError("encoding", file=place)


def tidy(text: str) -> str:
    """Return `text` composed, without characters that have no place in prose."""
    kept = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co"}
    )
    return unicodedata.normalize("NFC", UNSEEN.sub("", kept))


def one_line(text: str) -> str:
    """Return `text` tidied, on one line."""
    return " ".join(tidy(text).split())


def escaped(text: str) -> str:
    """Return plain text as Markdown that shows it as it is: only what would be markup is marked."""
    lines = "\n".join(line.strip() for line in text.split("\n"))
    return _FIRST.sub(_guarded, escaped_inside(lines))


def escaped_inside(text: str) -> str:
    """Return plain text for the inside of a line."""
    return _MARKS.sub(lambda found: "\\" + found[0], text).replace("<", "&lt;")


def _guarded(found: re.Match[str]) -> str:
    mark = found[0]
    if mark.isdigit():
        return f"{mark}\\"
    return f"&#{ord(mark)};" if mark in ":~" else f"\\{mark}"


def listed(text: str) -> tuple[str, ...]:
    """Return the items of a list in one text."""
    return tuple(dict.fromkeys(filter(None, map(one_line, _LIST.split(text)))))


def prose_of(text: str) -> list[str]:
    """Return the pieces of Markdown that are not code."""
    return _CODE.split(text)[::2]


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Return Markdown with what is not code changed."""
    pieces = _CODE.split(text)
    pieces[::2] = map(change, pieces[::2])
    return "".join(pieces)


def split_name(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Split ``프레너미(Frenemy)`` into a headword, its English name and other names.

    ``온디바이스(On-Device) AI`` is one name in two languages; ``AI(인공지능)`` two names.
    """
    name = one_line(text)
    found = _NAMED.fullmatch(name)
    if not found:
        return name, "", ()
    rest = found["rest"].strip()
    inside = [each.strip() for each in re.split(r"[:;,]", found["inside"]) if each.strip()]
    headword = " ".join(filter(None, (found["name"], rest)))
    english = next((each for each in inside if _is_latin(each)), "")
    if english and rest and not _is_latin(found["name"]):
        english = f"{english} {rest}" if _is_latin(rest) else english
    others = tuple(each for each in inside if each != english and not english.startswith(f"{each} "))
    if english and _is_latin(headword) and len(english) <= len(headword):  # an abbreviation of the headword
        return headword, "", (english, *others)
    return headword, english, others


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(char < "\u0250" for char in letters)
