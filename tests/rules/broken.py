"""Broken plans, and what rules say of them."""

from datetime import date, datetime
from fractions import Fraction

from tests.plans import (
    Choice,
    edited,
    issues,
    part,
    plan_of,
    retimed,
    work,
)

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Progress

FOUR = Task("T1", "P0", work=(work(part(4)),))

FRIDAY = date(2026, 1, 2)


def told(plan: Schedule, portfolio: Portfolio, rule: str) -> list[str]:
    return [("" if i.severity == "error" else f"{i.severity} ") + str(i) for i in issues(plan, portfolio, rule)]


def planned(portfolio: Portfolio, **choices: Choice) -> Schedule:
    return plan_of(portfolio, choices)


def moved(plan: Schedule, start: datetime, end: datetime) -> Schedule:
    return retimed(edited(plan, "T1", start=start, end=end), "T1", start=start, end=end)


def logged(hours: int, remaining: int | None, task: str = "T1", person: str = "ana") -> Progress:
    left = None if remaining is None else Fraction(remaining)
    return Progress(FRIDAY, task, person, Fraction(hours), left)
