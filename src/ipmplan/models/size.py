"""How large the whole model is, without building it."""

from __future__ import annotations

from bisect import bisect_left

from ipmplan.models.solution import Solution

WHOLE_MODEL = 10_000


def is_small(solution: Solution, most: int = WHOLE_MODEL) -> bool:
    """Whether the solver can take the whole model."""
    return model_size(solution) <= most


def model_size(solution: Solution) -> int:
    """How many literals the whole model has up to the last finish: pairs of a part and a person, and holes between."""
    instance, last = solution.instance, solution.last_moment
    holes = [bisect_left(axis.holes, (last, last)) for axis in instance.axes]
    return sum(
        1 + sum(1 + holes[person] for part in mode.parts for person in part.length)
        for task in instance.tasks
        for mode in task.modes
    )
