"""Evenness: how equally people are busy."""

from __future__ import annotations

from statistics import pstdev

from ipmplan.core.loads import asked_for, load
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.reading import reading

UNIT = "standard deviation of utilisation"


def value(schedule: Schedule, portfolio: Portfolio) -> float:
    """Take the standard deviation of utilisation over the people with a skill that planned work asks for.

    Utilisation = planned and booked hours over working hours, from the status date to the plan's last finish.
    """
    plan = reading(schedule, portfolio)
    rates = [load(plan, person).utilisation for person in asked_for(plan)]
    return pstdev(rates) if rates else 0.0
