"""Serial schedule generation: tasks in the order of a priority list, each as early as it goes.

Source: Kolisch (1996), "Serial and parallel resource-constrained project scheduling methods revisited", EJOR 90,
320-333; here with calendars, shares, groups of people and alternatives.
"""

from __future__ import annotations

from ipmplan.models.kernel.arrays import Arrays
from ipmplan.models.kernel.columns import (
    AFTER,
    ALL_TASKS,
    CEILING,
    END,
    FIRST_FOLLOWER,
    FIRST_LINK,
    HEAP,
    KEY,
    PLACED,
    TAIL,
    WAITING,
)
from ipmplan.models.kernel.compiled import compiled
from ipmplan.models.kernel.placing import place
from ipmplan.models.kernel.timelines import State, clear, keep


@compiled
def construct(a: Arrays, s: State) -> int:
    """Place every task as the state's wishes say; returns the task that does not fit or leads beyond the ceiling, or -1.

    Keys have to be different.
    """
    clear(a, s)
    keep(a, s)
    size = a.rows[-1, ALL_TASKS] - a.rows[-1, ALL_TASKS]
    horizon = a.moments.shape[1] - 1
    for task in range(a.rows[-1, ALL_TASKS]):
        s.rows[task, WAITING] = a.rows[task + 1, FIRST_LINK] - a.rows[task, FIRST_LINK]
        if s.rows[task, WAITING] == 0:
            size = _push(s, size, task)
    while size > 0:
        task = s.rows[0, HEAP]
        size = _pop(s, size)
        if not place(a, s, task):
            return int(task)
        s.rows[task, WAITING] = PLACED
        if a.moments[0, min(s.rows[task, END] + s.rows[task, TAIL], horizon)] > s.rows[-1, CEILING]:
            return int(task)
        for follower in range(a.rows[task, FIRST_FOLLOWER], a.rows[task + 1, FIRST_FOLLOWER]):
            after = a.rows[follower, AFTER]
            s.rows[after, WAITING] -= 1
            if s.rows[after, WAITING] == 0:
                size = _push(s, size, after)
    return -1


@compiled
def _push(s: State, size: int, task: int) -> int:
    """Put a task on the heap of those that can be placed."""
    at = size
    while at > 0:
        parent = (at - 1) // 2
        if s.rows[task, KEY] >= s.rows[s.rows[parent, HEAP], KEY]:
            break
        s.rows[at, HEAP] = s.rows[parent, HEAP]
        at = parent
    s.rows[at, HEAP] = task
    return size + 1


@compiled
def _pop(s: State, size: int) -> int:
    """Take the first task off the heap."""
    size -= 1
    task = s.rows[size, HEAP]
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and s.rows[s.rows[child + 1, HEAP], KEY] < s.rows[s.rows[child, HEAP], KEY]:
            child += 1
        if s.rows[s.rows[child, HEAP], KEY] >= s.rows[task, KEY]:
            break
        s.rows[at, HEAP] = s.rows[child, HEAP]
        at = child
    s.rows[at, HEAP] = task
    return size
