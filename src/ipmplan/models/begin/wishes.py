"""What a plan says of each task, as the constructor is told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.plan import Assignment
from ipmplan.instance import Instance, TaskModel
from ipmplan.instance.seats import seats_of
from ipmplan.models.begin.planned import PlanRows, dealt, start_of, tick_of
from ipmplan.models.solution import Choice, Ints


@dataclass(frozen=True)
class Wishes:
    """What a plan says of each task, as the constructor is told it.

    Parameters
    ----------
    turns
        float64, (tasks,). PlanRows starts of their last rows, in grid slots, so that nobody's time is taken before its turn; new tasks last.
    keys
        float64, (tasks,). PlanRows starts of the tasks, with what does not fit as planned behind all that does.
    starts
        float64, (tasks,). PlanRows starts of the tasks; new ones last.
    releases, modes
        int64, (tasks,). PlanRows starts and modes.
    kept, owner
        int64, (seats,). Who has each seat, and its task.
    unfit
        Tasks that are not as planned any more.
    """

    turns: NDArray[np.float64]
    starts: NDArray[np.float64]
    keys: NDArray[np.float64]
    releases: Ints
    modes: Ints
    kept: Ints
    owner: Ints
    unfit: Sequence[int]

    @classmethod
    def of(cls, instance: Instance, planned: PlanRows, choices: Sequence[Choice | None]) -> Wishes:
        """Read them from a plan; what it does not have comes last."""
        known = seats_of(instance)
        count, far = len(instance.tasks), float(instance.length)
        turns, starts, keys = np.zeros(count), np.zeros(count), np.zeros(count)
        releases, modes = np.zeros(count, np.int64), np.full(count, -1, np.int64)
        kept = np.full(int(known.first_seat[-1]), -1, np.int64)
        for task in instance.tasks:
            row, choice = planned.tasks.get(task.id), choices[task.index]
            if row is None:
                turns[task.index] = starts[task.index] = keys[task.index] = 3 * far
                continue
            start = start_of(instance, row.start)
            begins = [row.start, *(one.start for one in planned.rows.get(task.id, ()))]
            turns[task.index] = min(instance.moment(tick_of(instance, max(begins))), instance.length)
            starts[task.index] = start
            keys[task.index] = start if choice is not None else far + start
            releases[task.index] = start if task.started is None else 0
            mode = choice.mode if choice is not None else mode_wished(instance, task, planned)
            if mode is not None:
                modes[task.index] = mode
                _keep(instance, task, mode, planned.rows.get(task.id, ()), kept)
        unfit = [task for task, choice in enumerate(choices) if choice is None]
        return cls(turns, starts, keys, releases, modes, kept, known.owner.astype(np.int64), unfit)


def mode_wished(instance: Instance, task: TaskModel, planned: PlanRows) -> int | None:
    """The mode that is most like what a plan says, where its people may still do it; None where nothing is."""
    row, rows = planned.tasks[task.id], planned.rows.get(task.id, ())
    for number, mode in enumerate(task.modes):
        if mode.alternative == row.alternative and (mode.wait is not None or dealt(instance, mode, rows) is not None):
            return number
    return None


def _keep(instance: Instance, task: TaskModel, number: int, rows: Sequence[Assignment], kept: np.ndarray) -> None:
    """Note who has which seat of a task."""
    known = seats_of(instance)
    mode = task.modes[number]
    taken: dict[int, int] = {}
    for index, row in dealt(instance, mode, rows) or ():
        able, seat = known.part_of[int(known.first_mode[task.index]) + number][index]
        person = instance.person_index[row.person]
        place = int(known.first_seat[task.index]) + seat + taken.get(index, 0)
        kept[place] = able + list(mode.parts[index].length).index(person)
        taken[index] = taken.get(index, 0) + 1
