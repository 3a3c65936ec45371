"""How large the whole model is, without building it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ipmplan.models.solution import Solution

WHOLE_MODEL = 10_000


def is_small(solution: Solution, most: int = WHOLE_MODEL, last: int | None = None) -> bool:
    """Whether the solver can take the whole model, up to a grid moment or the plan's last finish."""
    size = 0
    for literals in _literals(solution, solution.last_moment if last is None else last):
        size += literals
        if size > most:
            return False
    return True


def _literals(solution: Solution, last: int) -> Iterator[int]:
    """How many literals each mode has in the whole model: pairs of a part and a person, and holes up to a moment."""
    instance = solution.instance
    holes = [bisect_left(axis.holes, (last, last)) for axis in instance.axes]
    for task in instance.tasks:
        for mode in task.modes:
            yield 1 + sum(1 + holes[person] for part in mode.parts for person in part.length)
