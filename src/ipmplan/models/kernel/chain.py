"""The tasks that push another one: each ends where the next begins."""

from __future__ import annotations

from ipmplan.models.kernel.arrays import Arrays, Ints
from ipmplan.models.kernel.columns import (
    BEFORE,
    CAPACITY,
    FIRST_LINK,
    FIRST_MODE,
    FIRST_USE,
    PERSON,
    POOL,
)
from ipmplan.models.kernel.compiled import compiled

NEAR = 1


@compiled
def trace(a: Arrays, tasks: Ints, seats: Ints, owners: Ints, last: int, seed: int, chain: Ints) -> int:
    """Write one chain back from a task into `chain`; returns its length.

    Parameters
    ----------
    a
        The instance.
    tasks, seats
        int64, (plans, tasks, 4) and (plans, seats, 3). Plans of which the first counts; see `solution.Solution`.
    owners
        int64, (seats,). The task of each seat.
    last
        The task with which the chain begins.
    seed
        Of the choice between several that push.
    chain
        int64, (tasks,). Room for all tasks.
    """
    chain[0] = last
    count = 1
    while True:
        task = chain[count - 1]
        start = tasks[0, task, 1]
        found, ways = -1, 0
        for way in range(3):
            if way == 0:
                first, behind = a.rows[task, FIRST_LINK], a.rows[task + 1, FIRST_LINK]
            else:
                first, behind = 0, len(owners) if way == 1 else tasks.shape[1]
            for number in range(first, behind):
                other = a.rows[number, BEFORE] if way == 0 else owners[number] if way == 1 else number
                if tasks[0, other, 2] < start - NEAR or (way > 0 and tasks[0, other, 2] > start):
                    continue
                if way > 0 and not _shares(a, tasks, seats, owners, task, number, way):
                    continue
                known = False
                for k in range(count):
                    known = known or chain[k] == other
                if known:
                    continue
                ways += 1
                seed = (seed * 1103515245 + 12345) % (1 << 31)
                if (seed >> 8) % ways == 0:
                    found = other
        if found < 0:
            return count
        chain[count] = found
        count += 1


@compiled
def _shares(a: Arrays, tasks: Ints, seats: Ints, owners: Ints, task: int, number: int, way: int) -> bool:
    """Whether a seat is somebody's who works at a task, or another task uses a pool that it uses."""
    if way == 1:
        if seats[0, number, 0] < 0:
            return False
        person = a.able[seats[0, number, 0], PERSON]
        for seat in range(len(owners)):
            if owners[seat] == task and seats[0, seat, 0] >= 0 and a.able[seats[0, seat, 0], PERSON] == person:
                return True
        return False
    mine = a.rows[task, FIRST_MODE] + tasks[0, task, 0]
    its = a.rows[number, FIRST_MODE] + tasks[0, number, 0]
    for use in range(a.rows[mine, FIRST_USE], a.rows[mine + 1, FIRST_USE]):
        for other in range(a.rows[its, FIRST_USE], a.rows[its + 1, FIRST_USE]):
            if a.rows[use, POOL] == a.rows[other, POOL] and a.rows[use, CAPACITY] >= 0:
                return True
    return False
