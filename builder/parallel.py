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
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

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
    done: dict[int, list[Result]] = {}
    with ExitStack() as stack:
        turns = stack.enter_context(_line_up(range(0, len(items), step)))
        share = partial(_work_off, turns, lambda start: list(map(work, items[start : start + step])))
        shares = [stack.enter_context(_begin_share(share)) for _ in range(count - 1)]
        for number, result in share():
            done[number] = result
            for other in shares:
                done |= other.made()
        for other in shares:
            with suppress(EOFError):  # it was killed (out of memory, say): what it took is done below
                other.wait()
            done |= other.made()
    return [
        result
        for start in range(0, len(items), step)
        for result in done.get(start) or map(work, items[start : start + step])
    ]


@contextmanager
def _line_up(numbers: Iterable[int]) -> Iterator[int]:
    """Give the end of a pipe that holds `numbers`: each goes to whoever reads it first, on any core."""
    reader, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_NUMBER, "big") for number in numbers))
    os.close(writer)
    try:
        yield reader
    finally:
        os.close(reader)


def _numbers(pipe: int) -> Iterator[int]:
    """Take numbers out of a pipe until there are none, or, where it does not block, none for now."""
    with suppress(BlockingIOError):
        for taken in iter(partial(os.read, pipe, _NUMBER), b""):
            yield int.from_bytes(taken, "big")


def _work_off(turns: int, work: Callable[[int], Result]) -> Iterator[tuple[int, Result]]:
    """Apply `work` to numbers taken from `turns` until none is left."""
    return ((number, work(number)) for number in _numbers(turns))


class _Share(NamedTuple, Generic[Result]):
    """The work of another process: `made` returns what is new of it, by its numbers; `wait` for the end."""

    made: Callable[[], dict[int, Result]]
    wait: Callable[[], None]


@contextmanager
def _begin_share(share: Callable[[], Iterator[tuple[int, Result]]]) -> Iterator[_Share[Result]]:
    """Begin with `share` in a process of its own.

    It puts what it makes into a file in memory, piece by piece, and the pieces are taken from there while it
    goes on: packing and unpacking are a part of the work, of which each process does as much as it can.
    """
    pieces = os.memfd_create("pieces")
    ready, tells = os.pipe()
    os.set_blocking(ready, False)
    with Path("/proc/self/fd", str(pieces)).open("rb") as stream:  # with a place of its own in the file
        try:
            wait = begin(partial(_put_down, share, pieces, tells))
        finally:
            os.close(pieces)
            os.close(tells)
        try:
            yield _Share(lambda: {number: pickle.load(stream) for number in _numbers(ready)}, wait)  # noqa: S301
        finally:
            os.close(ready)


def _put_down(share: Callable[[], Iterator[tuple[int, object]]], pieces: int, tells: int) -> None:
    """Write each piece of `share` into the file `pieces`, and its number into the pipe `tells`."""
    with open(pieces, "wb") as stream:
        for number, result in share():
            pickle.dump(result, stream, pickle.HIGHEST_PROTOCOL)
            stream.flush()
            os.write(tells, number.to_bytes(_NUMBER, "big"))


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
