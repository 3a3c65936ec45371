"""What a changed plan means beside the one before: the date, money, people, and other clients' dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ipmplan.core.plan import MilestoneKind, Schedule
from ipmplan.explaining.subject import Subject
from ipmplan.study.dates import late_hours
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Hurt:
    """A dated milestone that is later for its date than before, by portfolio working hours."""

    id: str
    kind: MilestoneKind
    project: str
    hours: float
    firm: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """A changed plan beside the one before.

    Parameters
    ----------
    finish
        When the target is reached.
    sooner_hours
        Portfolio working hours before the old finish; below 0 when later.
    cost
        Money more, in the portfolio's currency; None when nobody has a rate.
    people
        Who does other tasks than before.
    moved
        How many tasks start or end on other days.
    hurt
        Dates that are missed by more than before, the target's left out, the worst first.
    p80
        When the target is reached with four chances in five; None when nobody asked.
    """

    finish: datetime
    sooner_hours: float
    cost: Decimal | None
    people: tuple[str, ...]
    moved: int
    hurt: tuple[Hurt, ...]
    p80: datetime | None = None


def outcome(before: Reading, after: Reading, target: Subject) -> Effect | None:
    """Compare two plans; None when nothing of the target is left in the second."""
    was, now = target.finish(before), target.finish(after)
    if now is None or was is None:
        return None
    return Effect(
        after.grid.moment(now),
        hours_between(after, now, was),
        _cost(before.schedule, after.schedule),
        tuple(sorted(_people(before.schedule, after.schedule))),
        _moved(before, after),
        tuple(row for row in worse(before, after) if (row.kind, row.id) != (target.kind, target.id)),
    )


def hours_between(plan: Reading, start: int, end: int) -> float:
    """Portfolio working hours from one tick to another; below 0 when the second comes first."""
    calendar = plan.time.portfolio
    passed = calendar.before(min(end, calendar.until)) - calendar.before(min(start, calendar.until))
    return plan.grid.to_hours(passed)


def total_cost(schedule: Schedule) -> Decimal | None:
    """What all projects cost; None when no plan says what any costs."""
    costs = [row.cost for row in schedule.projects if row.cost is not None]
    return sum(costs, Decimal(0)) if costs else None


def _cost(before: Schedule, after: Schedule) -> Decimal | None:
    was, now = total_cost(before), total_cost(after)
    return now - was if now is not None and was is not None else None


def does(schedule: Schedule) -> dict[str, set[str]]:
    """Tasks of each person that are planned."""
    found: dict[str, set[str]] = {}
    for row in schedule.assignments:
        if row.kind == "planned":
            found.setdefault(row.person, set()).add(row.task)
    return found


def _people(before: Schedule, after: Schedule) -> set[str]:
    was, now = does(before), does(after)
    return {name for name in {*was, *now} if was.get(name, set()) != now.get(name, set())}


def _moved(before: Reading, after: Reading) -> int:
    grid, today = after.grid, after.portfolio.as_of_tick
    moved = 0
    for name, (start, end) in after.spans.items():
        if name in before.spans and end > today:
            old = before.spans[name]
            days = [grid.day(max(tick, today)) for tick in (start, end - 1)]
            moved += days != [grid.day(max(tick, today)) for tick in (old[0], old[1] - 1)]
    return moved


def worse(before: Reading, after: Reading) -> list[Hurt]:
    """Dates that are missed by more than before, firm ones first, then the worst first."""
    was = {(due.kind, due.id): late_hours(before, due) for due in before.scope.dues}
    found = []
    for due in after.scope.dues:
        more = late_hours(after, due) - was.get((due.kind, due.id), 0.0)
        if more > 0 and (due.weight or due.firm):
            found.append(Hurt(due.id, due.kind, due.project, more, due.firm))
    return sorted(found, key=lambda row: (not row.firm, -row.hours, row.id))
