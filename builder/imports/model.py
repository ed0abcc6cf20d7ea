"""What every format yields, before it is fitted into a site."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TermFound:
    """A term as its source has it; `place` says where (``glossary.csv, 12``).

    `text` is its definition in Markdown, in which ``[[name|words]]`` is a link to another term. `keys` are
    what the source calls it beside its names; `related` names others by relation.
    """

    term: str
    text: str
    place: str
    english: str = ""
    reading: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    categories: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    slug: str = ""  # the last part of the address that it had, which readers may know
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that is not empty, the headword first."""
        return tuple(dict.fromkeys(filter(None, (self.term, self.english, *self.aliases))))


@dataclass(frozen=True)
class SectionFound:
    """A section of an article: its heading, maybe none, and its text in Markdown."""

    title: str
    text: str
    place: str


@dataclass(frozen=True)
class Found:
    """All that a source holds. `article` is its title, where it has sections.

    `unknown` are the columns of a table, or the keys of records, that hold something nobody understood.
    """

    terms: tuple[TermFound, ...] = ()
    article: str = ""
    sections: tuple[SectionFound, ...] = field(default=())
    unknown: tuple[str, ...] = ()


class UnreadableError(Exception):
    """The source is not what it should be; `key` names the message, `words` fill it."""

    def __init__(self, key: str, **words: object) -> None:
        """Keep what the command line needs to say it in the site's language."""
        super().__init__(key)
        self.key = key
        self.words = words
