"""Lateness: working hours that milestones are late, weighted."""

from __future__ import annotations

from ipmplan.core.dates import late_hours
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "weighted working hours"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Sum the weighted lateness of all dated milestones, and of the due dates of projects and tasks.

    Late = portfolio working hours from the end of the due day, less the buffer, to the finish; times milestone weight
    times project weight.
    """
    plan = reading(schedule, portfolio)
    return sum(float(due.weight) * late_hours(plan, due) for due in plan.scope.dues)
