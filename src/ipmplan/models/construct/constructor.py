"""A complete plan in microseconds: serial schedule generation in the order of a priority list.

The work is done by `kernel`, which is compiled; here wishes become numbers, and what was placed becomes a solution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance, TaskModel
from ipmplan.instance.seats import seats_of
from ipmplan.models.kernel.arrays import arrays, first_seat
from ipmplan.models.kernel.columns import (
    ABLE,
    FIRST_MODE,
    KEPT,
    KEY,
    MODE,
    PASSED,
    PRICE,
    RANK,
    RELEASE,
    SLOT,
    STOP,
    WISH,
)
from ipmplan.models.kernel.schedule import construct
from ipmplan.models.kernel.timelines import new_state
from ipmplan.models.solution import Ints, Solution

Keys = Sequence[float] | NDArray[np.float64]

FINE = 1 << 10
FAR = 1 << 42
DEAREST = 1e4


class DoesNotFit(Exception):
    """The shared grid ends before all work is placed, or nobody is left who may do a part."""

    def __init__(self, task: TaskModel) -> None:
        super().__init__(task.id)
        self.task = task


@dataclass(frozen=True)
class Guide:
    """What the constructor is told.

    Parameters
    ----------
    keys
        Priority of each task; smaller first.
    modes
        Mode to use for each task, -1 = any; None = any for all.
    kept
        For each seat of a task with a mode, the number of the able row that keeps it, -1 = anybody; see `solution.Solution`.
    prices
        For each task, grid slots of delay that a cent of an hour's cost counts as.
    """

    keys: Keys
    modes: Ints | None = None
    kept: Ints | None = None
    prices: NDArray[np.float64] | None = None


def choosing(
    instance: Instance, keys: Keys, modes: Mapping[int, int], people: Mapping[tuple[int, int], tuple[int, ...]]
) -> Guide:
    """Make a guide that fixes some tasks' modes, and people by task and part number."""
    known = seats_of(instance)
    wishes = np.full(len(instance.tasks), -1, np.int64)
    kept = np.full(int(known.first_seat[-1]), -1, np.int64)
    for task, mode in modes.items():
        wishes[task] = mode
        first = int(known.first_seat[task])
        taken: set[int] = set()
        for part, (row, seat) in zip(
            instance.tasks[task].modes[mode].parts, known.part_of[int(known.first_mode[task]) + mode], strict=True
        ):
            able = list(part.length)
            wanted = [p for p in people.get((task, part.number), ()) if p in part.length and p not in taken]
            for place, person in enumerate(wanted[: part.people]):
                kept[first + seat + place] = row + able.index(person)
                taken.add(person)
    return Guide(keys, wishes, kept)


class Constructor:
    """Builds solutions of one instance; `build` may be called many times, from one thread.

    Parameters
    ----------
    instance
        What is to plan.
    releases
        For each task a grid moment before which it does not start, on top of what the instance says; waits without a pool
        begin when their links allow.
    """

    def __init__(self, instance: Instance, releases: Ints | None = None) -> None:
        self.instance = instance
        self.arrays = arrays(instance)
        if releases is not None:
            rows = self.arrays.rows.copy()
            rows[: len(releases), RELEASE] = np.maximum(rows[: len(releases), RELEASE], releases)
            self.arrays = self.arrays._replace(rows=rows)
        self.state = new_state(self.arrays)
        self._released: Ints | None = None
        self._count = len(instance.tasks)
        self._seat = first_seat(instance)
        rank = self.arrays.rows[: self._count, RANK]
        self._offset = rank * (2 * FAR) * self._count + np.arange(self._count)
        self._first_mode = self.arrays.rows[: self._count, FIRST_MODE].copy()

    def delay(self, releases: Ints) -> None:
        """Begin no task before these grid moments, in place of those that were given before."""
        if self._released is None:
            self._released = self.arrays.rows[: self._count, RELEASE].copy()
            self.arrays = self.arrays._replace(rows=self.arrays.rows.copy())
        self.arrays.rows[: self._count, RELEASE] = np.maximum(self._released, releases)

    def build(self, guide: Guide) -> Solution:
        """Place every task as early as the list order allows.

        Raises
        ------
        DoesNotFit
            When the grid is too short or nobody may do a part.
        """
        count, rows = self._count, self.state.rows
        if not count:
            return Solution.of(self.instance, ())
        keys = np.clip(np.asarray(guide.keys) * FINE, -FAR, FAR).astype(np.int64)
        rows[:count, KEY] = keys * count + self._offset
        rows[:count, WISH] = -1 if guide.modes is None else guide.modes
        rows[self._seat : -1, KEPT] = -1 if guide.kept is None else guide.kept
        rows[:count, PRICE] = 0 if guide.prices is None else np.minimum(guide.prices, DEAREST) * SLOT
        missing = construct(self.arrays, self.state)
        if missing >= 0:
            raise DoesNotFit(self.instance.tasks[missing])
        tasks = rows[:count, MODE : PASSED + 1].copy()
        tasks[:, 0] -= self._first_mode
        return Solution(self.instance, tasks, rows[self._seat : -1, ABLE : STOP + 1].copy())
