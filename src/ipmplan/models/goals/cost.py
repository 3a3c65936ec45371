"""Cost: what all projects cost together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "money"


def value(plan: Reading) -> float:
    """Sum the cost of the planned projects, in the portfolio's currency; 0 when no rate was given."""
    return float(sum(plan.costs.values(), Decimal(0)))


def measure(solution: Solution) -> int:
    """Sum the cents of all projects."""
    return sum(solution.costs) if solution.instance.money.counts else 0


def term(draft: Draft) -> Term:
    """Sum the cents of all projects."""
    from ipmplan.models.cpsat import terms

    if not draft.instance.money.counts:
        return terms.weighted(draft, [])
    return terms.weighted(
        draft, [(1, terms.project_cost(draft, number)) for number in range(len(draft.instance.projects))]
    )


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return measure / 100
