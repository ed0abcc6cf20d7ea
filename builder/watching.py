"""How a preview learns that files have changed: the system tells, where it can be relied on for that."""

import sys
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from watchdog.events import (
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

# Reading a file is an event too, and no change. A folder goes or comes with all that is in it.
_CHANGES: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
# Disks of this computer alone. Elsewhere (a network, a folder shared with a virtual machine) others change
# files, and this system learns nothing of it.
_OWN_DISKS = frozenset(["btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "xfs", "zfs"])
_MOUNTS = Path("/proc/mounts")
_INTERVAL = 0.5  # seconds between two looks at what the system does not tell of; MkDocs' own


class Watcher:
    """Does what MkDocs asks of the observer of its preview, which looks at every file twice a second."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._wanted: dict[str, tuple[FileSystemEventHandler, bool]] = {}
        self._observers: list[BaseObserver] = []

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> str:
        """Let `handler` know of the changes at `path` from the start on; returns what to unschedule."""
        self._wanted[path] = handler, recursive
        return path

    def unschedule(self, path: str) -> None:
        """Do not watch that."""
        del self._wanted[path]

    def start(self) -> None:
        """Begin to watch."""
        told: set[str] = set()
        with suppress(OSError):  # the system does not say, or keeps watch for others and has no room for more
            asked = {path for path in self._wanted if is_told_of(Path(path))}
            self._begin(Observer(), asked)
            told = asked
        self._begin(PollingObserver(timeout=_INTERVAL), self._wanted.keys() - told)

    def _begin(self, observer: BaseObserver, paths: Collection[str]) -> None:
        for path in paths:
            handler, recursive = self._wanted[path]
            observer.schedule(_AsFiles(handler), path, recursive=recursive, event_filter=_CHANGES)
        try:
            observer.start()
        except OSError:
            observer.unschedule_all()
            raise
        self._observers.append(observer)

    def stop(self) -> None:
        """Watch no longer."""
        for observer in self._observers:
            observer.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait until nothing is watched any more, for at most `timeout` seconds each."""
        for observer in self._observers:
            observer.join(timeout)


class _AsFiles(FileSystemEventHandler):
    """Hands every change on as that of a file: MkDocs does not listen to those of folders."""

    def __init__(self, handler: FileSystemEventHandler) -> None:
        self._handler = handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._handler.dispatch(FileModifiedEvent(event.src_path))


def is_told_of(path: Path) -> bool:
    """Whether the system can be relied on to tell of all changes in the folder `path`.

    Not of a file: many programs save one by putting another in its place, and only the old one is watched.
    """
    if not path.is_dir():
        return False
    return sys.platform != "linux" or _disk(path.resolve()) in _OWN_DISKS


def _disk(path: Path) -> str:
    """Return the kind of the disk on which `path` stands, as Linux calls it."""
    kinds = {}
    for line in _MOUNTS.read_text("utf-8", "surrogateescape").splitlines():
        _, place, kind, *_ = line.split(" ")
        kinds[place.encode("ascii", "backslashreplace").decode("unicode_escape")] = kind
    return next((kinds[str(each)] for each in (path, *path.parents) if str(each) in kinds), "")
