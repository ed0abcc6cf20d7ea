"""What the editorial rules read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from builder.markdown import Scan, scan
from builder.model import Library, Linked
from builder.settings import Settings


@dataclass(frozen=True)
class Manuscript:
    """A library without errors, where its terms are mentioned, and the day on which it is read."""

    library: Library
    linked: Linked
    settings: Settings
    today: date

    @cached_property
    def scans(self) -> Mapping[str, Scan]:
        """The prose of each body, by the path of its page."""
        return {prose.path: scan(prose.document.body) for prose in self.library.prose()}
