"""Completion: how soon projects are done, the important ones first."""

from __future__ import annotations

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "weighted working hours"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Sum over projects: weight times portfolio working hours from the status date to the project's last finish."""
    plan = reading(schedule, portfolio)
    today = plan.portfolio.as_of_tick
    ends: dict[str, int] = {}
    for name, (_, end) in plan.spans.items():
        project = plan.task(name).project
        ends[project] = max(end, ends.get(project, today))
    return sum(
        float(project.weight) * plan.grid.to_hours(plan.time.portfolio.count(today, ends[project.id]))
        for project in plan.scope.projects
        if project.id in ends
    )
