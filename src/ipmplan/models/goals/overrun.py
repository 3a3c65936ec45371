"""Overrun: money over the budgets that may be passed.

Formula::

    sum over projects p with a soft budget, or a hard one that no plan can keep, of  max(0, cost(p) - budget(p))
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.models.kernel.columns import OVER
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.instance.network import Network
    from ipmplan.models.construct.without_time import WithoutTime
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.cpsat.variables import Expr
    from ipmplan.models.solution import Solution

UNIT = "money"
ASKS = Asks(money=True, counted=OVER)


def value(plan: Reading) -> float:
    """Sum the money over soft budgets, and over hard ones that facts alone have broken; in the portfolio's currency."""
    caps = plan.study.budgets
    broken = plan.study.broken_budgets
    over = Decimal(0)
    for name, cost in plan.costs.items():
        project = plan.portfolio.project[name]
        if name in caps and (project.budget_limit == "soft" or name in broken):
            over += max(Decimal(0), cost - caps[name])
    return float(over)


def measure(solution: Solution) -> int:
    """Sum the cents over soft budgets."""
    return sum(
        max(0, cost - project.budget)
        for cost, project in zip(solution.costs, solution.instance.projects, strict=True)
        if project.budget is not None and not project.hard
    )


def floor(network: Network) -> int:
    """Sum what soft budgets are passed by with the cheapest people."""
    instance = network.instance
    return sum(
        max(0, project.fixed + sum(instance.money.cheapest(instance.tasks[task]) for task in project.tasks) - budget)
        for project in instance.projects
        if (budget := project.budget) is not None and not project.hard
    )


def term(draft: Draft) -> Term:
    """Bound the cents over every soft budget from above."""
    from ipmplan.models.cpsat import terms

    soft = [n for n, project in enumerate(draft.instance.projects) if project.budget is not None and not project.hard]
    return terms.weighted(draft, [(1, terms.over_budget(draft, number)) for number in soft])


def without_time(made: WithoutTime) -> Expr:
    """Sum what soft budgets are passed by at the least, whoever does what."""
    projects = enumerate(made.instance.projects)
    return sum(made.over_budget(n) for n, project in projects if project.budget is not None and not project.hard)


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return measure / 100
