"""Continuity: how few people have to switch between projects."""

from __future__ import annotations

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "pairs of person and project"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Count the pairs of a person and a project that planned work puts together."""
    plan = reading(schedule, portfolio)
    known = {project.id for project in plan.scope.projects}
    pairs = {
        (stint.row.person, plan.task(name).project)
        for name, stints in plan.stints.items()
        for stint in stints
        if plan.task(name).project in known
    }
    return float(len(pairs))
