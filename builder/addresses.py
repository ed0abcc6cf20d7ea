"""Where a page will stand once it is published, for links that the engine does not make itself.

Links in Markdown name files (``../terms/foundry.md``) and are turned into addresses by the engine. A picture,
a script's data or linked data need the address itself.
"""

from dataclasses import dataclass
from functools import cache, lru_cache


@dataclass(frozen=True, slots=True)
class Addresses:
    """How the addresses of an edition look.

    `directories`: every page has a folder of its own (MkDocs' ``use_directory_urls``).
    `spelled_out`: links end in ``index.html``, because a disk knows no directory addresses.
    `engine_makes_all`: the engine turns links in HTML into addresses too, so these name files as in Markdown.
    """

    directories: bool = True
    spelled_out: bool = False
    engine_makes_all: bool = False

    def of(self, path: str) -> str:
        """Return the address of the page or file `path` (``terms/foundry.md``), from the site's root."""
        return _address(path, self.directories, self.spelled_out)

    def canonical(self, path: str) -> str:
        """Return the same for the edition on the web."""
        return _address(path, self.directories, spelled_out=False)

    def file(self, path: str) -> str:
        """Return the file that is published for the page `path`."""
        return _address(path, self.directories, spelled_out=True)

    def between(self, target: str, page: str) -> str:
        """Return the link from `page` to `target`, both paths of pages; `target` may have a ``#fragment``."""
        path, hash_, fragment = target.partition("#")
        there = _address(path, self.directories, self.spelled_out)
        folder, above = _folders(page, self.directories, self.spelled_out)
        if there.startswith(folder):
            return (there[len(folder) :] or "./") + hash_ + fragment
        return f"../{_way(above, there)}{hash_}{fragment}"


def share_image(path: str) -> str:
    """Return the picture that a link to the page `path` is shown with: terms and articles have their own."""
    folder, *rest = path.removesuffix(".md").split("/")
    if folder in {"terms", "articles"} and rest[0] != "index":
        return f"share/{folder}/{rest[0]}.png"
    return "share/site.png"


@cache  # every page names many others
def _address(path: str, directories: bool, spelled_out: bool) -> str:
    name = path.removesuffix(".md")
    if name == path:
        return path  # no page: it stands where it stands
    if name != "index" and not name.endswith("/index"):
        if not directories:
            return f"{name}.html"
        name += "/index"
    return f"{name}.html" if spelled_out else name.removesuffix("index")


@cache
def _folders(path: str, directories: bool, spelled_out: bool) -> tuple[str, str]:
    """Return the folder of the page `path` and the one above, with a slash at the end; empty for the root."""
    folder = _folder(_address(path, directories, spelled_out))
    return folder, _folder(folder[:-1])


def _folder(address: str) -> str:
    return address[: address.rfind("/") + 1]


@lru_cache(maxsize=100_000)  # the pages in a folder lead to the same ones
def _way(folder: str, address: str) -> str:
    """Return the way from `folder` to `address`."""
    if address.startswith(folder):
        return address[len(folder) :]
    return "../" + _way(_folder(folder[:-1]), address)
