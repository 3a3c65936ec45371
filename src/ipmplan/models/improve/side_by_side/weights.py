"""Weights of tasks such that no set that may run side by side weighs much: what all tasks weigh, for as long as they last, is a bound.

Such weights are a lifted cumulative constraint. The linear program finds the best ones; what is believed of them are whole numbers and the heaviest set of all. (Mingozzi, Maniezzo,
Ricciardelli & Bianco 1998, "An exact algorithm for the resource-constrained project scheduling problem based on a new mathematical
formulation", Management Science 44(5), 714-729, whose bound with sets of tasks is its dual; Sidorov 2026, "On inferring cumulative constraints", arXiv 2602.15635.)
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from ipmplan.models.improve.side_by_side.sets import SideBySide
from ipmplan.models.kernel.arrays import Ints

SCALE = 1000
MOST_ROUNDS = 60
MOST_ADDED = 30
HEAVY = 1 + 1e-6


@dataclass(frozen=True)
class Weights:
    """Weights of tasks, one row for each way to weigh them.

    Parameters
    ----------
    each
        int64, (weights, tasks).
    most
        int64, (weights,). What a set that may run side by side weighs at the most.
    """

    each: Ints
    most: Ints

    def bound(self, length: Ints) -> int:
        """Slots that all tasks take at the least.

        Parameters
        ----------
        length
            int64, (tasks,). Slots of each.
        """
        return int(max(-(-(self.each @ length) // self.most)))


def heaviest(problem: SideBySide, count: int, random: Random) -> Weights:
    """Find weights that give a good bound: the first for all tasks as they are, others as if some lasted longer; the last are all alike."""
    rows = _Rows(problem.sets)
    found = [rows.weights(problem.length.astype(np.float64))]
    for _ in range(count - 1):
        lasting = [float(length) * random.uniform(0.3, 1.2) for length in problem.length]
        found.append(rows.weights(np.array(lasting)))
    found.append(np.ones_like(found[0]))
    each = np.stack([weights for weights in found if weights.any()])
    return Weights(each, np.array([_heaviest_set(problem.sets, row) for row in each], np.int64))


def _heaviest_set(sets: NDArray[np.bool_], weights: Ints) -> int:
    return int((sets @ weights).max())


class _Rows:
    """The linear program: the weights of no set come to more than 1; sets join it when they do."""

    def __init__(self, sets: NDArray[np.bool_]) -> None:
        from ortools.linear_solver import pywraplp

        self.sets = sets
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.made = [self.solver.NumVar(0, 1, "") for _ in range(sets.shape[1])]
        self.known = np.zeros(len(sets), np.bool_)

    def weights(self, lasting: NDArray[np.float64]) -> Ints:
        """Weights that make the sum of slots times weights large, times SCALE in whole numbers.

        Parameters
        ----------
        lasting
            float64, (tasks,). Slots of each task.
        """
        objective = self.solver.Objective()
        objective.SetMaximization()
        for variable, slots in zip(self.made, lasting, strict=True):
            objective.SetCoefficient(variable, float(slots))
        values = np.zeros(len(self.made))
        for _ in range(MOST_ROUNDS):
            self.solver.Solve()
            values = np.array([variable.solution_value() for variable in self.made])
            weigh = self.sets @ values
            weigh[self.known] = 0
            heavy = np.argsort(-weigh, kind="stable")[:MOST_ADDED]
            heavy = heavy[weigh[heavy] > HEAVY]
            if not len(heavy):
                break
            for number in heavy:
                row = self.solver.Constraint(0, 1)
                for task in np.nonzero(self.sets[number])[0]:
                    row.SetCoefficient(self.made[task], 1)
            self.known[heavy] = True
        return np.maximum(0, np.rint(values * SCALE)).astype(np.int64)
