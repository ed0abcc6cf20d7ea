"""What an earlier build has found out on the way to its pages, so that the next one finds out less."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from builder.cache import Cache, Left, software
from builder.link import from_text, to_text
from builder.model import Page
from builder.pipeline import Steps
from builder.search import Vocabulary

Made = TypeVar("Made")

_WORDS = "words"
_STANDING = "standing"
_WORTH_IT = 0.02  # of the pages, new ones


class Memory:
    """What is kept for one edition of the site in `root`, by this version of Puri."""

    def __init__(self, root: Path, edition: str) -> None:
        """Say where it is; nothing is read yet."""
        self._bodies, self._words = Cache(root, "bodies"), Cache(root, "words")
        self._pages = Cache(root, f"{edition}, before MkDocs")
        self._places = Cache(root, f"{edition}, on the disk")

    @cached_property
    def steps(self) -> Steps:
        """What was made on the way to the pages."""
        return Steps(_read(self._bodies, from_text), _read(self._pages, _page))

    def keep_steps(self, steps: Steps) -> None:
        """Keep `steps` and no others."""
        new = ((key, to_text(body)) for key, body in steps.bodies.items() if key not in self.steps.bodies)
        _write(self._bodies, steps.bodies, new)
        texts = ((key, _text(page)) for key, page in steps.pages.items() if key not in self.steps.pages)
        _write(self._pages, steps.pages, texts)
        self.steps = steps

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words in the index of the search."""
        kept = _ours(self._words).get(_WORDS, "")
        with suppress(ValueError, TypeError):
            own, words, pages = json.loads(kept)
            numbers = {bytes.fromhex(key): b64decode(each) for key, each in pages.items()}
            return Vocabulary(frozenset(own), words, numbers)
        return Vocabulary()

    def keep_vocabulary(self, found: Vocabulary) -> None:
        """Keep `found`, if that is worth it: the words of a few pages are soon found again."""
        new = found.pages.keys() - self.vocabulary.pages.keys()
        if found.own != self.vocabulary.own or len(new) > _WORTH_IT * len(found.pages):
            pages = {key.hex(): b64encode(each).decode() for key, each in found.pages.items()}
            text = json.dumps([sorted(found.own), found.words, pages], ensure_ascii=False)
            self._words.keep_texts({_WORDS: software()}, [(_WORDS, text)])
            self.vocabulary = found

    @cached_property
    def standing(self) -> Mapping[str, Left]:
        """The finished files as the last build has left them."""
        kept = _ours(self._places).get(_STANDING, "{}")
        with suppress(ValueError, TypeError, AttributeError):
            found = json.loads(kept).items()
            return {
                path: (bytes.fromhex(key), [tuple(each) for each in stamps]) for path, (key, stamps) in found
            }
        return {}

    def keep_standing(self, files: Mapping[str, Left]) -> None:
        """Keep `files` and no others."""
        text = json.dumps({path: (key.hex(), stamps) for path, (key, stamps) in files.items()})
        self._places.keep_texts({_STANDING: software()}, [(_STANDING, text)])
        self.standing = files


def _ours(cache: Cache) -> dict[str, str]:
    return {name: text for name, (made_by, text) in cache.texts().items() if made_by == software()}


def _read(cache: Cache, read: Callable[[str], Made]) -> dict[bytes, Made]:
    found: dict[bytes, Made] = {}
    for name, text in _ours(cache).items():
        with suppress(ValueError, TypeError):  # what cannot be read is made again
            found[bytes.fromhex(name)] = read(text)
    return found


def _write(cache: Cache, keys: Iterable[bytes], new: Iterable[tuple[bytes, str]]) -> None:
    cache.keep_texts({key.hex(): software() for key in keys}, ((key.hex(), text) for key, text in new))


def _text(page: Page) -> str:
    updated = page.updated and page.updated.isoformat()
    fields = [page.path, page.title, page.source, updated, page.names, len(page.markdown)]
    return f"{json.dumps(fields, ensure_ascii=False)}\n{page.markdown}{page.twin}"  # long texts are no JSON


def _page(text: str) -> Page:
    head, _, rest = text.partition("\n")
    path, title, source, updated, names, end = json.loads(head)
    day = date.fromisoformat(updated) if updated else None
    return Page(path, title, rest[:end], source, day, tuple(names), rest[end:])
