"""Which tasks stand in the way of a goal: the last ones that it measures, and the chains that push them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from ipmplan.instance.seats import seats_of
from ipmplan.models.kernel.arrays import arrays
from ipmplan.models.kernel.chain import trace
from ipmplan.models.solution import Ints, Solution
from ipmplan.models.stage import culprits_of


def culprit(solution: Solution, goal: str, random: Random) -> int:
    """Choose a task whose earlier end would help: of a late milestone, of a project, or of the whole plan."""
    finish = solution.finish
    groups = culprits_of(goal, solution)
    return _last(finish, random.choice(groups) if groups else range(len(finish)), random)


def _last(finish: Ints, tasks: Sequence[int], random: Random) -> int:
    ends = finish if isinstance(tasks, range) else finish[list(tasks)]
    chosen = random.choice(np.flatnonzero(ends == ends.max()).tolist())
    return int(tasks[chosen])


def pushing(solution: Solution, task: int, random: Random) -> list[int]:
    """One chain back from a task: each ends where the next begins, tied by a link, a person or a pool."""
    chain = np.empty(len(solution.tasks), np.int64)
    owners = seats_of(solution.instance).owner
    seed = random.randrange(1 << 30)
    count = trace(arrays(solution.instance), solution.tasks[None], solution.seats[None], owners, task, seed, chain)
    return [int(number) for number in chain[:count]]
