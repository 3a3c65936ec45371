"""Which tasks stand in the way of a goal: the last ones that it measures, and the chains that push them."""

from __future__ import annotations

from random import Random

import numpy as np

from ipmplan.models.kernel.arrays import arrays
from ipmplan.models.kernel.chain import trace
from ipmplan.models.solution import Ints, Solution, facts


def culprit(solution: Solution, goal: str, random: Random) -> int:
    """Choose a task whose earlier end would help: of a late milestone, of a project, or of the whole plan."""
    finish, instance = solution.finish, solution.instance
    if goal == "lateness":
        lasts = solution.latest(instance.due_groups)
        late = [due for due, last in zip(instance.dues, lasts, strict=True) if due.weight and last > due.target]
        if late:
            return _last(finish, random.choice(late).tasks, random)
    if goal == "completion":
        active = [project.tasks for project in instance.projects if project.tasks and project.weight]
        if active:
            return _last(finish, random.choice(active), random)
    return _last(finish, range(len(finish)), random)


def _last(finish: Ints, tasks: tuple[int, ...] | range, random: Random) -> int:
    ends = finish[list(tasks)] if isinstance(tasks, tuple) else finish
    chosen = random.choice(np.flatnonzero(ends == ends.max()).tolist())
    return int(tasks[chosen])


def pushing(solution: Solution, task: int, random: Random) -> list[int]:
    """One chain back from a task: each ends where the next begins, tied by a link, a person or a pool."""
    chain = np.empty(len(solution.tasks), np.int64)
    owners = facts(solution.instance).owner
    seed = random.randrange(1 << 30)
    count = trace(arrays(solution.instance), solution.tasks[None], solution.seats[None], owners, task, seed, chain)
    return [int(number) for number in chain[:count]]
