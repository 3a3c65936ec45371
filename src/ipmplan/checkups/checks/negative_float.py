"""Open tasks that a late date waits for: they would have to be done earlier than they can be.

A date's lateness is counted from its due day without buffer; a task has as much less as it could slip before that date moves further,
the order of everybody's and every pool's work kept. Dates of weight 0 are only reported and do not count.

Formula::

    float(task) = min over late dates d of (how far the task can slip before d moves - lateness(d)); no open task below 0
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.network import PlanNetwork, slacks
from ipmplan.study.dates import finish_of
from ipmplan.study.scope import Due

TITLE = "negative float"
RULE = "no open task is behind what a date asks for"
SOURCE = "DCMA 14-point assessment, 7"
COUNTS = "open tasks"
LIMIT = Limit()
ORDER = 7
NEEDS = "a plan of this day"


def look(examined: Examined) -> Looked | None:
    """Find tasks behind late dates, those that lack most first."""
    plan, network = examined.current, examined.network
    if plan is None or network is None:
        return None
    names = [task.id for task in examined.open_tasks if task.id in plan.spans]
    worst: dict[str, tuple[float, str]] = {}
    for due in examined.study.scope.dues:
        finish = finish_of(plan, due)
        if due.end is None or finish is None or finish <= due.end or not due.weight:
            continue
        late = plan.grid.to_hours(plan.time.portfolio.count(due.end, finish))
        for name, room in _room(network, due, finish).items():
            worst[name] = min(worst.get(name, (0.0, "")), (room - late, due.id))
    day = float(examined.hours_a_day)
    found = [
        Symptom(name, f"{-worst[name][0] / day:.1f} working days behind {worst[name][1]}", -worst[name][0])
        for name in names
        if worst.get(name, (0.0, ""))[0] < 0
    ]
    return Looked(len(names), tuple(found))


def _room(network: PlanNetwork, due: Due, finish: int) -> dict[str, float]:
    """Hours that each task can slip before a date moves; only tasks that it depends on."""
    limits = np.full(len(network.tasks), network.calendars.far, np.int32)
    for name in due.tasks:
        if name in network.row:
            limits[network.row[name]] = finish - network.origin
    found = slacks(replace(network, limits=limits))
    return {name: slack.hours for name, slack in found.items() if slack.dated}
