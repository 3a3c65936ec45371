"""The plan before, as what the search counts changes against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ipmplan.study.stability import DAY, MOVED, PERSON, day_ticks, stays

if TYPE_CHECKING:
    from ipmplan.instance.held import Held
    from ipmplan.instance.instance import Instance

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Stability:
    """What each task was in the plan before.

    Parameters
    ----------
    tasks
        Those that the plan before has and people work at.
    day
        Slots of a working day.
    weight
        int64, (tasks,). How much another person weighs; 0 = it is not counted.
    date_weight
        int64, (tasks,). The same for another start.
    start
        int64, (tasks,). Portfolio slots from the status date to the start there.
    slot
        int64, (tasks,). Grid slot of that start; 0 where it is not counted, or behind the grid.
    people
        int64, (tasks, people). 1 for everybody who did it.
    count
        int64, (tasks,). How many they were.
    fixed
        What tasks that stay count: work in progress and what is tied to others stay as well, wherever they are.
    """

    tasks: Sequence[int]
    day: int
    weight: Ints
    date_weight: Ints
    start: Ints
    slot: Ints
    people: Ints
    count: Ints
    fixed: int


def stability(instance: Instance) -> Stability:
    """What `study.stability` says, by the instance's numbers."""
    number = len(instance.tasks)
    weight, dated, start, slot = (np.zeros(number, np.int64) for _ in range(4))
    people = np.zeros((number, len(instance.people)), np.int64)
    found = stays(instance.study)
    tasks = [task.index for task in instance.tasks if task.id in found]
    for task in tasks:
        stay = found[instance.tasks[task].id]
        weight[task] = stay.weight
        for person in stay.people:
            people[task, instance.person_index[person]] = 1
        if stay.start is not None:
            dated[task] = stay.weight
            start[task] = instance.passed(stay.start)
            moment = instance.moment(stay.start)
            slot[task] = moment if moment < instance.length else 0
    day = day_ticks(instance.portfolio)
    return Stability(
        tasks,
        day,
        weight,
        dated,
        start,
        slot,
        people,
        people.sum(axis=1),
        0 if instance.held is None else _fixed(instance.held),
    )


def changes(instance: Instance, tasks: Ints, seats: Ints) -> Ints:
    """What each task of a solution counts, in slots times tenths.

    Parameters
    ----------
    instance
        What is solved.
    tasks, seats
        int64, (tasks, 4) and (seats, 3). The rows of `models.solution.Solution`.

    Returns
    -------
    int64 array, (tasks,)
        0 where a task is where it was, done by whom it was.
    """
    from ipmplan.instance.seats import seats_of

    before, known = instance.stability, seats_of(instance)
    waits = instance.once(_waits)[known.first_mode[:-1] + tasks[:, 0]]
    passed = np.where(waits, tasks[:, 3], instance.axis.before[tasks[:, 1]])
    apart = np.abs(passed - before.start)
    dates = np.where(apart > 0, apart * DAY + MOVED * before.day, 0) * before.date_weight
    taken = seats[:, 0] >= 0
    owner, person = known.owner[taken], known.person[seats[taken, 0]]
    kept = before.people[owner, person]
    stayed = np.bincount(owner[kept > 0], minlength=len(passed))
    new = np.bincount(owner[kept == 0], minlength=len(passed))
    changed = np.maximum(new, before.count - stayed)
    counts: Ints = dates + changed * (PERSON * before.day) * before.weight
    return counts


def _waits(instance: Instance) -> NDArray[np.bool_]:
    """Whether each mode of all tasks is a wait."""
    return np.array([mode.wait is not None for task in instance.tasks for mode in task.modes], np.bool_)


def _fixed(held: Held) -> int:
    """What stays where it is not as before."""
    counts = changes(held.whole, held.tasks, held.seats)
    return held.whole.stability.fixed + int(counts.sum()) - int(counts[list(held.free)].sum())
