"""Evenness: how equally people are busy.

Formula::

    sqrt(sum of (u(i) - mean of u)^2 / n) over the n people i with a skill that planned work asks for;
    u(i) = (planned(i) + booked(i)) / available(i), from today to the last finish
"""

from __future__ import annotations

from statistics import pstdev
from typing import TYPE_CHECKING

from ipmplan.models.goals import Asks
from ipmplan.models.kernel.columns import UNEVEN
from ipmplan.study.loads import asked_for, load
from ipmplan.study.reading import Reading

if TYPE_CHECKING:
    from ipmplan.instance import Instance
    from ipmplan.models.construct.without_time import WithoutTime
    from ipmplan.models.cpsat.draft import Draft
    from ipmplan.models.cpsat.terms import Term
    from ipmplan.models.solution import Solution

UNIT = "standard deviation of utilisation"
ASKS = Asks(level=True, counted=UNEVEN)


def value(plan: Reading) -> float:
    """Take the standard deviation of utilisation over the people with a skill that planned work asks for.

    Utilisation = planned and booked hours over working hours, from the status date to the plan's last finish.
    """
    rates = [load(plan, person).utilisation for person in asked_for(plan.study)]
    return pstdev(rates) if rates else 0.0


SCALE = 10**6


def measure(solution: Solution) -> int:
    """Take the standard deviation of utilisation, in millionths."""
    rates = list(solution.utilisation.values())
    return round(pstdev(rates) * SCALE) if rates else 0


def term(draft: Draft) -> Term:
    """Lead towards equal utilisation: tangents of the squared distance from the mean of the hint."""
    from ipmplan.models.cpsat import terms

    return terms.unevenness(draft)


def keep_without_time(made: WithoutTime, limit: int) -> None:
    """Keep utilisation so equal, for all last finishes that are meant."""
    from ipmplan.models.construct.even_loads import keep_even

    keep_even(made, limit)


def to_value(instance: Instance, measure: int) -> float:
    """Turn a measure into the goal's unit."""
    return measure / SCALE
