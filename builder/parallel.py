"""Work spread over the machine's cores, where the system can fork.

A forked child sees everything the parent has read and compiled, so only results travel, through a pipe.
Where forking is not to be relied on (Windows, macOS), or with one core, the same work is done here: the
results are the same.
"""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_FORK = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
_WORTH_IT = 200  # items; below, starting a process costs more than it saves


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Apply `work` to each of `items`, on all cores, and return the results in the order of the items.

    Results must pickle. An error that `work` raises in a child is raised here.
    """
    if not can_spread(len(items)):
        return list(map(work, items))
    cores = _cores()
    gc.freeze()  # a collection in a child would copy every page of memory that it looks at
    try:
        children = [_start(work, items[i::cores]) for i in range(1, cores)]
        parts = [list(map(work, items[::cores])), *(_received(work, *child) for child in children)]
    finally:
        gc.unfreeze()
    results: list[Result] = [parts[0][0]] * len(items)
    for i, part in enumerate(parts):
        results[i::cores] = part
    return results


def can_spread(count: int) -> bool:
    """Tell whether so many items are worth a process of their own, and there is a core for it."""
    return count >= _WORTH_IT and _cores() > 1


class Helper(Generic[Item, Result]):
    """A process that does `work` for whoever asks: this process, and those that it starts by `spread`.

    Worth it where `work` is slow to begin with and would begin anew in each of them.
    """

    def __init__(self, work: Callable[[Item], Result], begin: Callable[[], object]) -> None:
        """Start the process, which calls `begin` at once; it ends with this one."""
        self._work = work
        self._turn = _FORK.Lock()
        self._pipe, theirs = _FORK.Pipe()
        _FORK.Process(target=_serve, args=(work, begin, theirs, self._pipe), daemon=True).start()
        theirs.close()

    def __call__(self, item: Item) -> Result:
        """Return ``work(item)``, done there, or here once there is no such process any more."""
        with self._turn:
            try:
                self._pipe.send(item)
                result: Result = self._pipe.recv()
            except (EOFError, OSError):
                return self._work(item)
        return result


def _serve(
    work: Callable[[Item], Result], begin: Callable[[], object], pipe: Connection, theirs: Connection
) -> None:
    theirs.close()
    begin()
    while True:
        try:
            item = pipe.recv()
        except EOFError:  # nobody is left to ask
            return
        pipe.send(work(item))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _start(work: Callable[[Item], Result], items: Sequence[Item]) -> tuple[Sequence[Item], Connection]:
    receiver, sender = _FORK.Pipe(duplex=False)
    _FORK.Process(target=_send, args=(work, items, sender), daemon=True).start()
    sender.close()
    return items, receiver


def _send(work: Callable[[Item], Result], items: Sequence[Item], sender: Connection) -> None:
    try:
        sender.send((list(map(work, items)), None))
    except Exception as error:  # whatever it is: the parent raises it
        sender.send((None, error))


def _received(work: Callable[[Item], Result], items: Sequence[Item], receiver: Connection) -> list[Result]:
    """Take a child's results; where the child was killed (out of memory, say), do its work here."""
    try:
        results: list[Result]
        results, error = receiver.recv()
    except EOFError:
        return list(map(work, items))
    if error is not None:
        raise error
    return results
