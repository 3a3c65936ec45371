"""Local search in compiled code, for stages that only count last finishes."""

from __future__ import annotations

from random import Random

import numpy as np

from ipmplan.models.aim import aim_of
from ipmplan.models.constructor import Constructor
from ipmplan.models.kernel.aim import KEYS, Aim
from ipmplan.models.kernel.climb import Plans, climb
from ipmplan.models.kernel.columns import SEED
from ipmplan.models.mirror import Mirror
from ipmplan.models.priorities import network, rules
from ipmplan.models.solution import Solution, facts
from ipmplan.models.stage import Stage

COOLING = 0.002
STALE = 4000
JUSTIFIED = 600
KEPT = 900
FAR = 10**6


class Climber:
    """Hill climbing with a little patience over priority lists; one object a thread.

    The list is the plan's own order of starts, so that an undisturbed list gives the plan back or a tighter one.
    """

    def __init__(self, stage: Stage, aim: Aim, start: Solution, random: Random) -> None:
        instance = stage.instance
        self.stage = stage
        self.best = start
        self._aim = aim
        self._constructor = Constructor(instance)
        self._constructor.state.rows[-1, SEED] = random.randrange(1 << 62)
        self._late = Mirror(instance).constructor(start.last_moment)
        orders = np.clip(np.array(rules(network(instance))), -FAR, FAR).astype(np.int64)
        known = facts(instance)
        tasks, seats = len(instance.tasks), len(known.owner)
        self._plans = Plans(
            tasks=np.zeros((4, tasks, 4), np.int64),
            seats=np.zeros((4, seats, 3), np.int64),
            keys=np.zeros((4, KEYS), np.int64),
            orders=orders,
            owners=known.owner.astype(np.int64),
            chain=np.zeros(2 * tasks, np.int64),
        )
        self._tuning = np.array([0, 0, STALE, JUSTIFIED, KEPT, 1], dtype=np.int64)
        self._take(start)

    @property
    def key(self) -> list[int]:
        """What the best plan is worth, as compiled code counts it; see `kernel.aim.judge`."""
        return [int(number) for number in self._plans.keys[1]]

    def adopt(self, solution: Solution) -> None:
        """Go on from a plan that somebody else found, when it is better."""
        if solution is not self.best and self.stage.key(solution) < self.stage.key(self.best):
            self.best = solution
            self._take(solution)

    def steps(self, count: int, patience: float) -> bool:
        """Try some lists; returns whether one gave a better plan than any before.

        Parameters
        ----------
        patience
            1 at the start of the search, 0 at its end: how willingly a worse plan is taken.
        """
        self._tuning[0] = count
        made, late = self._constructor, self._late
        better = climb(
            made.arrays,
            made.state,
            late.arrays,
            late.state,
            self._aim,
            self._plans,
            self._tuning,
            COOLING * max(patience, 1e-6),
        )
        if better:
            plans = self._plans
            self.best = Solution(self.stage.instance, plans.tasks[1].copy(), plans.seats[1].copy())
        return better > 0

    def _take(self, solution: Solution) -> None:
        violations, *rest = self.stage.key(solution)
        for row in (0, 1):
            self._plans.tasks[row] = solution.tasks
            self._plans.seats[row] = solution.seats
            self._plans.keys[row] = [*violations[1:], *rest]


def climber(stage: Stage, start: Solution, random: Random) -> Climber | None:
    """Make a climber where the stage allows it."""
    aim = aim_of(stage) if stage.instance.tasks else None
    return None if aim is None else Climber(stage, aim, start, random)
