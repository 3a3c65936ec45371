"""Makespan: how soon everything is done.

Formula::

    W(today, max of e(t) over all tasks t)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import FinishGroup, Instance
    from ipmplan.instance.network import Network
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "working hours"
ASKS = Asks(last=True)


def value(plan: Reading) -> float:
    """Count the portfolio working hours from the status date to the last finish of any task."""
    return plan.grid.to_hours(plan.time.portfolio.count(plan.portfolio.as_of_tick, plan.last))


def groups(instance: Instance) -> list[FinishGroup]:
    """Say which last finish counts."""
    from ipmplan.instance import FinishGroup

    floor = instance.axis.before_list[instance.fixed_end]
    return [FinishGroup(range(len(instance.tasks)), floor=floor)]


def measure(solution: Solution) -> int:
    """Count portfolio slots to the last finish."""
    return solution.instance.axis.before_list[solution.last_moment]


def floor(network: Network) -> int:
    """Bound the last finish by the longest chain."""
    return max([0, *network.finishes])


def term(draft: Draft) -> Term:
    """Bound the last finish from above by one variable."""
    from ipmplan.models.cpsat import terms

    instance = draft.instance
    return terms.latest(draft, range(len(instance.tasks)), instance.axis.before_list[instance.fixed_end])


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return instance.portfolio.grid.to_hours(measure)
