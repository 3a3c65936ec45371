"""Every planned task is in the plan once, with work it really offers, and lasts from its first start to its last end.

Formula::

    each planned task t is there once;  s(t) = min of s(r), e(t) = max of e(r) over its rows r
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ipmplan.core.plan import PlannedTask
from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

RULE = "tasks"
KEPT_BY_SEARCH = True


def check(plan: Reading) -> Iterator[Issue]:
    """Yield tasks that are missing, unknown, listed twice, off the grid, or longer or shorter than their parts."""
    for task in plan.scope.tasks:
        if task.id not in plan.rows:
            yield Issue("the plan leaves this task out", task.id, "Maybe plan again.", rule=RULE)
    for name, times in Counter(row.id for row in plan.schedule.tasks).items():
        if name not in plan.portfolio.task:
            hint = "Maybe it was renamed or removed after planning."
            yield Issue("the plan has a task that the portfolio does not know", name, hint, rule=RULE)
        elif name not in plan.scope.ids:
            hint = "Maybe its project was tentative, on hold or done, or it was cancelled, after planning."
            yield Issue("the plan has a task that is not to be planned", name, hint, rule=RULE)
        elif times > 1:
            hint = "Maybe delete all rows of it but one."
            yield Issue(f"the plan lists this task {times} times", name, hint, rule=RULE)
    for row in plan.rows.values():
        yield from _row(plan, row)


def _row(plan: Reading, row: PlannedTask) -> Iterator[Issue]:
    work = plan.task(row.id).work
    if not 0 <= row.alternative < max(len(work), 1):
        hint = f"Maybe 0 to {len(work) - 1}, counted from the left." if len(work) > 1 else "Maybe 0."
        yield Issue(f"it has no alternative {row.alternative}", row.id, hint, rule=RULE)
        return
    if row.end < row.start:
        yield Issue(f"it ends ({clock(row.end)}) before it starts ({clock(row.start)})", row.id, rule=RULE)
    for moment in (row.start, row.end):
        if not plan.on_grid(moment):
            hint = f"Maybe {clock(plan.grid.moment(plan.tick(moment)))}."
            message = f"{clock(moment)} is not on the grid of {plan.grid.minutes} minutes"
            yield Issue(message, row.id, hint, rule=RULE)
    if plan.is_fresh(row.id) and plan.stints.get(row.id):
        first = min(stint.row.start for stint in plan.stints[row.id])
        last = max(stint.row.end for stint in plan.stints[row.id])
        if row.start != first:
            message = f"it starts at {clock(row.start)} but its first part starts at {clock(first)}"
            yield Issue(message, row.id, f"Maybe the task should start at {clock(first)}.", rule=RULE)
        if row.end != last:
            message = f"it ends at {clock(row.end)} but its last part ends at {clock(last)}"
            yield Issue(message, row.id, f"Maybe the task should end at {clock(last)}.", rule=RULE)
