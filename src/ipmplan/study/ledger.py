"""What a plan costs: by project, from the plan's own rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.study.money import cents

if TYPE_CHECKING:
    from ipmplan.study.reading import Reading, Stint


def project_costs(plan: Reading) -> dict[str, Decimal]:
    """Cost of every planned project, in the portfolio's currency; empty when no rate was given.

    Recorded and planned work, fixed costs, what the chosen alternatives cost, and the project's bookings; without a
    rate there is no money. `Reading.costs` keeps it.
    """
    costs = plan.study.costs_by(plan.last)
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
    return plan.study.card(stint.row.person).cost(free, start, max(stint.end, start), share)
