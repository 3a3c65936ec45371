"""Cost: what all projects cost together."""

from __future__ import annotations

from decimal import Decimal

from ipmplan.core.ledger import project_costs
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "money"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Sum the cost of the planned projects, in the portfolio's currency; 0 when no rate was given."""
    return float(sum(project_costs(reading(schedule, portfolio)).values(), Decimal(0)))
