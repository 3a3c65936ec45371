"""Continuity: how few people have to switch between projects.

Formula::

    number of pairs (person i, project p) with planned work of i for p
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.models.kernel.columns import PAIRS
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.instance.network import Network
    from ipmplan.models.construct.without_time import WithoutTime
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.cpsat.variables import Expr
    from ipmplan.models.solution import Solution

UNIT = "pairs of person and project"
ASKS = Asks(counted=PAIRS)


def value(plan: Reading) -> float:
    """Count the pairs of a person and a project that planned work puts together."""
    known = {project.id for project in plan.scope.projects}
    pairs = {
        (stint.row.person, plan.task(name).project)
        for name, stints in plan.stints.items()
        for stint in stints
        if plan.task(name).project in known
    }
    return float(len(pairs))


def measure(solution: Solution) -> int:
    """Count the pairs of a person and a project."""
    return solution.pairs


def floor(network: Network) -> int:
    """Count people of each project for work that nobody has in common: parts with few able people first."""
    instance, found = network.instance, 0
    for project in instance.projects:
        modes = [instance.tasks[task].modes for task in project.tasks]
        parts = [part for options in modes if len(options) == 1 for part in options[0].parts]
        taken: set[int] = set()
        for part in sorted(parts, key=lambda part: len(part.length)):
            if taken.isdisjoint(part.length):
                taken.update(part.length)
                found += part.people
    return found


def term(draft: Draft) -> Term:
    """Count the pairs with a literal each that is true as soon as the person works on the project."""
    from ipmplan.models.cpsat import terms

    return terms.pairs(draft)


def without_time(made: WithoutTime) -> Expr:
    """Count the pairs, whenever people work."""
    return made.pairs()


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return float(measure)
