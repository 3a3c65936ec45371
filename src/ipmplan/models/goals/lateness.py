"""Lateness: working hours that milestones are late, weighted.

Formula::

    sum over dates d of  weight(d) * max(0, W(end of due day, finish(d)) + buffer(d));
    weight(d) = milestone weight * project weight;  finish(d) = max of e(t) over its tasks t
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.study.dates import late_hours
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import FinishGroup, Instance
    from ipmplan.instance.network import Network
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "weighted working hours"
ASKS = Asks(promises=True)


def value(plan: Reading) -> float:
    """Sum the weighted lateness of all dated milestones, and of the due dates of projects and tasks.

    Late = portfolio working hours from the end of the due day, less the buffer, to the finish; times milestone weight
    times project weight.
    """
    return sum(float(due.weight) * late_hours(plan, due) for due in plan.scope.dues)


def groups(instance: Instance) -> list[FinishGroup]:
    """Say which last finishes count, and from when on."""
    from ipmplan.instance import FinishGroup

    return [FinishGroup(due.tasks, due.weight, due.target, max(0, due.done - due.target)) for due in instance.dues]


def measure(solution: Solution) -> int:
    """Sum the weighted lateness of all dated milestones, in scaled slots."""
    dues = solution.instance.dues
    lasts = solution.latest(solution.instance.due_groups)
    return sum(due.weight * max(0, max(due.done, last) - due.target) for due, last in zip(dues, lasts, strict=True))


def floor(network: Network) -> int:
    """Bound the finish of each milestone by its longest chain."""
    return sum(network.least_late(due) for due in network.instance.dues)


def culprits(solution: Solution) -> list[Sequence[int]]:
    """Groups of tasks whose last ones stand in the way: those of every late milestone."""
    dues = solution.instance.dues
    lasts = solution.latest(solution.instance.due_groups)
    return [due.tasks for due, last in zip(dues, lasts, strict=True) if due.weight and last > due.target]


def term(draft: Draft) -> Term:
    """Bound the lateness of every dated milestone that counts from above."""
    from ipmplan.models.cpsat import terms

    dues = [due for due in draft.instance.dues if due.weight]
    return terms.weighted(draft, [(due.weight, terms.late(draft, due)) for due in dues])


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return instance.portfolio.grid.to_hours(measure) / instance.weight_scale
