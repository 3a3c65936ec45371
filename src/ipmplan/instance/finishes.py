"""Groups of tasks whose last finish counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ipmplan.instance.axis import Slots


@dataclass(frozen=True, slots=True)
class FinishGroup:
    """Tasks whose last finish counts: `weight` times the portfolio slots it is beyond `target`, at least `floor`."""

    tasks: Sequence[int]
    weight: int = 1
    target: int = 0
    floor: int = 0


class TaskGroups:
    """Groups of tasks of which the largest of some numbers is asked for.

    Examples
    --------
    >>> TaskGroups([(0, 2), (), (1,)]).most(np.array([5, 6, 7]))[::2]
    [7, 6]
    """

    def __init__(self, groups: Sequence[Sequence[int]]) -> None:
        # An empty group has a number of its own that is below all others.
        self._members = np.array([task for group in groups for task in (group or [-1])], dtype=np.int64)
        self._firsts = np.cumsum([0, *(len(group) or 1 for group in groups)])[:-1].astype(np.int64)

    def most(self, numbers: Slots) -> list[int]:
        """Largest number of each group, far below 0 for an empty one."""
        if not len(self._firsts):
            return []
        found = np.where(self._members < 0, -(10**9), numbers[self._members]) if len(numbers) else self._members
        return [int(number) for number in np.maximum.reduceat(found, self._firsts)]
