"""The query sets: what readers type, and which pages must be found. What their lines mean is told in own.yml.

A fixed rule splits them: queries whose CRC-32 is even are for tuning, the others are only scored.
"""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from builder.text import squeeze

HERE = Path(__file__).parent
SITES = ("own", "made")


@dataclass(frozen=True)
class Query:
    """What is typed, and the pages (``terms/foundry``) that must be found, come first, or not come first."""

    kind: str
    typed: str
    found: frozenset[str]
    first: str | None
    never_first: frozenset[str]
    words: tuple[str, ...]

    @property
    def is_scored(self) -> bool:
        """Whether the query is only scored, and nothing may be tuned on it."""
        return zlib.crc32(self.typed.encode()) % 2 == 1


def read(site: str) -> Iterator[Query]:
    """Yield the queries for `site`."""
    kinds = yaml.safe_load((HERE / f"{site}.yml").read_text("utf-8"))
    for kind, lines in kinds.items():
        for typed, *marks in lines:
            given = {sign: [mark[1:] for mark in marks if mark[0] == sign] for sign in "=-~"}
            plain = [mark for mark in marks if mark[0] not in given]
            yield Query(
                kind,
                unicodedata.normalize("NFD", typed) if "NFD" in kind else typed,
                frozenset([*given["="], *plain]),
                next(iter(given["="]), None),
                frozenset(given["-"]),
                tuple(map(squeeze, given["~"])),
            )
