"""What the map consists of, and its measures; all numbers are whole units of the picture."""

from dataclasses import dataclass

from builder.model import Term

DIRECTED = ("requires", "broader")  # drawn as arrows, and deciding the layers
KINDS = (*DIRECTED, "contrasts", "related")  # in the order in which they are drawn while there is room

LETTERS = 14  # height of the letters of a term
TITLE = 17  # and of the name of a category
BOX = 28  # height of a term's box
BETWEEN = 16  # from panel to panel, and around them all

_MOST_CURVES = 400  # seen at once


@dataclass(frozen=True, slots=True)
class Relation:
    """`target` builds on `source`, or is compared with it."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A term on the map: the middle of its box, and how many times larger its name may be from afar."""

    term: Term
    label: str
    x: int
    y: int
    width: int
    far: int = 1


@dataclass(frozen=True, slots=True)
class Panel:
    """A category: its number in the list of all, its corner and size, its terms in reading order."""

    number: int
    name: str
    x: int
    y: int
    width: int
    height: int
    spots: tuple[Spot, ...]
    far: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A relation on the map; `head` is empty where it has no direction, `is_free`: a curve across."""

    relation: Relation
    path: str
    head: str
    is_free: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole map. `hidden` terms and `undrawn` relations found no room on it.

    Where it `is_dense`, curves show only for the term that a reader looks at.
    """

    width: int
    height: int
    panels: tuple[Panel, ...]
    lines: tuple[Line, ...]
    hidden: tuple[Term, ...]
    undrawn: int

    @property
    def is_dense(self) -> bool:
        """Whether there are too many curves for all to be seen at once."""
        return sum(line.is_free for line in self.lines) > _MOST_CURVES
