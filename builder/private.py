"""Folders of the user's own, for what is made once for as long as that which makes it stays the same.

What stands there is believed, or even run. So it is not with what is kept in a project, which may come from
anywhere.
"""

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path

from builder.cache import VARIABLE, digest

_MOST = 4  # states of what makes them that are kept


def folder(kind: str, *made_by: str | bytes) -> Path | None:
    """Return where things of this `kind` are kept that are `made_by` this, and this version of Python.

    None is returned where nothing is to be kept.
    """
    if os.environ.get(VARIABLE) == "":
        return None
    states = user_cache_path("puri") / kind
    ours = states / digest(sys.version, *made_by).hex()
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
