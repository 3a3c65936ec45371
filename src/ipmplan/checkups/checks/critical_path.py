"""Critical tasks that can be put off by a day without any date moving: then the critical path is no path.

Each critical task of the plan that has not begun is put off by a working day, everything behind it follows, and a dated milestone or
the last finish has to move. DCMA adds 600 days to one task; a day for each finds more.

Formula::

    critical tasks after whose delay of one working day neither a dated milestone nor the last finish is later = 0
"""

from __future__ import annotations

import numpy as np

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.network import PlanNetwork, rebuild
from ipmplan.network.columns import GroupColumn

TITLE = "critical path"
RULE = "a delay of any critical task moves a date"
SOURCE = "DCMA 14-point assessment, 12"
COUNTS = "critical tasks"
LIMIT = Limit()
ORDER = 12
NEEDS = "a plan of this day"
MOST_RUNS = 256


def look(examined: Examined) -> Looked | None:
    """Find critical tasks that nothing depends on."""
    plan, network = examined.current, examined.network
    if plan is None or network is None:
        return None
    critical = [
        row.id
        for row in plan.schedule.tasks
        if row.critical
        and plan.is_fresh(row.id)
        and row.id in network.row
        and network.groups_of_task[network.row[row.id]]
    ][:MOST_RUNS]
    if not critical:
        return None
    moved = _moves(network, critical, plan.grid.ticks(examined.hours_a_day))
    found = [
        Symptom(name, "critical, but a day later moves no date")
        for name, moves in zip(critical, moved, strict=True)
        if not moves
    ]
    return Looked(len(critical), tuple(found))


def _moves(network: PlanNetwork, tasks: list[str], ticks: int) -> list[bool]:
    """Whether a date or the last finish is later when each of these tasks is put off by so many ticks."""
    starts = network.groups[:, GroupColumn.START]
    not_before = np.repeat(starts[:, None], len(tasks) + 1, axis=1)
    for run, name in enumerate(tasks):
        for group in network.groups_of_task[network.row[name]]:
            not_before[group, run] = network.calendars.after(starts[group : group + 1], ticks, counts=True)[0]
    ends = rebuild(network, not_before=not_before).task_ends
    limited = network.limits < network.calendars.far
    dated = (ends[limited, :-1] > ends[limited, -1:]).any(axis=0)
    last = ends[:, :-1].max(axis=0) > ends[:, -1].max()
    return [bool(moves) for moves in dated | last]
