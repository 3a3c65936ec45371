"""What a plan is asked to stay as it was: who did what when in the plan before, and how much each of it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule, Told
from ipmplan.core.portfolio import Portfolio

if TYPE_CHECKING:
    from ipmplan.study.study import Study

# In tenths of what one task that begins at another time counts, by hand: a person changed counts as five of those, a working day as a tenth.
MOVED, PERSON, DAY = 10, 50, 1
# Days from the status date to the old start, and what it then weighs.
NEAR = ((7, 3), (28, 2))
FAR = 1
TOLD = 2


@dataclass(frozen=True, slots=True)
class Stay:
    """What a task was in the plan before.

    Parameters
    ----------
    start
        Tick at which it began there, not before the status date; None where that is not the plan's to change, since it has begun.
    people
        Who did what is still planned of it.
    weight
        How much a change of it weighs.
    """

    start: int | None
    people: frozenset[str]
    weight: int


def compared(portfolio: Portfolio) -> Schedule | None:
    """The plan that changes are counted against: the one that is given, else the one approved last."""
    return portfolio.reference if portfolio.reference is not None else portfolio.baseline


def stays(study: Study) -> Mapping[str, Stay]:
    """What was planned before for tasks that are still to do and that people work at, by task."""
    portfolio = study.portfolio
    plan = compared(portfolio)
    if plan is None:
        return {}
    starts = {row.id: row.start for row in plan.tasks}
    people: dict[str, set[str]] = {}
    for row in plan.assignments:
        if row.kind == "planned" and row.person in portfolio.person:
            people.setdefault(row.task, set()).add(row.person)
    found = {}
    for task in study.scope.tasks:
        state = study.started.get(task.id)
        if task.id not in people or task.id not in starts or (state is not None and state.finished):
            continue
        start = max(portfolio.grid.start_of(starts[task.id]), portfolio.as_of_tick)
        weight = _near(portfolio, starts[task.id]) * (TOLD if _is_told(portfolio, plan, task.project) else 1)
        found[task.id] = Stay(start if state is None else None, frozenset(people[task.id]), weight)
    return found


def day_ticks(portfolio: Portfolio) -> int:
    """Ticks of a working day of the portfolio's week, at least one."""
    return max(1, round(portfolio.calendar.workweek.hours_a_day / Fraction(portfolio.grid.minutes, 60)))


def _near(portfolio: Portfolio, start: datetime) -> int:
    days = (start.date() - portfolio.as_of_day).days
    return next((weight for most, weight in NEAR if days <= most), FAR)


def _is_told(portfolio: Portfolio, plan: Schedule, project: str) -> bool:
    """Whether the staff, or a project's client, have been told when it is done."""
    told = [known.approved.told for known in (plan, portfolio.baseline) if known is not None and known.approved]
    return any(_covers(one, project) for one in told)


def _covers(told: Told, project: str) -> bool:
    return told.staff or project in told.clients
