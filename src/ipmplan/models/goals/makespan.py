"""Makespan: how soon everything is done."""

from __future__ import annotations

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "working hours"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Count the portfolio working hours from the status date to the last finish of any task."""
    plan = reading(schedule, portfolio)
    return plan.grid.to_hours(plan.time.portfolio.count(plan.portfolio.as_of_tick, plan.last))
