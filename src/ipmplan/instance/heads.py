"""Earliest and latest moments of tasks that links leave, each passed on over the calendars of those who may do them.

A part is not done before the quickest of those who may do it, in their own working time, would have done it if they had
nothing else to do; with several people not before the last of so many of the quickest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ipmplan.instance.axis import TimeAxis
from ipmplan.instance.instance import Instance
from ipmplan.instance.parts import LinkModel, Mode, TaskModel

IMPOSSIBLE = -1


@dataclass(frozen=True)
class Heads:
    """Grid moments before which no task starts and none ends, by task.

    A moment beyond the grid (`Instance.length` + 1) says that nobody can do it on this grid.
    """

    start: Sequence[int]
    end: Sequence[int]


def forward(instance: Instance, order: Sequence[int], least: Sequence[int], certain: Sequence[bool]) -> Heads:
    """Pass all links forward.

    Parameters
    ----------
    instance
        What is to plan.
    order
        Tasks in an order that respects all links.
    least
        Slots that each task takes at least after the status date.
    certain
        Whether a task lies after the status date; of one that may be a wait and begin before it, only `least` is known.
    """
    starts = [task.release for task in instance.tasks]
    ends = [0] * len(starts)
    far = instance.length + 1
    for task in order:
        model = instance.tasks[task]
        if not certain[task]:
            starts[task], ends[task] = 0, least[task]
            continue
        start, end = starts[task], 0
        if model.end_bound is not None and model.end_bound > 0:
            end = instance.slot_after(model.end_bound)
        for link in instance.into[task]:
            moment = _after_link(instance, link, ends[link.before] if link.type[0] == "F" else starts[link.before])
            if link.type[1] == "F":
                end = max(end, moment)
            elif model.started is None:
                start = max(start, moment)
        start = 0 if model.started is not None else min(start, far)
        soonest = min((_soonest(instance, mode, start, far) for mode in model.modes), default=far)
        starts[task], ends[task] = start, min(max(soonest, end), far)
    return Heads(starts, ends)


def backward(
    instance: Instance, order: Sequence[int], certain: Sequence[bool], first: Heads, latest: Mapping[int, int]
) -> dict[int, int] | None:
    """Pass latest ends (grid moments) back through all links; None when some task then has no room.

    Parameters
    ----------
    instance
        What is to plan.
    order, certain
        See `forward`.
    first
        What `forward` found.
    latest
        For each task that has one, the moment by which it must have ended.

    Returns
    -------
    dict or None
        The same for all tasks that come before them, too.
    """
    found = dict(latest)
    for task in reversed(order):
        model = instance.tasks[task]
        if task not in found or not certain[task]:
            continue
        end = found[task]
        if end < first.end[task]:
            return None
        start = _latest_start(instance, model, end)
        for link in instance.into[task]:
            if link.type[0] == "F" and (link.type[1] == "F" or model.started is None):
                bound = _before(instance, link, start if link.type[1] == "S" else end)
                found[link.before] = min(found.get(link.before, bound), bound)
    return None if any(end < first.end[task] for task, end in found.items()) else found


def _soonest(instance: Instance, mode: Mode, start: int, far: int) -> int:
    """Earliest end of a mode that starts at a moment."""
    if mode.wait is not None:
        return _after(instance.axis, mode.wait, start, far)
    end = start
    for part in mode.parts:
        each = sorted(_after(instance.axes[person], length, start, far) for person, length in part.length.items())
        end = max(end, each[part.people - 1] if len(each) >= part.people else far)
    return end


def _after(axis: TimeAxis, length: int, moment: int, far: int) -> int:
    """First moment at which so many slots of a calendar have passed since another one."""
    if length <= 0 or moment >= far:
        return min(moment, far)
    number = axis.before_list[moment] + length - 1
    return axis.slot_list[number] + 1 if number < len(axis.slot_list) else far


def _after_link(instance: Instance, link: LinkModel, edge: int) -> int:
    """First moment that a link allows after an edge."""
    if not link.counts_time or edge > instance.length:
        return edge
    passed = instance.axis.before_list[edge] + link.lag
    return instance.slot_after(passed) if passed > 0 else 0


def _before(instance: Instance, link: LinkModel, edge: int) -> int:
    """Last moment for the end before a link that allows the edge behind it."""
    if not link.counts_time or edge < 0:
        return edge
    passed = instance.axis.before_list[min(edge, instance.length)] - link.lag
    return instance.moment_within(passed) if passed >= 0 else IMPOSSIBLE


def _latest_start(instance: Instance, task: TaskModel, end: int) -> int:
    """Last moment at which a task can start to end by another one; below 0 when none is."""
    return max((_last_start(instance, mode, min(end, instance.length)) for mode in task.modes), default=IMPOSSIBLE)


def _last_start(instance: Instance, mode: Mode, end: int) -> int:
    if mode.wait is not None:
        return _begun(instance.axis, mode.wait, end)
    starts = [end]
    for part in mode.parts:
        each = [_begun(instance.axes[person], length, end) for person, length in part.length.items()]
        starts.append(sorted(each)[-part.people] if len(each) >= part.people else IMPOSSIBLE)
    return min(starts)


def _begun(axis: TimeAxis, length: int, end: int) -> int:
    """Last slot from which on so many slots of a calendar lie before a moment; below 0 when there are fewer."""
    if length <= 0:
        return end
    number = axis.before_list[end] - length
    return axis.slot_list[number] if number >= 0 else IMPOSSIBLE
