"""The plan before, as what the search counts changes against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ipmplan.study.stability import day_ticks, stays

if TYPE_CHECKING:
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
    """

    tasks: Sequence[int]
    day: int
    weight: Ints
    date_weight: Ints
    start: Ints
    slot: Ints
    people: Ints
    count: Ints


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
    return Stability(tasks, day, weight, dated, start, slot, people, people.sum(axis=1))
