"""What an earlier build has found out on the way to its pages, so that the next one finds out less."""

import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from builder.cache import Cache, software
from builder.link import from_text, to_text
from builder.model import LinkedBody

_LENGTHS = "lengths"
_WORTH_IT = 0.02  # new ones among them


class Memory:
    """What is kept for the site in `root`; what another version of Puri has kept is not there."""

    def __init__(self, root: Path) -> None:
        """Say where it is; nothing is read yet."""
        self._linked, self._words = Cache(root, "linked"), Cache(root, "words")

    @cached_property
    def bodies(self) -> Mapping[bytes, LinkedBody]:
        """All linked bodies, by the digest of what they depend on."""
        bodies: dict[bytes, LinkedBody] = {}
        for name, text in _ours(self._linked).items():
            with suppress(ValueError, TypeError):  # what cannot be read is linked again
                bodies[bytes.fromhex(name)] = from_text(text)
        return bodies

    def keep_bodies(self, bodies: Mapping[bytes, LinkedBody]) -> None:
        """Keep `bodies` and no others."""
        new = ((key.hex(), to_text(body)) for key, body in bodies.items() if key not in self.bodies)
        self._linked.keep_texts({key.hex(): software() for key in bodies}, new)
        self.bodies = bodies

    @cached_property
    def lengths(self) -> Mapping[str, int]:
        """The stem lengths of all words in the index of the search."""
        with suppress(ValueError, TypeError, KeyError):
            return dict(json.loads(_ours(self._words)[_LENGTHS]))
        return {}

    def keep_lengths(self, lengths: Mapping[str, int]) -> None:
        """Keep `lengths` and no others, if they are worth it: a few are soon found again."""
        if len(lengths.keys() - self.lengths.keys()) > _WORTH_IT * len(lengths):
            text = json.dumps(lengths, ensure_ascii=False, sort_keys=True)
            self._words.keep_texts({_LENGTHS: software()}, [(_LENGTHS, text)])
            self.lengths = lengths


def _ours(cache: Cache) -> dict[str, str]:
    return {name: text for name, (made_by, text) in cache.texts().items() if made_by == software()}
