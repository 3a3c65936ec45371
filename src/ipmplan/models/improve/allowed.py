"""What goals that came before leave of time: when tasks and the whole plan end at the latest.

A sum of last finishes may be so much; all others are as early as they can be, so one of them may be so late. (Destructive improvement: Klein & Scholl 1999, "Computing
lower bounds by destructive improvement", EJOR 112, 322-346.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ipmplan.instance import FinishGroup
from ipmplan.instance.network import Network, network
from ipmplan.models.construct.without_time import Reach
from ipmplan.models.stage import Stage, asks_of, groups_of, is_about_people


def reach_of(stage: Stage) -> Reach | None:
    """Which plans keep a stage's caps and all firm dates, None when none does."""
    instance = stage.instance
    bounds = network(instance)
    latest: dict[int, int] = {}
    for cap in stage.caps:
        groups = groups_of(cap.goal, instance)
        if groups is not None:
            _limit(latest, bounds, groups, cap.limit)
    for due in instance.firm_dues:
        if due.firm is not None and due.firm_start is not None:
            for task in due.tasks:
                latest[task] = min(latest.get(task, instance.length), max(due.firm, due.firm_start))
    found = bounds.latest_ends(latest)
    if found is None:
        return None
    low = min(instance.length, max([instance.fixed_end, *bounds.heads.end]))
    high = max([instance.fixed_end, *found.values()]) if len(found) == len(instance.tasks) else None
    return None if high is not None and high < low else Reach(low, high, found)


def is_promised(stage: Stage) -> bool:
    """Whether a goal that counts who works comes after promises, and nothing else that needs time."""
    promises = [asks_of(cap.goal).promises for cap in stage.caps]
    return (
        is_about_people(stage.goal)
        and any(promises)
        and all(promised or is_about_people(cap.goal) for promised, cap in zip(promises, stage.caps, strict=True))
    )


def _limit(latest: dict[int, int], bounds: Network, groups: Sequence[FinishGroup], limit: int) -> None:
    """Tasks of each group end by what is left of a limit when all other groups are as early as they can be."""
    instance = bounds.instance
    least = [
        group.weight * max([group.floor, *(bounds.finishes[task] - group.target for task in group.tasks)])
        for group in groups
    ]
    left = limit - sum(least)
    for group, own in zip(groups, least, strict=True):
        if group.weight > 0:
            moment = instance.moment_within(max(0, group.target + max(0, left + own) // group.weight))
            for task in group.tasks:
                latest[task] = min(latest.get(task, instance.length), moment)


def parts_of(reach: Reach, length: int) -> Sequence[Reach]:
    """The same plans in two parts, by their last finish; one where that is known already.

    Parameters
    ----------
    reach
        Which plans are meant.
    length
        Slots of the grid.
    """
    if reach.high is None:
        return (_within(reach, reach.low, length), _within(reach, length, None)) if reach.low < length else (reach,)
    if reach.low >= reach.high:
        return (reach,)
    middle = (reach.low + reach.high) // 2
    return _within(reach, reach.low, middle), _within(reach, middle + 1, reach.high)


def _within(reach: Reach, low: int, high: int | None) -> Reach:
    latest: Mapping[int, int] = reach.latest
    return Reach(low, high, latest)
