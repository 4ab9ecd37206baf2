"""A function over many items in several processes, with the outcomes in the order of the items.

Not `concurrent.futures`, because there the death of one process ends the run; here it costs one item, and it is known
which.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

# How many outcomes may wait for one before them, for each process: bounds the memory.
_AHEAD = 8
_ALIVE_EVERY = 5.0


class _Worker:
    """A process and the pipe to it; ``at``: the number of the item it has, -1 when it has none."""

    __slots__ = ("at", "pipe", "process")

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        self.process: BaseProcess = multiprocessing.Process(target=_work, args=(theirs, function), daemon=True)
        self.process.start()
        theirs.close()  # so that the death of the process ends the pipe
        self.at = -1

    def give(self, at: int, item: object) -> None:
        self.at = at
        self.pipe.send((item,))

    def end(self) -> None:
        self.process.terminate()
        self.process.join(1)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.pipe.close()


def each(
    function: Callable[[Item], Outcome],
    items: Sequence[Item],
    *,
    workers: int,
    lost: Callable[[Item, str], Outcome],
) -> Generator[Outcome]:
    """Yield the outcome for each item, in order.

    ``workers``: processes besides this one, so that even with a single one a death costs one item; 0 for none.
    ``lost``: makes an outcome for an item whose process died or whose function raised, of the item and why.
    """
    if workers < 1:
        yield from (_alone(function, item, lost) for item in items)
        return
    pool: list[_Worker] = []
    done: dict[int, Outcome] = {}
    given = 0
    try:
        for at, item in enumerate(items):
            while at not in done:
                given = _feed(pool, function, items, given, min(at + workers * _AHEAD, len(items)), workers)
                for number, fine, value in _collect(pool):
                    done[number] = value if fine else lost(items[number], value)
            del item
            yield done.pop(at)
    finally:
        for worker in pool:
            worker.end()


def _alone(function: Callable[[Item], Outcome], item: Item, lost: Callable[[Item, str], Outcome]) -> Outcome:
    try:
        return function(item)
    except Exception as error:  # as in a process of its own, one item must not stop the others
        return lost(item, f"{type(error).__name__}: {error}")


def _feed(
    pool: list[_Worker], function: Callable[[Any], Any], items: Sequence[Any], given: int, until: int, most: int
) -> int:
    """Give items to idle processes, starting those that are missing. Return the number of the next item."""
    for worker in pool:
        if worker.at < 0 and given < until:
            worker.give(given, items[given])
            given += 1
    while len(pool) < most and given < until:
        pool.append(_Worker(function))
        pool[-1].give(given, items[given])
        given += 1
    return given


def _collect(pool: list[_Worker]) -> Iterator[tuple[int, bool, Any]]:
    """Wait for outcomes: the number of the item, whether there is one, and it or why not."""
    ready = wait([worker.pipe for worker in pool if worker.at >= 0])
    for worker in [one for one in pool if one.pipe in ready]:
        at, worker.at = worker.at, -1
        try:
            fine, value = worker.pipe.recv()
        except (EOFError, OSError):
            pool.remove(worker)
            worker.process.join()
            code = worker.process.exitcode or 0
            worker.end()
            fine, value = False, f"its process was killed (signal {-code})" if code < 0 else "its process ended"
        yield at, fine, value


def _work(pipe: Connection[Any, Any], function: Callable[[Any], Any]) -> None:
    """Serve one pipe until its other end, or the process that holds it, is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    parent = multiprocessing.parent_process()
    with contextlib.suppress(EOFError, OSError):
        while True:
            if not pipe.poll(_ALIVE_EVERY):
                if parent is not None and not parent.is_alive():
                    return
                continue
            (item,) = pipe.recv()
            try:
                outcome = (True, function(item))
            except Exception as error:
                outcome = (False, f"{type(error).__name__}: {error}")
            pipe.send(outcome)
