"""How long work of a person lasts on the shared grid, by its start."""

from __future__ import annotations

import numpy as np

from ipmplan.instance import TimeAxis

Steps = list[tuple[int, int]]
Runs = list[tuple[int, int]]


def end_steps(axis: TimeAxis, length: int, low: int, high: int) -> tuple[int, Steps, Runs]:
    """Describe start -> end along a calendar as steps.

    Parameters
    ----------
    length
        Own slots of work, at least 1.
    low, high
        Grid moments: the work starts at or after `low` and ends by `high`.

    Returns
    -------
    tuple
        The span in grid slots at the earliest start; ``(slot, change)`` for every start from which the span changes
        by `change`; and the runs ``(first, last)`` of slots at which the work may start.

    Examples
    --------
    >>> axis = TimeAxis(np.array([1, 1, 0, 1, 1], dtype=bool))
    >>> end_steps(axis, 2, 0, 5)
    (2, [(1, 1), (3, -1)], [(0, 1), (3, 3)])
    """
    before = axis.before_list
    first = before[low]
    last = before[min(high, len(before) - 1)] - length
    if last < first:
        return length, [], []
    starts = axis.slots[first : last + 1]
    spans = axis.slots[first + length - 1 : last + length] + 1 - starts
    changes = np.flatnonzero(np.diff(spans)) + 1
    steps = [(int(starts[i]), int(spans[i] - spans[i - 1])) for i in changes]
    gaps = np.flatnonzero(np.diff(starts) > 1)
    firsts = [int(starts[0]), *(int(starts[i + 1]) for i in gaps)]
    lasts = [*(int(starts[i]) for i in gaps), int(starts[-1])]
    return int(spans[0]), steps, list(zip(firsts, lasts, strict=True))
