"""How long a grid has to be for "there is no plan", or none that is better, to hold for every grid.

Take any plan. After the last date, fact and change of money, nothing but other work holds work back: where nothing is going
on, all that comes later can come earlier, by the same people and in the same order. So there is a plan that is as good and
has no such gap; it ends no later than all work one after the other would, whoever does it and however.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipmplan.instance.axis import TimeAxis
from ipmplan.instance.instance import Instance
from ipmplan.instance.network import network
from ipmplan.instance.parts import Mode


@dataclass(frozen=True, slots=True)
class Window:
    """Grid moments: a task starts at or after `start` and ends by `end`."""

    start: int
    end: int


def last_moment(instance: Instance, *, money: bool = False) -> int | None:
    """Grid moment by which a plan that is as good as any ends; None when the grid is too short for that.

    Parameters
    ----------
    instance
        What is to plan.
    money
        Whether what work costs counts also where no budget is tight.
    """
    if any(instance.tasks[link.after].started is not None for link in instance.links):
        # What is left of started work comes before other work, so that order and links may be at odds.
        return None
    ahead = windows(instance)
    moment = _settled(instance, ahead, money or bool(instance.tight_budgets))
    for task in network(instance).order:
        if moment is None or moment > instance.length:
            return None
        if task in ahead:
            continue
        moment = max((_end(instance, mode, moment) for mode in instance.tasks[task].modes), default=moment)
        for link in instance.out[task]:
            moment = _after(instance.axis, link.lag, moment)
    return moment if moment is not None and moment <= instance.length else None


def _settled(instance: Instance, ahead: Mapping[int, Window], money: bool) -> int | None:
    """Grid moment after which no date, fact or change of money holds anything back; None when it is beyond the grid."""
    moments = [instance.fixed_end, *(window.end for window in ahead.values())]
    moments += [task.release for task in instance.tasks]
    bounds = [task.end_bound for task in instance.tasks if task.end_bound is not None]
    bounds += [mode.end_bound for task in instance.tasks for mode in task.modes if mode.end_bound is not None]
    moments += [instance.slot_after(max(0, bound)) for bound in bounds]
    ticks = [tick for person in instance.people for tick in (_leaves(instance, person),) if tick is not None]
    if money:
        ticks += [tick for card in instance.money.cards for tick in card.breaks]
    moments += [instance.moment(tick) for tick in ticks]
    return max(moments) if max(ticks, default=0) <= instance.last_ticks[-1] else None


def _leaves(instance: Instance, person: str) -> int | None:
    """Tick from which on somebody never works again, where that is said."""
    leaves = instance.portfolio.person[person].leaves
    return None if leaves is None else instance.portfolio.grid.end_of(leaves)


def _end(instance: Instance, mode: Mode, moment: int) -> int:
    """Latest end of a mode begun at a grid moment, whoever does it; beyond the grid when that does not reach so far."""
    if mode.wait is not None:
        return _after(instance.axis, max(1, mode.wait), moment)
    for part in mode.parts:
        # As if nobody began before the others have ended, which is later than what `+` says.
        for _ in range(part.people):
            ends = [
                _after(instance.axes[person], length, moment)
                for person, length in part.length.items()
                if _leaves(instance, instance.people[person]) is None
            ]
            moment = max([moment, *ends])
    return moment


def _after(axis: TimeAxis, length: int, moment: int) -> int:
    """Grid moment at which so many slots of a calendar have passed; beyond the grid when they do not fit."""
    beyond = len(axis.before_list)
    if length <= 0 or moment >= beyond:
        return moment
    number = axis.before_list[moment] + length - 1
    return axis.slot_list[number] + 1 if number < len(axis.slot_list) else beyond


def windows(instance: Instance) -> Mapping[int, Window]:
    """Tighter bounds for tasks before a firm date, so that the model is small."""
    latest: dict[int, int] = {}
    queue = []
    for due in instance.dues:
        if due.firm is not None:
            for task in due.tasks:
                if due.firm < latest.get(task, instance.length + 1):
                    latest[task] = due.firm
                    queue.append(task)
    while queue:
        after = queue.pop()
        for link in instance.into[after]:
            if link.type[0] == "F" and link.lag >= 0 and latest[after] < latest.get(link.before, instance.length + 1):
                latest[link.before] = latest[after]
                queue.append(link.before)
    return {
        task: Window(min(instance.tasks[task].release, end), end)
        for task, end in sorted(latest.items())
        if end < instance.length
    }
