"""Many processes: order, deaths, ends."""

from __future__ import annotations

import os
import signal
import time

import pytest

from teikit import parallel


def work(item: int) -> str:
    if item % 10 == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if item % 10 == 5:
        raise MemoryError
    if item % 10 == 7:
        os._exit(3)
    time.sleep(0.002 * (item % 4))
    return f"{item} done"


def lost(item: int, why: str) -> str:
    return f"{item} lost: {why}"


def test_outcomes_come_in_order_and_a_death_costs_one_item() -> None:
    outcomes = list(parallel.each(work, range(40), workers=3, lost=lost))
    assert [int(one.split()[0]) for one in outcomes] == list(range(40))
    assert outcomes[0] == "0 done"
    assert outcomes[13] == "13 lost: its process was killed (signal 9)"
    assert outcomes[15] == "15 lost: MemoryError: "
    assert outcomes[17] == "17 lost: its process ended"
    assert sum("done" in one for one in outcomes) == 28


def test_without_workers_this_process_does_it() -> None:
    assert list(parallel.each(lambda n: n if n else 1 // n, [1, 0, 2], workers=0, lost=lost)) == [
        1,
        "0 lost: ZeroDivisionError: integer division or modulo by zero",
        2,
    ]


def test_a_single_process_that_dies_has_a_successor() -> None:
    outcomes = list(parallel.each(work, [1, 3, 2], workers=1, lost=lost))
    assert outcomes == ["1 done", "3 lost: its process was killed (signal 9)", "2 done"]


def pid(item: int) -> int:
    time.sleep(0.01)
    return os.getpid() + 0 * item


def sleepy(item: int) -> int:
    time.sleep(30 if item else 0)
    return os.getpid()


def test_leaving_early_ends_the_processes() -> None:
    results = parallel.each(sleepy, range(4), workers=2, lost=lambda item, _: item)
    worker = next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 5
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def unpicklable(item: int) -> object:
    return lambda: item


def test_an_outcome_that_cannot_be_sent_is_told() -> None:
    outcomes = list(parallel.each(unpicklable, [1, 2], workers=2, lost=lost))
    assert all("lost" in str(one) for one in outcomes)


def test_no_items_start_no_process() -> None:
    assert list(parallel.each(pid, [], workers=4, lost=lambda item, _: item)) == []
