"""What a body would bring into a page that is not harmless, whichever engine renders it.

A body is rendered as the site does it and as CommonMark reads it, and a sanitiser with a list of what is
allowed decides: what it would take away is a fault. A body in which nothing can be HTML is not rendered.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.entities import html5
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from builder.diagnostics import Code
from builder.markdown.dialect import render
from builder.markdown.spans import Scan
from builder.model import Reason
from builder.resources import load_yaml
from builder.unseen import UNSEEN

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MOST_FAULTS = 20  # of one body: more are not looked for
MOST_SEARCHES = 3  # by rendering again and again, to find the line of a fault,
LONGEST_SEARCHED = 20_000  # in bodies of at most so many characters

# Everything that may become HTML, a picture, or a link with a scheme. Other text is text in every engine.
_SAFE_ADDRESS = r"(?:https?://[^\s()<>\\]*|[\w./%~#-]*)\)"
_SUSPICIOUS = re.compile(
    rf"[<{{]|&(?:#|[A-Za-z]+;)|!\[|\]\((?!{_SAFE_ADDRESS})|\]:|\\(?:href|url|html|class|style|cssId)"
)
_PARTS = "<", "{", "&", "![", "](", "]:", "\\"  # one of these is in each of them, and is quick to look for
# What engines do with a text before they read it as Markdown, in code too: templates, files put in, programs.
_TEMPLATE = re.compile(
    r"""\{\{ | \{% | <% | <\?(?:php|=) | \{!\s*[^\s{}]+\s*!\} | ^[ \t>]*;?-+8<-+
    | ^[ \t>]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{\w[\w:-]* | \{[\w:-]+\}(?=`)
    | ^[ \t>]*(?:`{3,}|~{3,})[^\n{]*\{[^{}\n]*\b(?:on\w+|style)[ \t]*=""",
    re.MULTILINE | re.VERBOSE,
)
# Attribute lists as other engines write them, and what TeX can do besides mathematics; not in code.
_ATTRIBUTES = re.compile(
    r"\{:?[^{}\n]*?\b(on\w+|style|srcdoc|src|href|action|formaction|poster|background)\s*=", re.IGNORECASE
)
# What is no HTML to CommonMark may be HTML to engines that are less strict.
_LAX = re.compile(r"<[a-z][^<>`]*?[\s/\"'](on\w+)\s*=", re.IGNORECASE)
_TEX = re.compile(r"\\(?:href|url|html\w*|class|cssId|style|input|include|includegraphics|require)\s*\{")
_COMMENT = re.compile(r"(?!-?>)(?:(?!<!--|--!>).)*", re.DOTALL)
_END = 'lang="puri-end"'  # of an element after the body: what swallows it would swallow the page
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# A character named by its number; in code that a body shows as it is, no & stands by itself.
_REFERENCE = re.compile(r"&#(?:(\d+)|x([0-9a-f]+))", re.IGNORECASE)
_IGNORED = re.compile(r"[\x00-\x20]+")  # what browsers pass over in an address


class Fault(NamedTuple):
    """Something that is not harmless: its kind, how to call it, and what to look for in the body."""

    code: Code
    name: str
    pattern: str


def may_be_harmful(body: str) -> bool:
    """Tell whether `body` holds anything that could be more than text, plain markup and plain links."""
    return any(part in body for part in _PARTS) and _SUSPICIOUS.search(body) is not None


def template_syntax(body: str) -> Iterator[tuple[Fault, int]]:
    """Yield each piece of template syntax in `body`, with its offset."""
    for found in _TEMPLATE.finditer(body):
        yield (
            Fault(Code.TEMPLATE_SYNTAX, found[0].strip(" \t>"), ""),
            found.end() - len(found[0].lstrip(" \t>")),
        )


def harm(body: str) -> tuple[Fault, ...]:
    """Return what is not harmless in `body`, each once, as the site's engine and CommonMark render it."""
    found: dict[tuple[Code, str], Fault] = {}
    for html in (render(body).html, render_commonmark(body)):
        for fault in (*faults(html), *_unseen(html)):
            found.setdefault((fault.code, fault.name), fault)
    return tuple(found.values())[:MOST_FAULTS]


def faults(html: str) -> Iterator[Fault]:
    """Yield what is not harmless in rendered `html`."""
    html = f"{html}\n<wbr {_END}>"
    given = _Reader.of(html)
    yield from given.faults
    kept = _Reader.of(_clean(html))
    for tag in given.tags - kept.tags:
        yield Fault(Code.UNSAFE_HTML, f"<{tag}>", rf"<{re.escape(tag)}\b")
    lost = given.tags - kept.tags
    for tag, name, value in given.attributes - kept.attributes:
        if tag in lost:
            continue
        if name in {"href", "src"} and _allows(tag, name):
            yield Fault(Code.UNSAFE_LINK, value, re.escape(value))
        else:
            yield Fault(Code.UNSAFE_HTML, name, rf"\b{re.escape(name)}\b")
    is_whole = kept.attributes["wbr", "lang", "puri-end"] == html.count(_END)
    if not lost and (given.words != kept.words or not is_whole):
        yield Fault(Code.UNSAFE_HTML, "<", r"<(?![^<>]*>)|<")
    yield from _outside(value for tag, name, value in given.attributes if (tag, name) == ("img", "src"))


def _unseen(html: str) -> Iterator[Fault]:
    """Yield the characters of rendered `html` that nobody sees, whether they stand there or are referred to.

    Those that stand in the body itself have been refused before.
    """
    numbers = {int(found[1] or found[2], 10 if found[1] else 16) for found in _REFERENCE.finditer(html)}
    points = numbers | {ord(char) for char in UNSEEN.findall(unescape(html))}
    for point in sorted(points):
        char = chr(point) if point <= sys.maxunicode else ""
        if not char or UNSEEN.match(char):
            names = "".join(f"|{name}" for name, meant in html5.items() if meant == char)
            yield Fault(
                Code.CONTROL_CHARACTER,
                f"U+{point:04X}"[:12],
                rf"&(?:#0*{point}(?!\d)|#x0*{point:x}(?![0-9a-f]){names})",
            )


def _outside(pictures: Iterable[str]) -> Iterator[Fault]:
    for address in pictures:
        plain = _IGNORED.sub("", address).replace("\\", "/")
        if plain.startswith("/") or _SCHEME.match(plain):
            yield Fault(Code.OUTSIDE_IMAGE, address, re.escape(address))


def lax_html(body: str, scan: Callable[[str], Scan]) -> Iterator[tuple[Fault, int]]:
    """Yield handlers of events in what looks like HTML outside of code, each with its offset."""
    places = list(_LAX.finditer(body))
    found = scan(body) if places else None
    for place in places:
        if found and not _is_code(found, place.start()):
            yield Fault(Code.UNSAFE_HTML, place[1], ""), place.start(1)


def find(fault: Fault, body: str, scan: Scan, budget: list[int]) -> int:
    """Return the offset in `body` at which `fault` begins, as near as can be told.

    `budget` holds how many more times a fault may be looked for by rendering parts of the body.
    """
    pattern = re.compile(fault.pattern, re.IGNORECASE)
    places = [found.start() for found in pattern.finditer(body)]
    shown = [at for at in places if not _is_code(scan, at)]
    if len(shown) == 1 or (shown and budget[0] <= 0):
        return shown[0]
    if budget[0] <= 0:
        return 0
    budget[0] -= 1
    end = _first_line_with(fault, body)
    before = [at for at in shown or places if at < end]
    return before[-1] if before else body.rfind("\n", 0, max(end - 1, 0)) + 1


def _is_code(scan: Scan, at: int) -> bool:
    mask = scan.mask_at(at, at + 1)
    return mask is not None and mask.reason is Reason.CODE


def _first_line_with(fault: Fault, body: str) -> int:
    """Return where the line ends with which `fault` comes into the body, by halving."""
    ends = [found.end() for found in re.finditer(r"\n|\Z", body)]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high) // 2
        if fault in harm(body[: ends[middle]]):
            high = middle
        else:
            low = middle + 1
    return ends[low]


@dataclass
class _Reader(HTMLParser):
    """Reads HTML: its elements, attributes and words, and what is wrong with how it is put together."""

    tags: Counter[str] = field(default_factory=Counter)
    attributes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    text: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    @classmethod
    def of(cls, html: str) -> "_Reader":
        """Read the whole of `html`."""
        reader = cls()
        try:
            reader.feed(html)
            reader.close()
        except AssertionError:  # of Python's own reader, at declarations that no browser knows either
            reader.handle_decl(html)
        for tag in reader.open:  # it would go on beyond the body
            reader._leave_open(tag)
        return reader

    @property
    def words(self) -> str:
        """All text, without white space."""
        return "".join("".join(self.text).split())

    def _leave_open(self, tag: str) -> None:
        self.faults.append(Fault(Code.UNSAFE_HTML, f"<{tag}>", rf"<{re.escape(tag)}\b"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes[tag, name, value or ""] += 1
        if tag not in _void():
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _void():
            self.open.pop()
            if tag not in _svg():  # a browser takes <div/> for <div>
                self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open[-1] != tag:
                self._leave_open(self.open.pop())
            self.open.pop()
        else:
            self.faults.append(Fault(Code.UNSAFE_HTML, f"</{tag}>", rf"</{re.escape(tag)}\b"))

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if not {"code", "pre"}.isdisjoint(self.open):
            return
        if found := _ATTRIBUTES.search(data):
            self.faults.append(Fault(Code.UNSAFE_HTML, found[1], rf"\b{re.escape(found[1])}\s*="))
        if found := _TEX.search(data):
            self.faults.append(Fault(Code.UNSAFE_HTML, found[0], re.escape(found[0])))

    def handle_comment(self, data: str) -> None:
        if not _COMMENT.fullmatch(data):
            self.faults.append(Fault(Code.UNSAFE_HTML, "<!--", "<!--"))

    def handle_decl(self, decl: str) -> None:
        self.faults.append(Fault(Code.UNSAFE_HTML, "<!", "<!"))

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def handle_pi(self, data: str) -> None:
        self.faults.append(Fault(Code.UNSAFE_HTML, "<?", r"<\?"))


@cache
def _void() -> frozenset[str]:
    return frozenset(load_yaml("data/html.yml")["void"].split())


@cache
def _svg() -> frozenset[str]:
    return frozenset(load_yaml("data/harmless.yml")["drawing"].lower().split())


@cache
def _lists() -> tuple[set[str], dict[str, set[str]]]:
    """The elements and attributes that are allowed, as the sanitiser takes them."""
    data = load_yaml("data/harmless.yml")
    drawing = data["drawing"].split()
    attributes = {tag: set(names.split()) for tag, names in data["attributes"].items()}
    attributes |= {tag: set(data["drawing_attributes"].split()) for tag in drawing}
    return {*data["tags"].split(), *drawing}, attributes | {"*": set(data["anywhere"].split())}


def _allows(tag: str, name: str) -> bool:
    return name in _lists()[1].get(tag, ())


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Refuse values that name something outside of the element, and ids that the theme's scripts look for."""
    if name == "id" and value.startswith("__"):
        return None
    if tag.lower() in _svg() and re.search(r"url\(\s*[\"']?(?!#)", value, re.IGNORECASE):
        return None
    return value


def _clean(html: str) -> str:
    import nh3  # only now: most sites never need it

    data = load_yaml("data/harmless.yml")
    tags, attributes = _lists()
    return nh3.clean(
        html,
        tags=tags,
        attributes=attributes,
        attribute_filter=_attribute,
        generic_attribute_prefixes=set(data["prefixes"]),
        url_schemes=set(data["schemes"].split()),
        link_rel=None,
        strip_comments=False,
    )


def render_commonmark(body: str) -> str:
    """Render `body` as engines of CommonMark do, raw HTML and all addresses let through."""
    engine = _commonmark()
    tokens = engine.parse(body)
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            token.attrs.pop("style", None)  # this engine's own way to align columns
    return str(engine.renderer.render(tokens, engine.options, {}))


@cache
def _commonmark() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    engine = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    engine.validateLink = lambda url: True  # type: ignore[method-assign] # it is judged here what is allowed
    return engine
