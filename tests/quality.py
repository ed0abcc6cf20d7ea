"""How well linking finds mentions: precision and recall on sentences labelled by hand (``make quality``).

The corpus stands in ``corpus/``, one file a domain; what its lines mean is told in ``corpus/README.md``. A
fixed rule splits it: what stands in ``corpus/blind/`` was written by people who had not seen the rules and is
only scored; ``corpus/tuning/`` is only for tuning; of the rest every sentence whose CRC-32 is even is for
tuning, the others are only scored.
"""

import argparse
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from builder.link import link
from builder.schema import PuriFields
from builder.settings import Settings
from tests import making

CORPUS = Path(__file__).with_name("corpus")
_ESCAPE = re.compile(r"\\(n|u[0-9a-fA-F]{4})")
_FLAG = re.compile(r"(NFD|HOMOGRAPH): ")
_SETTINGS = Settings("시험", "", "ko", "content", PuriFields(linking="all"))

Span = tuple[int, int]


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence: its text, where its true mentions are, and what kind of sentence it is."""

    domain: str
    text: str
    mentions: frozenset[Span]
    is_homograph: bool
    is_scored: bool


@dataclass(frozen=True)
class Domain:
    """A file of the corpus: its terms, each with all its names, and its sentences."""

    name: str
    terms: tuple[tuple[str, ...], ...]
    sentences: tuple[Sentence, ...]


def read(path: Path) -> Domain:
    """Read one file of the corpus."""
    lines = path.read_text("utf-8").splitlines()
    terms = [
        tuple(name.strip() for name in line[7:].split("|")) for line in lines if line.startswith("# term:")
    ]
    folder = path.parent.name
    sentences = [
        _sentence(path.stem, line, folder) for line in lines if line.strip() and not line.startswith("#")
    ]
    return Domain(path.stem, tuple(terms), tuple(sentences))


def _sentence(domain: str, line: str, folder: str) -> Sentence:
    is_odd = zlib.crc32(line.encode()) % 2 == 1
    is_scored = folder == "blind" or (folder != "tuning" and is_odd)
    flags = set()
    while flag := _FLAG.match(line):
        flags.add(flag[1])
        line = line[flag.end() :]
    text = _ESCAPE.sub(lambda found: "\n" if found[1] == "n" else chr(int(found[1][1:], 16)), line)
    if "NFD" in flags:
        text = unicodedata.normalize("NFD", text)
    plain, spans = "", []
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            spans.append((len(plain), 0))
        elif piece == "}":
            spans[-1] = (spans[-1][0], len(plain))
        else:
            plain += piece
    return Sentence(domain, plain, frozenset(spans), "HOMOGRAPH" in flags, is_scored)


def found_in(domain: Domain) -> Iterator[tuple[Sentence, frozenset[Span]]]:
    """Yield each sentence of a domain with the places that linking finds in it."""
    files: dict[str, str | bytes] = {"articles/a/index.md": making.ARTICLE}
    for i, names in enumerate(domain.terms):
        aliases = "".join(f"\n  - {name!r}" for name in names[1:])
        files[f"terms/t{i}.md"] = making.term(repr(names[0]), aliases=aliases or "[]", summary="뜻.")
    for i, sentence in enumerate(domain.sentences):
        files[f"articles/a/{i:03}-s{i}.md"] = making.section("절", sentence.text)
    pages = link(making.load({"sources.yml": making.SOURCES} | files).library, _SETTINGS).pages
    for i, sentence in enumerate(domain.sentences):
        mentions = pages[f"articles/a/s{i}.md"].mentions
        yield sentence, frozenset((m.start, m.end) for m in mentions if m.linked)


@dataclass
class Score:
    """Counts of what was found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, wanted: frozenset[Span], found: frozenset[Span]) -> None:
        """Count one sentence."""
        self.right += len(wanted & found)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / max(self.right + self.missed, 1)


def results(parts: Iterable[str]) -> tuple[dict[tuple[str, str], Score], list[str]]:
    """Score the wanted `parts`; returns scores by part and domain, and every miss."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    misses: list[str] = []
    for path in sorted(CORPUS.rglob("*.txt")):
        for sentence, found in found_in(read(path)):
            part = "homographs" if sentence.is_homograph else "scored" if sentence.is_scored else "tune"
            if part not in parts:
                continue
            scores[part, sentence.domain].add(sentence.mentions, found)
            scores[part, "all"].add(sentence.mentions, found)
            misses += _misses(part, sentence, found)
    return dict(scores), misses


def _misses(part: str, sentence: Sentence, found: frozenset[Span]) -> Iterator[str]:
    for sign, spans in (("-", sentence.mentions - found), ("+", found - sentence.mentions)):
        for start, end in sorted(spans):
            marked = f"{sentence.text[:start]}[{sentence.text[start:end]}]{sentence.text[end:]}"
            yield f"{sign} {part} {sentence.domain}: {marked!r}"


def main() -> None:
    """Print the table of scores and every miss: ``-`` not found, ``+`` found where it is not."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--part", action="append", choices=["tune", "scored", "homographs"])
    arguments.add_argument("--quiet", action="store_true", help="the table only")
    given = arguments.parse_args()
    scores, misses = results(given.part or ["tune", "scored", "homographs"])
    table = Table("part", "domain", "right", "wrong", "missed", "precision", "recall")
    for (part, domain), score in sorted(
        scores.items(), key=lambda each: (each[0][0], each[0][1] == "all", each[0])
    ):
        figures = (score.right, score.wrong, score.missed)
        table.add_row(part, domain, *map(str, figures), f"{score.precision:.3f}", f"{score.recall:.3f}")
    console = Console(soft_wrap=True, highlight=False)
    console.print(table)
    if not given.quiet:
        console.print(Text("\n".join(misses)))


if __name__ == "__main__":
    main()
