"""The pictures with which other places show links to the site: a word, its definition, the site's name."""

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from builder.addresses import share_image
from builder.export.glossary import Glossary
from builder.model import Article, Export, Term
from builder.resources import PACKAGE

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_SIZE = (1200, 630)  # what every service takes: 1.91 to 1
_FONT = PACKAGE / "data" / "fonts" / "Pretendard-SemiBold.woff2"
_GROUND, _INK = (0, 76, 67), (255, 255, 255)
_SHADES = 16  # from the ground to the ink, in four bits
_EDGE = 84
_TITLE_HEIGHTS = (104, 84, 64)  # the largest in which the title takes no more than two lines
_TITLE_LINES = 2
_TEXT_HEIGHT, _NAME_HEIGHT = 40, 32
_LEADING = 1.35  # lines, by the height of their letters
_TITLE, _TEXT, _NAME = 255, 225, 180  # how much of the ink
_MOST = 200  # characters: more are never legible
_NOTHING = "\U0010ffff"  # no font has it: what is drawn for it is drawn for all that a font lacks
_EMPTY = re.compile(r"[(\[（［]\s*[)\]）］]|\s+(?=[).,\]）］])")


def pictures(glossary: Glossary) -> Iterator[Export]:
    """Yield the picture of the site, and one of each term and article."""
    library, name = glossary.library, glossary.settings.site_name
    pages: Iterable[Term | Article] = chain(library.terms.values(), library.articles.values())
    yield _export("index.md", name, glossary.summary, "")
    for page in pages:
        others = page.fields.names[1:] if isinstance(page, Term) else ()
        yield _export(page.path, page.title, page.fields.summary, name, *others)


def _export(page: str, *words: str) -> Export:
    return Export(share_image(page), partial(picture, *words), made_of=words)


def picture(title: str, text: str, name: str, *others: str) -> bytes:
    """Draw `title` over `text`, with `name` below, and return it as PNG.

    What the font lacks (Chinese characters, emoji) is left out; of a title without anything else the first
    of its `others` that can be drawn takes the place.
    """
    from PIL import Image, ImageDraw  # not before it is wanted

    title = next(filter(None, map(_drawable, (title, *others))), "")
    text, name = _drawable(text), _drawable(name)
    image = Image.new("L", _SIZE, 0)
    draw = ImageDraw.Draw(image)
    size, lines = _title(title)
    y = float(_EDGE)
    for line in lines:
        draw.text((_EDGE, y), line, _TITLE, _font(size))
        y += size * _LEADING
    y += _TEXT_HEIGHT / 2
    foot = _SIZE[1] - _EDGE
    room = int((foot - 1.5 * _NAME_HEIGHT - y) / (_TEXT_HEIGHT * _LEADING))
    for line in _wrapped(text, _TEXT_HEIGHT, room):
        draw.text((_EDGE, y), line, _TEXT, _font(_TEXT_HEIGHT))
        y += _TEXT_HEIGHT * _LEADING
    for line in _wrapped(name, _NAME_HEIGHT, 1):
        draw.text((_EDGE, foot), line, _NAME, _font(_NAME_HEIGHT), anchor="ls")
    image = image.point(lambda value: value * _SHADES // 256)
    image.putpalette(_palette())
    file = io.BytesIO()
    image.save(file, "PNG", bits=4, compress_type=zlib.Z_RLE)  # letters: the smallest, and the quickest
    return file.getvalue()


def _drawable(text: str) -> str:
    """Return `text` without what would be drawn as boxes, nor the brackets around it."""
    kept = "".join(char for char in text[:_MOST] if _is_drawable(char))
    return " ".join(_EMPTY.sub("", kept).split()) if len(kept) < len(text) else text


@cache
def _is_drawable(char: str) -> bool:
    return char.isspace() or _glyph(char) != _glyph(_NOTHING)


def _glyph(char: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(_TEXT_HEIGHT).getmask(char)
    return mask.size, bytes(mask)


def _title(title: str) -> tuple[int, list[str]]:
    """Return the height of the title's letters, and its lines."""
    for size in _TITLE_HEIGHTS:
        lines = _wrapped(title, size, _TITLE_LINES + 1)
        if len(lines) <= _TITLE_LINES:
            return size, lines
    return _TITLE_HEIGHTS[-1], _wrapped(title, _TITLE_HEIGHTS[-1], _TITLE_LINES)


def _wrapped(text: str, size: int, most: int) -> list[str]:
    """Break `text` into lines between words, or inside of those that are longer; … stands for the rest."""
    lines = list(islice(_lines(text[:_MOST], size), most + 1))
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and not _fits(f"{lines[-1]}…", size):
            lines[-1] = lines[-1][:-1]
        lines[-1] += "…"
    return lines


def _lines(text: str, size: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if _fits(f"{line} {word}".strip(), size):
            line = f"{line} {word}".strip()
            continue
        if line:
            yield line
        line = ""
        for char in word:
            if line and not _fits(line + char, size):
                yield line
                line = ""
            line += char
    if line:
        yield line


def _fits(line: str, size: int) -> bool:
    return bool(_font(size).getlength(line) <= _SIZE[0] - 2 * _EDGE)


@cache
def _font(size: int) -> "FreeTypeFont":
    """Return the font that ships with Puri: no machine need have one for Korean."""
    from PIL import ImageFont

    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _palette() -> list[int]:
    return [
        round(ground + (ink - ground) * shade / (_SHADES - 1))
        for shade in range(_SHADES)
        for ground, ink in zip(_GROUND, _INK, strict=True)
    ]
