"""What a constructor is told of each task: for searches that change a little of it and look at the plan that comes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance.seats import seats_of
from ipmplan.models.clock import CONSTRUCTION, Clock
from ipmplan.models.construct.constructor import Constructor, Guide
from ipmplan.models.solution import Ints, Solution

# Deterministic work that a plan which is tried counts as beside its construction: what it is worth is told in Python.
WEIGHED = 3e-4


@dataclass(frozen=True)
class Recipe:
    """What a constructor is told.

    Parameters
    ----------
    keys
        float64, (tasks,). Turns; smaller first.
    modes
        int64, (tasks,). Mode of each, -1 = any.
    kept
        int64, (seats,). Who keeps each seat, -1 = anybody; as in `Guide`.
    releases
        int64, (tasks,). Grid moments before which none begins.
    """

    keys: NDArray[np.float64]
    modes: Ints
    kept: Ints
    releases: Ints

    @classmethod
    def of(cls, solution: Solution) -> Recipe:
        """What gives a plan back: the turn of a task is when the last of those who work on it begins."""
        keys = solution.tasks[:, 1].astype(np.float64)
        taken = solution.seats[:, 0] >= 0
        np.maximum.at(keys, seats_of(solution.instance).owner[taken], solution.seats[taken, 1])
        fresh = np.array([task.started is None for task in solution.instance.tasks], np.bool_)
        releases = np.where(fresh, solution.tasks[:, 1], 0).astype(np.int64)
        return cls(keys, solution.tasks[:, 0], solution.seats[:, 0], releases)

    def build(self, constructor: Constructor) -> Solution:
        """Construct the plan.

        Raises
        ------
        DoesNotFit
            As `Constructor.build` does.
        """
        constructor.delay(self.releases)
        return constructor.build(Guide(self.keys, self.modes, self.kept))

    def tried(self, constructor: Constructor, clock: Clock) -> Solution:
        """Construct the plan for a search that weighs it in Python, and count that; raises as `build` does."""
        clock.spend(CONSTRUCTION * len(self.keys) + WEIGHED)
        return self.build(constructor)
