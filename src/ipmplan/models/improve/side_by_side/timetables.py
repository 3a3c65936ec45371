"""Asks for timetables that end before a moment."""

from __future__ import annotations

import numpy as np

from ipmplan.models.clock import Clock
from ipmplan.models.improve.side_by_side.sets import SideBySide
from ipmplan.models.improve.side_by_side.weights import Weights
from ipmplan.models.incumbent import Slice
from ipmplan.models.kernel.branching.branch import FOUND, NOT_DONE, Occupancy, branch, new_state

AT_ONCE = 3_000
STEP = 1e-6
"""Deterministic work that a step counts as."""


class Timetables:
    """A search through timetables; what was found last can be read.

    Parameters
    ----------
    problem, weights
        The tasks, and what they weigh.
    clock
        Where the work is counted.

    Attributes
    ----------
    starts
        Grid moment at which each task of the problem starts in the timetable that was found last.
    last
        Grid moment at which it ends, tails included.
    """

    def __init__(self, problem: SideBySide, weights: Weights, clock: Clock) -> None:
        self.problem, self.clock = problem, clock
        bits = np.array([sum(1 << int(task) for task in np.nonzero(row)[0]) for row in problem.before], np.int64)
        columns = np.stack([problem.length, problem.tail, bits], axis=1)
        self.asked = Occupancy(np.ascontiguousarray(columns), problem.needs, problem.room, weights.each, weights.most)
        self.starts: dict[int, int] = {}
        self.last = 0

    def ask(self, limit: int, steps: int, turn: Slice, order: int = 0, noise: int = 0, seed: int = 0) -> int:
        """Look for a timetable that ends before a grid moment.

        Parameters
        ----------
        limit
            The moment.
        steps
            How many at the most.
        turn
            Until when.
        order, noise, seed
            By which weights choices are ordered, with how much chance, and where that begins; see `branch`.

        Returns
        -------
        int
            FOUND, NONE (proved), NOT_DONE or TOO_MANY.
        """
        state = new_state(self.asked, seed)
        answer = NOT_DONE
        while answer == NOT_DONE and steps > 0 and not turn.turn_over:
            answer = branch(self.asked, state, limit, min(steps, AT_ONCE), order, noise)
            self.clock.spend(AT_ONCE * STEP)
            steps -= AT_ONCE
        if answer == FOUND:
            self.starts = {task: int(at) for task, at in zip(self.problem.tasks, state.starts, strict=True)}
            self.last = int((state.starts + self.problem.length + self.problem.tail).max())
        return answer
