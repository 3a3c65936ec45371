"""Cost: what all projects cost together.

Formula::

    sum of cost(p) over planned projects p;  cost(p) = hours * rate of its work and bookings + fixed costs
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.models.kernel.columns import MONEY
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
ASKS = Asks(money=True, counted=MONEY)


def value(plan: Reading) -> float:
    """Sum the cost of the planned projects, in the portfolio's currency; 0 when no rate was given."""
    return float(sum(plan.costs.values(), Decimal(0)))


def measure(solution: Solution) -> int:
    """Sum the cents of all projects."""
    return sum(solution.costs) if solution.instance.money.counts else 0


def floor(network: Network) -> int:
    """Sum what is certain, and the cheapest people for each task."""
    instance = network.instance
    tasks = (instance.tasks[task] for project in instance.projects for task in project.tasks)
    return sum(project.fixed for project in instance.projects) + sum(map(instance.money.cheapest, tasks))


def term(draft: Draft) -> Term:
    """Sum the cents of all projects."""
    from ipmplan.models.cpsat import terms

    if not draft.instance.money.counts:
        return terms.weighted(draft, [])
    return terms.weighted(
        draft, [(1, terms.project_cost(draft, number)) for number in range(len(draft.instance.projects))]
    )


def without_time(made: WithoutTime) -> Expr:
    """Sum what all projects cost at the least, whoever does what."""
    if not made.instance.money.counts:
        return 0
    return sum(made.project_cost(number) for number in range(len(made.instance.projects)))


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return measure / 100
