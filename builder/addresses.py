"""Where a page will stand once it is published, for links that the engine does not make itself.

Links in Markdown name files (``../terms/foundry.md``) and are turned into addresses by the engine. A picture,
a script's data or linked data need the address itself.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Addresses:
    """How the addresses of an edition look.

    `directories`: every page has a folder of its own (MkDocs' ``use_directory_urls``).
    `spelled_out`: links end in ``index.html``, because a disk knows no directory addresses.
    """

    directories: bool = True
    spelled_out: bool = False

    @property
    def canonical(self) -> "Addresses":
        """How the same pages are addressed on the web."""
        return replace(self, spelled_out=False)

    def of(self, path: str) -> str:
        """Return the address of the page `path` (``terms/foundry.md``), relative to the site's root."""
        name = path.removesuffix(".md")
        if name != "index" and not name.endswith("/index"):
            if not self.directories:
                return f"{name}.html"
            name += "/index"
        return f"{name}.html" if self.spelled_out else name.removesuffix("index")

    def between(self, target: str, page: str) -> str:
        """Return the link from `page` to `target`, both paths of pages; `target` may have a ``#fragment``."""
        path, hash_, fragment = target.partition("#")
        here = self.of(page).split("/")[:-1]
        there = self.of(path).split("/")
        shared = 0
        while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
            shared += 1
        link = "../" * (len(here) - shared) + "/".join(there[shared:])
        return (link or "./") + hash_ + fragment
