"""A site built in parts, on several machines perhaps, and put together again.

A part is a folder with its share of the pages; the first one has what is there once, too. Beside them stands
what the search knows of its pages, for the index can only be made of all.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from builder.search import THEIRS, Vocabulary, make_index

Item = TypeVar("Item")

PART = "search/part.json"


class Shard(NamedTuple):
    """A part of a site: the `number`-th of `total`."""

    number: int
    total: int

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return its part of `items`, pages or what stands beside them."""
        return items[self.number - 1 :: self.total]


WHOLE = Shard(1, 1)


class Findable(NamedTuple):
    """What the index of a site is made of.

    `addresses` are those of all pages in order; `names` what pages are called besides, and `read` what the
    search has read on them, both by address.
    """

    addresses: Sequence[str]
    names: Mapping[str, Sequence[str]]
    read: Mapping[str, str]


class PartsError(ValueError):
    """The parts do not make one site."""


def write_index(folder: Path, findable: Findable, known: Vocabulary) -> Vocabulary:
    """Write the index of the search into `folder`.

    Takes the vocabulary of an earlier index, and returns that of this one.
    """
    pages = {address: findable.read.get(address, "") for address in findable.addresses}
    index = make_index(pages, findable.names, known)
    for name, text in index.files.items():
        (folder / name).write_text(text, "utf-8")
    return index.vocabulary


def write_part(site: Path, shard: Shard, digest: str, findable: Findable) -> None:
    """Write into the folder `site` what `merge` needs to know of it; `digest` is that of the whole site."""
    about = {"shard": shard, "site": digest} | findable._asdict()
    (site / PART).parent.mkdir(exist_ok=True)
    (site / PART).write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def merge(parts: Sequence[Path], site: Path) -> None:
    """Put `parts`, all those of one site in any order, together in the empty folder `site`.

    Raises:
        PartsError: a part is missing, is there twice, or is one of another site.
    """
    told = [_told(part) for part in parts]
    numbers, counts = sorted(each["shard"][0] for each in told), {each["shard"][1] for each in told}
    if len({each["site"] for each in told}) > 1:
        raise PartsError("these are parts of different sites, or of one that has changed between them")
    if counts != {len(numbers)} or numbers != list(range(1, len(numbers) + 1)):
        raise PartsError(f"parts {numbers} of {max(counts)} do not make a whole site")
    read: dict[str, str] = {}
    for part, each in zip(parts, told, strict=True):
        shutil.copytree(part, site, dirs_exist_ok=True, ignore=shutil.ignore_patterns(Path(PART).name))
        read |= each["read"]
    if (site / THEIRS).exists():
        findable = Findable(told[0]["addresses"], told[0]["names"], read)
        write_index((site / THEIRS).parent, findable, Vocabulary())


def _told(part: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((part / PART).read_text("utf-8"))
        return told
    except (OSError, ValueError) as error:
        raise PartsError(f"{part} is no part of a site made by puri build --shard ({error})") from None
