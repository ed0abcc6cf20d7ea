"""Work spread over the machine's cores, where the system can fork.

A forked child sees everything the parent has read and compiled, so only results travel, through a pipe.
Where forking is not to be relied on (Windows, macOS), or with one core, the same work is done here: the
results are the same.
"""

import gc
import multiprocessing
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_FORK = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
_WORTH_IT = 200  # items; below, starting a process costs more than it saves
_TURNS = 32  # pieces that the work of each process is cut into, so that all end at about the same time
_NUMBER = 4  # bytes
_PATIENCE = 20  # seconds; what is begun there and what is asked take far less


def spread(work: Callable[[Item], Result], items: Sequence[Item], *, worth: int = _WORTH_IT) -> list[Result]:
    """Apply `work` to each of `items`, on all cores, and return the results in the order of the items.

    Results must pickle. An error that `work` raises in a child is raised here. Fewer items than `worth` are
    not worth a process.
    """
    count = processes(len(items), worth)
    if count == 1:
        return list(map(work, items))
    step = -(-len(items) // (count * _TURNS))
    turns = _line_up(range(0, len(items), step))
    share = partial(_work_off, turns, lambda start: list(map(work, items[start : start + step])))
    try:
        children = [_begin_share(share) for _ in range(count - 1)]
        done = dict(share())
    finally:
        os.close(turns)
    for child in children:
        with suppress(EOFError):  # it was killed (out of memory, say): what it took is done below
            done |= child()
    return [
        result
        for start in range(0, len(items), step)
        for result in done.get(start) or map(work, items[start : start + step])
    ]


def _line_up(numbers: Iterable[int]) -> int:
    """Return the end of a pipe that holds `numbers`: each goes to whoever reads it first, on any core."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_NUMBER, "big") for number in numbers))
    os.close(writer)
    return reader


def _work_off(turns: int, work: Callable[[int], Result]) -> Iterator[tuple[int, Result]]:
    """Apply `work` to numbers taken from `turns` until none is left."""
    for taken in iter(partial(os.read, turns, _NUMBER), b""):
        number = int.from_bytes(taken, "big")
        yield number, work(number)


def _begin_share(share: Callable[[], Iterator[tuple[int, Result]]]) -> Callable[[], dict[int, Result]]:
    """Start `share` in a process of its own; call what is returned for what it makes.

    That goes through a file in memory, piece by piece as it is made: packing it is a part of the work, of
    which each process does as much as it can, and a pipe would hold only little of it at a time.
    """
    results = os.fdopen(os.memfd_create("results"), "w+b")

    def write() -> list[int]:
        numbers = []
        for number, result in share():
            pickle.dump(result, results, pickle.HIGHEST_PROTOCOL)
            numbers.append(number)
        results.flush()
        return numbers

    written = begin(write)

    def read() -> dict[int, Result]:
        with results:
            numbers = written()
            results.seek(0)
            return {number: pickle.load(results) for number in numbers}  # noqa: S301 - our own

    return read


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Start `work` in a process of its own; call what is returned for its result, which must pickle.

    That call raises what `work` raised there, and EOFError if the process was killed.
    """
    receiver, sender = _FORK.Pipe(duplex=False)
    gc.freeze()  # a collection in a child would copy every page of memory that it looks at
    _FORK.Process(target=_send, args=(work, sender), daemon=True).start()
    gc.unfreeze()
    sender.close()
    return partial(_receive, receiver)


def aside(work: Callable[[], Result]) -> Callable[[], Result]:
    """Do the same as `begin` if there is another core; else `work` is done when its result is asked for."""
    return begin(work) if cores() > 1 else cache(work)


def stop() -> None:
    """End every process that this one has started."""
    for child in multiprocessing.active_children():
        child.terminate()
        child.join()


def _follow_parent() -> None:
    """End this process when the one that started it has ended, however that happened."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _let_go(needed: int) -> None:
    """Close what this process has inherited: it lives on, and somebody may wait for that to be closed."""
    parent = multiprocessing.parent_process()
    kept = {0, 1, 2, needed, parent.sentinel if parent else needed}
    for each in {int(path.name) for path in Path("/proc/self/fd").iterdir()} - kept:
        with suppress(OSError):  # the listing itself was one of them
            os.close(each)


def _follow(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _send(work: Callable[[], Result], sender: Connection) -> None:
    _follow_parent()
    try:
        _put(sender, (work(), None))
    except Exception as error:  # whatever it is: the parent raises it
        _put(sender, (None, error))


def _put(sender: Connection, value: object) -> None:
    """Do what `sender.send` does, several times as fast: that looks every object up in tables of its own."""
    sender.send_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def _receive(receiver: Connection) -> Any:
    try:
        result, error = receiver.recv()
    except OSError as broken:  # it was killed while it sent
        raise EOFError from broken
    if error is not None:
        raise error
    return result


def can_spread(count: int, worth: int = _WORTH_IT) -> bool:
    """Tell whether so many items are worth a process of their own, and there is a core for it."""
    return count >= worth and cores() > 1


def processes(count: int, worth: int = _WORTH_IT) -> int:
    """Return how many processes `count` items are worth, this one included."""
    return cores() if can_spread(count, worth) else 1


def cores() -> int:
    """Return how many processes can work at the same time, where work can be spread at all."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Helper(Generic[Item, Result]):
    """A process that does `work` for whoever asks: this process, and those that it starts by `spread`.

    Worth it where `work` is slow to begin with and would begin anew in each of them.
    """

    def __init__(self, work: Callable[[Item], Result], begin: Callable[[], object]) -> None:
        """Start the process, which calls `begin` at once; it ends with this one."""
        self._work = work
        self._is_lost = False
        self._turn = _FORK.Lock()
        self._pipe, theirs = _FORK.Pipe()
        _FORK.Process(target=_serve, args=(work, begin, theirs, self._pipe), daemon=True).start()
        theirs.close()

    def __call__(self, item: Item) -> Result:
        """Return ``work(item)``, done there, or here once there is no such process any more.

        Nor is it to be reached where another one was killed during its turn, which then never ends.
        """
        if self._is_lost or not self._turn.acquire(timeout=_PATIENCE):
            self._is_lost = True
            return self._work(item)
        try:
            self._pipe.send(item)
            result: Result = self._pipe.recv()
        except (EOFError, OSError):
            return self._work(item)
        finally:
            self._turn.release()
        return result


def _serve(
    work: Callable[[Item], Result], begin: Callable[[], object], pipe: Connection, theirs: Connection
) -> None:
    theirs.close()
    _let_go(pipe.fileno())
    _follow_parent()
    begin()
    while True:
        try:
            item = pipe.recv()
        except EOFError:  # nobody is left to ask
            return
        pipe.send(work(item))
