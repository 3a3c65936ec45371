"""Many plans at once: on the processors of this machine, or wherever an executor runs them."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from os import cpu_count
from queue import Empty, SimpleQueue
from threading import Event as Flag
from typing import TYPE_CHECKING, cast

from ipmplan.errors import InputError, Issue
from ipmplan.planner import prepare
from ipmplan.scenarios.jobs import PlanJob, PlanResult, run_job

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event as ProcessFlag

Told = Callable[[PlanResult, int, int], None]
LOOKS = 0.2
"""Seconds between two looks at whether to stop."""
TRIES = 3
"""How often a pool of our own is begun anew when one of its processes was killed."""


def run_all(
    jobs: Sequence[PlanJob],
    executor: Executor | None = None,
    *,
    on_done: Callable[[PlanResult, int, int], None] | None = None,
    stop: Flag | None = None,
) -> list[PlanResult | None]:
    """Make many plans.

    Parameters
    ----------
    jobs
        What is asked.
    executor
        Where: whatever has `submit` and returns futures, as `concurrent.futures` describes them. None = a process for each
        processor of this machine, or this process where one will do.
    on_done
        Called with each result as soon as it is there, how many there are, and of how many.
    stop
        Set it to cancel what has not begun; what is planned on this machine ends with its best plan so far.

    Returns
    -------
    list of PlanResult or None
        In the order of the jobs; None for those that were cancelled.

    Raises
    ------
    InputError
        When a portfolio is wrong, or processes cannot be started.
    """
    found: list[PlanResult | None] = [None] * len(jobs)
    if executor is not None:
        _gather(jobs, found, executor, on_done, stop, None)
        return found
    processes = min(cpu_count() or 1, len(jobs))
    if processes < 2:
        return _here(jobs, on_done, stop)
    for attempt in range(1, TRIES + 1):
        try:
            with local_processes(processes) as pool:
                _gather(jobs, found, pool.executor, on_done, stop, pool.flag)
        except BrokenProcessPool as error:
            if attempt == TRIES:
                message = "the processes that plan ended before they were done"
                hint = 'Maybe the script has to begin with `if __name__ == "__main__":`, or memory ran out?'
                raise InputError(Issue(message, "executor", hint)) from error
            continue
        break
    return found


@dataclass(frozen=True)
class LocalPool:
    """Processes on this machine, and the flag that ends their searches."""

    executor: ProcessPoolExecutor
    flag: ProcessFlag


@contextmanager
def local_processes(number: int) -> Iterator[LocalPool]:
    """Processes that are ready to plan: compiled code is loaded, and Ctrl-C is left to the one that asks.

    Parameters
    ----------
    number
        How many.
    """
    # Compiled here once, so that processes need not do it each.
    prepare()
    # A search has threads, and a process with threads cannot be forked.
    context = multiprocessing.get_context("spawn")
    flag = context.Event()
    pool = ProcessPoolExecutor(number, context, _begin, (flag,))
    try:
        yield LocalPool(pool, flag)
    except BaseException:
        flag.set()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)


class _Own:
    """What a process of the local pool knows."""

    flag: ProcessFlag | None = None


def _begin(flag: ProcessFlag) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Own.flag = flag
    prepare()


def run_remote(job: PlanJob) -> PlanResult:
    """Make the plan of a job in whatever process this is; in one of ours the pool's flag ends it."""
    return run_job(job, cast("Flag | None", _Own.flag))


def _here(jobs: Sequence[PlanJob], on_done: Told | None, stop: Flag | None) -> list[PlanResult | None]:
    found: list[PlanResult | None] = []
    for number, job in enumerate(jobs, start=1):
        if stop is not None and stop.is_set():
            found.append(None)
            continue
        result = run_job(job, stop)
        found.append(result)
        if on_done is not None:
            on_done(result, number, len(jobs))
    return found


def _gather(
    jobs: Sequence[PlanJob],
    found: list[PlanResult | None],
    executor: Executor,
    on_done: Told | None,
    stop: Flag | None,
    flag: ProcessFlag | None,
) -> None:
    """Run the jobs that have no result yet, and keep each result at once: what was done is not lost when a pool breaks."""
    ready: SimpleQueue[Future[PlanResult]] = SimpleQueue()
    numbers: dict[Future[PlanResult], int] = {}
    try:
        for number, job in enumerate(jobs):
            if found[number] is None:
                numbers[executor.submit(run_remote, job)] = number
        for future in numbers:
            future.add_done_callback(ready.put)
        for _ in range(len(numbers)):
            future = _next(ready, numbers, stop, flag)
            try:
                result = future.result()
            except CancelledError:
                continue
            found[numbers[future]] = result
            if on_done is not None:
                on_done(result, sum(one is not None for one in found), len(jobs))
    except BaseException:
        for future in numbers:
            future.cancel()
        raise


def _next(
    ready: SimpleQueue[Future[PlanResult]],
    waiting: Iterable[Future[PlanResult]],
    stop: Flag | None,
    flag: ProcessFlag | None,
) -> Future[PlanResult]:
    """Wait for the next one that is done; tell the others to end once that is asked."""
    stopped = False
    while True:
        if stop is not None and stop.is_set() and not stopped:
            stopped = True
            if flag is not None:
                flag.set()
            for future in waiting:
                future.cancel()
        try:
            return ready.get(timeout=LOOKS)
        except Empty:
            continue
