"""Calendars on the shared grid.

The *shared grid* holds the ticks from the status date on at which anybody (or the portfolio calendar) works, numbered
from 0: its slots. A moment is the number of slots before it. Every person's task time and the portfolio's time are
subsets of the slots; where a person works in all slots, nothing has to be looked up.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.calendar import Calendar

Slots = NDArray[np.int64]


def ended(calendar: Calendar, today: int, tick: int) -> int:
    """How many of a calendar's ticks, counted from `today`, work has to fill so that it ends at a tick or later.

    Examples
    --------
    >>> week = Calendar([(9, 17), (33, 41)])
    >>> ended(week, 9, 17), ended(week, 9, 20)
    (8, 9)
    """
    count = calendar.before(tick)
    late = bool(count) and calendar.slot(count - 1) + 1 >= tick
    return count + (0 if late else 1) - calendar.before(today)


class TimeAxis:
    """One calendar on the shared grid.

    Parameters
    ----------
    mask
        For each slot of the grid, whether it is worked.
    """

    def __init__(self, mask: NDArray[np.bool_]) -> None:
        self.slots: Slots = np.flatnonzero(mask).astype(np.int64)
        self.before: Slots = np.concatenate([[0], np.cumsum(mask)]).astype(np.int64)
        self.complete: bool = bool(mask.all())

    @cached_property
    def slot_list(self) -> list[int]:
        """Grid slot of each own slot."""
        return [int(slot) for slot in self.slots.tolist()]

    @cached_property
    def before_list(self) -> list[int]:
        """Own slots before each moment of the grid."""
        return [int(count) for count in self.before.tolist()]

    @cached_property
    def holes(self) -> list[tuple[int, int]]:
        """Maximal runs of grid slots that are not worked, up to the last own slot."""
        if self.complete or not len(self.slots):
            return []
        edges = np.flatnonzero(np.diff(self.slots) > 1)
        runs = [(int(self.slots[i]) + 1, int(self.slots[i + 1])) for i in edges]
        return ([(0, int(self.slots[0]))] if self.slots[0] > 0 else []) + runs
