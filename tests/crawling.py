"""Following every link of a built site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

# Attributes whose address a browser loads by itself; `href` counts on <link> only.
LOADED = {"src", "srcset", "data", "poster", "action"}
HOST = "http://site.test/"


@dataclass
class Document(HTMLParser):
    """What one HTML file points to, what it loads, and its ids."""

    path: Path
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    terms: list[Mapping[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.path.read_text("utf-8"))

    def __hash__(self) -> int:
        return hash(self.path)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
            if given.get("data-term"):
                self.terms.append(given)
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preconnect", "preload"}:
            self.loads.append(str(given["href"]))
        self.loads += [str(value) for name, value in attrs if name in LOADED and value]


def documents(folder: Path) -> dict[str, Document]:
    """Return every page of the site by its path."""
    return {
        path.relative_to(folder).as_posix(): Document(path)
        for path in sorted(folder.rglob("*.html"))
        if path.name != "404.html"
    }


def broken(folder: Path, *, directories: bool) -> Iterator[str]:
    """Yield each link or load that leads nowhere; with `directories` an address may end in a slash."""
    pages = documents(folder)
    for name, page in pages.items():
        base = HOST + (name.removesuffix("index.html") if directories else name)
        for address in [*page.links, *page.loads]:
            target = urlsplit(urljoin(base, address))
            if target.netloc != urlsplit(HOST).netloc:
                continue
            path = unquote(target.path.lstrip("/"))
            path += "index.html" if directories and (not path or path.endswith("/")) else ""
            if not (folder / path).is_file():
                yield f"{name}: {address}"
            elif target.fragment and unquote(target.fragment) not in pages[path].ids | {"__top"}:
                yield f"{name}: {address} (no such anchor)"
