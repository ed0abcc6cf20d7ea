"""Templates as Jinja has compiled them, kept for the next time: those of the theme take half a second.

They are code. So they stand in the user's own cache folder, as what Python compiles stands beside its
modules, and not with what is kept in a project, which may come from anywhere.
"""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from platformdirs import user_cache_path

from builder.cache import VARIABLE, software

_MOST = 4  # states of what is installed that are kept


class Compiled(FileSystemBytecodeCache):
    """The templates of environments that are alike, known by a `name`.

    They are kept in memory; in `folder` too, if there is one. Whatever goes wrong there, they are compiled.
    """

    def __init__(self, name: str, folder: Path | None) -> None:
        """Read nothing yet."""
        super().__init__(str(folder), f"{name}-%s")
        self._has_folder = folder is not None
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` its code, if that is known."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])
        elif self._has_folder:
            with suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of `bucket`."""
        self._known[bucket.key] = bucket.bytecode_to_string()
        if self._has_folder:
            with suppress(OSError):
                super().dump_bytecode(bucket)


def user_folder() -> Path | None:
    """Return where templates are kept for what is installed now; None where nothing is to be kept."""
    if os.environ.get(VARIABLE) == "":
        return None
    states = user_cache_path("puri") / "templates"
    ours = states / software().hex()
    with suppress(OSError):
        if not ours.is_dir():
            ours.mkdir(parents=True)
            ours.chmod(stat.S_IRWXU)
            _forget(states)
        if _is_private(ours):
            return ours
    return None


def _forget(states: Path) -> None:
    for old in sorted(states.iterdir(), key=lambda each: each.stat().st_mtime)[:-_MOST]:
        shutil.rmtree(old, ignore_errors=True)


def _is_private(place: Path) -> bool:
    """Whether nobody else can have written there; where folders have no owners, that is taken for granted."""
    about = place.stat()
    if not hasattr(os, "getuid"):
        return True
    return about.st_uid == os.getuid() and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
