"""Overrun: money over the budgets that may be passed."""

from __future__ import annotations

from decimal import Decimal

from ipmplan.core.broken import broken_budgets, budgets
from ipmplan.core.ledger import project_costs
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "money"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Sum the money over soft budgets, and over hard ones that facts alone have broken; in the portfolio's currency."""
    plan = reading(schedule, portfolio)
    caps = budgets(plan.portfolio)
    broken = broken_budgets(plan.portfolio, plan.time)
    over = Decimal(0)
    for name, cost in project_costs(plan).items():
        project = plan.portfolio.project[name]
        if name in caps and (project.budget_limit == "soft" or name in broken):
            over += max(Decimal(0), cost - caps[name])
    return float(over)
