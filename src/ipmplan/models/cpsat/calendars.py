"""How long work of a person lasts on the shared grid, by its start: along a calendar with holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipmplan.instance import TimeAxis
from ipmplan.instance.horizon import Window
from ipmplan.models.cpsat.variables import Variables

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from ipmplan.models.cpsat.variables import Var

Steps = list[tuple[int, int]]
Runs = list[tuple[int, int]]


def end_steps(axis: TimeAxis, length: int, low: int, high: int) -> tuple[int, Steps, Runs]:
    """Describe start -> end along a calendar as steps.

    Parameters
    ----------
    axis
        The calendar.
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


def continuous(axis: TimeAxis, window: Window) -> bool:
    """Whether every slot of a window is worked."""
    return axis.complete or (
        window.end <= len(axis.before_list) - 1
        and axis.before_list[window.end] - axis.before_list[window.start] == window.end - window.start
    )


def could_fit(axis: TimeAxis, length: int, window: Window) -> bool:
    """Whether a window has so many own slots."""
    before = axis.before_list
    return before[min(window.end, len(before) - 1)] - before[window.start] >= length


def link_length(
    made: Variables, axis: TimeAxis, length: int, start: Var, end: Var, literal: Var, window: Window
) -> cp_model.IntervalVar:
    """Tie a start to its end along a calendar while `literal` holds, and create the interval.

    The end is the start plus the length plus every hole of the calendar that lies between; which holes those
    are is told by literals `start >= slot`, shared by all who have the same holes.
    """
    if continuous(axis, window):
        made.enforce(end == start + length, literal)
        return made.model.new_optional_fixed_size_interval_var(start, length, literal, "")
    base, steps, runs = end_steps(axis, length, window.start, window.end)
    if not runs:
        made.model.add(literal == 0)
        return made.model.new_optional_fixed_size_interval_var(start, length, literal, "")
    domain = made.cp.Domain.from_intervals([[first, last] for first, last in runs])
    made.enforce(made.cp.LinearExpr.sum([start]), literal, domain)
    extra = sum(size * made.at_least(start, slot) for slot, size in steps)
    made.enforce(end == start + base + extra, literal)
    if not steps:
        return made.model.new_optional_fixed_size_interval_var(start, base, literal, "")
    return made.model.new_optional_interval_var(start, made.size(start, end), end, literal, "")
