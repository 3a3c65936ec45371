"""The dates and lateness of milestones that a plan reports follow from its tasks.

Formula::

    finish(d) = max of e(t) over its tasks t;  late(d) = max(0, W(end of due day, finish(d)) + buffer(d))
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import PlannedMilestone
from ipmplan.core.words import clock, on
from ipmplan.errors import Issue
from ipmplan.study.dates import finish_of, late_hours
from ipmplan.study.reading import Reading, differs
from ipmplan.study.scope import Due

RULE = "milestones"
KEPT_BY_SEARCH = True
HOURS_TOLERANCE = 0.01


def check(plan: Reading) -> Iterator[Issue]:
    """Yield milestones, and due dates of projects and tasks, that are missing, unknown or reported wrongly."""
    dues = {(due.kind, due.id): due for due in plan.scope.dues}
    seen = set()
    for row in plan.schedule.milestones:
        due = dues.get((row.kind, row.id))
        if due is None:
            hint = "Maybe it was renamed, removed or not to be planned any more."
            yield Issue(f"the plan reports a {row.kind} date that the portfolio does not have", row.id, hint, rule=RULE)
        elif (row.kind, row.id) in seen:
            yield Issue(f"the plan reports this {row.kind} date twice", row.id, rule=RULE)
        else:
            yield from _row(plan, row, due)
        seen.add((row.kind, row.id))
    for kind, name in dues:
        if (kind, name) not in seen:
            yield Issue(f"the plan does not report this {kind} date", name, "Maybe plan again.", rule=RULE)


def _row(plan: Reading, row: PlannedMilestone, due: Due) -> Iterator[Issue]:
    finish = finish_of(plan, due)
    if row.due != due.due:
        hint = "Maybe the date was changed after planning; plan again."
        yield Issue(
            f"the plan has {_day(row.due)} as its date, but the portfolio has {_day(due.due)}", row.id, hint, rule=RULE
        )
    if (plan.tick(row.finish) if row.finish is not None else None) != finish:
        said = clock(row.finish) if row.finish is not None else "never"
        real = clock(plan.grid.moment(finish)) if finish is not None else "never"
        yield Issue(f"the plan reports its finish as {said}, but its tasks end: {real}", row.id, rule=RULE)
    late = late_hours(plan, due)
    if differs(row.late_hours, late, HOURS_TOLERANCE):
        yield Issue(f"the plan reports {row.late_hours:g} h late, but it is {late:g} h late", row.id, rule=RULE)


def _day(moment: Moment | None) -> str:
    return on(moment) if moment is not None else "none"
