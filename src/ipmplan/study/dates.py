"""When a plan reaches its milestones, and how late that is."""

from __future__ import annotations

from ipmplan.study.reading import Reading
from ipmplan.study.scope import Due


def finish_of(plan: Reading, due: Due) -> int | None:
    """Tick at which the last listed task of a milestone finishes, None when none is listed."""
    return max((plan.spans[name][1] for name in due.tasks if name in plan.spans), default=None)


def late_hours(plan: Reading, due: Due) -> float:
    """Portfolio working hours from the end of the due day, less the buffer, to the finish; 0 when in time."""
    finish = finish_of(plan, due)
    if finish is None or due.end is None:
        return 0.0
    return plan.grid.to_hours(max(0, plan.time.portfolio.count(due.end, finish) + due.buffer))
