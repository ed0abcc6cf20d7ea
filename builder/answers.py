"""Answers of something slow, kept in a file for the next time: a line for each, added as it is given.

Any number of processes may add at once, and be killed. A line that is not whole is no answer.
"""

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

_LARGEST = 5_000_000  # bytes; then nothing is added any more


class Answers:
    """The answers in `file`, which need not be there yet; without one, none is kept."""

    def __init__(self, file: Path | None) -> None:
        """Read nothing yet."""
        self._file = file

    @cached_property
    def known(self) -> Mapping[str, Any]:
        """What the file held when this was first asked for: an answer, as JSON has it, for each question."""
        found = {}
        if self._file:
            with suppress(OSError):
                for line in self._file.read_bytes().splitlines():
                    with suppress(ValueError):  # not whole, or something else
                        question, answer = _read(line)
                        found[question] = answer
        return found

    def add(self, question: str, answer: object) -> None:
        """Keep the `answer`, which is JSON too, to `question`; if that cannot be done, it is not."""
        if self._file:
            with suppress(OSError), self._file.open("ab", buffering=0) as stream:
                if os.fstat(stream.fileno()).st_size < _LARGEST:
                    stream.write(_line(question, answer))  # whole, and behind whatever others add


def _line(question: str, answer: object) -> bytes:
    text = json.dumps([question, answer], ensure_ascii=False).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _read(line: bytes) -> tuple[str, Any]:
    """Read a line without its end.

    Raises:
        ValueError: it is not one that `_line` has written.
    """
    check, _, text = line.partition(b" ")
    if check != b"%08x" % zlib.crc32(text):
        raise ValueError
    question, answer = json.loads(text)
    return question, answer
