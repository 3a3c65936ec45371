"""What a plan costs: by project, from the plan's own rows."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from ipmplan.core.money import cents
from ipmplan.core.reading import Reading, Stint
from ipmplan.core.spent import spent_by_project


def project_costs(plan: Reading) -> dict[str, Decimal]:
    """Cost of every planned project, in the portfolio's currency; empty when no rate was given.

    Recorded and planned work, fixed costs, what the chosen alternatives cost, and the project's bookings; without a
    rate there is no money.
    """
    if "costs" not in plan.memo:
        plan.memo["costs"] = _costs(plan)
    return cast("dict[str, Decimal]", plan.memo["costs"])


def _costs(plan: Reading) -> dict[str, Decimal]:
    costs = spent_by_project(plan.portfolio, plan.time, plan.last)
    for name in plan.rows:
        project = plan.task(name).project
        if project not in costs:
            continue
        if plan.is_fresh(name):
            costs[project] += cents(plan.alternative(name).cost)
        for stint in plan.stints.get(name, ()):
            costs[project] += stint_cost(plan, stint)
    return costs


def stint_cost(plan: Reading, stint: Stint) -> Decimal:
    """Cost of the hours that are really worked in a planned row, to the cent."""
    part = plan.part(stint)
    share = Decimal(part.share if part is not None else 100) / 100
    free = plan.time.free(stint.row.person)
    start = max(stint.start, plan.time.start)
    return plan.card(stint.row.person).cost(free, start, max(stint.end, start), share)
