"""Who has nothing to do when, and what could be pulled forward for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ipmplan.explaining.substitutes import free_hours
from ipmplan.explaining.why import Chains
from ipmplan.study.eligibility import candidates
from ipmplan.study.reading import Reading

WEEKS = 6
LEAST_SHARE = 0.25
MOST_TASKS = 3


@dataclass(frozen=True, slots=True)
class Idle:
    """A week in which a quarter or more of somebody's time is free.

    Parameters
    ----------
    person, week
        Who, and the week's Monday.
    hours
        Hours that nothing fills.
    tasks
        Work planned for later that they may do and that nothing but people keeps from beginning in that week.
    """

    person: str
    week: date
    hours: float
    tasks: tuple[str, ...]


def idle(plan: Reading, weeks: int = WEEKS) -> list[Idle]:
    """Idle weeks from the status date on, by person."""
    chains, grid = Chains(plan), plan.grid
    today = plan.portfolio.as_of_tick
    day = grid.day(today)
    monday = day - timedelta(days=day.weekday())
    earliest = {name: _earliest(plan, chains, name) for name in plan.spans if plan.is_fresh(name)}
    found = []
    for person in plan.portfolio.people:
        for number in range(weeks):
            first = monday + timedelta(days=7 * number)
            start, end = max(grid.start_of(first), today), min(grid.start_of(first + timedelta(days=7)), plan.last)
            if start >= end:
                break
            there = plan.time.free(person.id).count(start, end) * float(grid.hours)
            hours = free_hours(plan, person.id, start, end)
            if there and hours >= LEAST_SHARE * there:
                tasks = [
                    name
                    for name, moment in earliest.items()
                    if moment < end <= plan.spans[name][0] and _may(plan, name, person.id)
                ]
                tasks.sort(key=lambda name: (plan.spans[name][0], name))
                found.append(Idle(person.id, first, hours, tuple(tasks[:MOST_TASKS])))
    return found


def _earliest(plan: Reading, chains: Chains, name: str) -> int:
    """When a task could begin if people were there."""
    bounds = [bound.moment for bound in chains.bounds(name) if bound.kind not in {"person", "away", "progress"}]
    return max(bounds, default=plan.portfolio.as_of_tick)


def _may(plan: Reading, name: str, person: str) -> bool:
    task = plan.task(name)
    return any(person in candidates(plan.portfolio, task, part) for part in plan.alternative(name).parts)
