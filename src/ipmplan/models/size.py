"""How large the whole model is, without building it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ipmplan.models.solution import Solution

WHOLE_MODEL = 10_000


def is_small(solution: Solution, most: int = WHOLE_MODEL) -> bool:
    """Whether the solver can take the whole model."""
    size = 0
    for literals in _literals(solution):
        size += literals
        if size > most:
            return False
    return True


def _literals(solution: Solution) -> Iterator[int]:
    """How many literals each mode has in the whole model: pairs of a part and a person, and holes up to the last finish."""
    instance, last = solution.instance, solution.last_moment
    holes = [bisect_left(axis.holes, (last, last)) for axis in instance.axes]
    for task in instance.tasks:
        for mode in task.modes:
            yield 1 + sum(1 + holes[person] for part in mode.parts for person in part.length)
