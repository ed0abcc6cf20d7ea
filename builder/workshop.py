"""Results are made beside the place where they belong, and only what is whole takes that place.

A workshop is a hidden folder there, which a process holds by a lock for as long as it or a child of it lives.
One that nobody holds was left by a process that was killed: the next one clears it away, and puts back what
had been taken from its place.
"""

import contextlib
import errno
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MARK = ".puri-"
_NAME = re.compile(rf"\.(.+){re.escape(_MARK)}[a-z0-9_]{{8}}")  # the ending is that of `tempfile`
_LOCK = "lock"
_NEW = "new"
_OLD = "old"
_TRIES = 100  # to take a place that other processes take at the same time
_TAKEN = {errno.ENOTEMPTY, errno.EEXIST}  # one of them was quicker, and may be gone again by now

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True)
class Workshop:
    """A folder beside `target`, on the same disk; `new` is the empty folder to fill."""

    target: Path
    folder: Path

    @property
    def new(self) -> Path:
        """The folder to fill."""
        return self.folder / _NEW

    def publish(self) -> None:
        """Put `new` in the place of the target; what stood there goes away with the workshop.

        Where the system can exchange two folders (Linux), the place is never empty. Elsewhere it is between
        two renamings, and whoever works there next mends what was stopped between them.
        """
        for number in range(_TRIES):
            if _exchange(self.new, self.target):
                return
            with contextlib.suppress(FileNotFoundError):
                self.target.rename(self.folder / f"{_OLD}-{number:02}")
            try:
                self.new.rename(self.target)
            except OSError as error:
                if error.errno not in _TAKEN and not self.target.exists():
                    raise
            else:
                return
        raise FileExistsError(f"{self.target}: others write there all the time")


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """Give a workshop for `target` and clear it away whatever happens, with those that were left there.

    Where `target` is a symbolic link, the place that it leads to is meant, and the link stays.
    """
    target = Path(os.path.realpath(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    clear(target.parent)
    folder, lock = _opened(target)
    try:
        made = Workshop(target, folder)
        made.new.mkdir()
        yield made
    finally:
        _close(folder, lock)
        clear(target.parent)  # a process killed just before may have had children that lived on until now


def clear(parent: Path) -> None:
    """Clear away the workshops in the folder `parent` that nobody is using."""
    with contextlib.suppress(OSError):
        for folder in sorted(parent.iterdir()):
            if _NAME.fullmatch(folder.name) and not folder.is_symlink() and folder.is_dir():
                _clear_if_left(folder)


def _clear_if_left(folder: Path) -> None:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()  # one that has no lock yet is empty; its maker makes another one
        return
    try:
        is_left = _take(lock)
    except OSError:  # a disk without locks
        is_left = False
    if is_left:
        _close(folder, lock)
    else:
        os.close(lock)


def _opened(target: Path) -> tuple[Path, int]:
    """Make a folder and its lock, and take that; others may clear the folder away in between."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}{_MARK}", dir=target.parent))
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileNotFoundError:
            continue
        except OSError:
            folder.rmdir()
            raise
        try:
            is_ours = _take(lock) and _is_there(lock, folder / _LOCK)
        except OSError:  # a disk without locks, where nobody will clear it away either
            is_ours = True
        if is_ours:
            return folder, lock
        os.close(lock)


def _is_there(lock: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), file.stat())
    except FileNotFoundError:
        return False


def _close(folder: Path, lock: int) -> None:
    """Put back what was taken from its place and not replaced, and clear the rest away."""
    name = _NAME.fullmatch(folder.name)
    taken = sorted(folder.glob(f"{_OLD}-*"))
    if name and taken and not os.path.lexists(target := folder.with_name(name[1])):
        with contextlib.suppress(OSError):  # another process has put something there
            taken[-1].rename(target)
    for path in folder.iterdir():
        if path.name != _LOCK:
            shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                path.unlink()  # no folder
    if os.name == "nt":  # where an open file cannot be deleted
        os.close(lock)
    if [path.name for path in folder.iterdir()] == [_LOCK]:  # the last: without it nobody clears the rest
        (folder / _LOCK).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()
    if os.name != "nt":
        os.close(lock)


def _take(lock: int) -> bool:
    """Lock the open file, if nobody else has. The system ends the lock with the last process that has it.

    Raises:
        OSError: there are no locks on this disk.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second on Windows
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once, where the system and the disk can; tell whether they did."""
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):  # no Linux, or a very old one
        return False
    names = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(renameat2(*names, _RENAME_EXCHANGE) == 0)
