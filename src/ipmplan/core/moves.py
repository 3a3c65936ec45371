"""Which tasks two plans do on other days, or by other people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ipmplan.core.plan import Schedule


@dataclass(frozen=True, slots=True)
class Moves:
    """How two plans differ in what is still to come.

    Parameters
    ----------
    common
        Tasks of both that have not ended.
    dates, people
        Those of them that start or end on another day, and that others do.
    new, gone
        Tasks that only the later or only the earlier plan has.
    """

    common: tuple[str, ...]
    dates: tuple[str, ...]
    people: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def moved(self) -> int:
        """Tasks with other dates or people."""
        return len({*self.dates, *self.people})


def moves(before: Schedule, after: Schedule, now: datetime) -> Moves:
    """Compare two plans from a moment on; what has ended by then is moved by no plan.

    Examples
    --------
    >>> empty = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> moves(empty, empty, datetime(2026, 1, 5)).moved
    0
    """
    then = {task.id: task for task in before.tasks}
    names = {task.id for task in after.tasks}
    dates = []
    common = []
    for row in after.tasks:
        old = then.get(row.id)
        if old is None or row.end <= now:
            continue
        common.append(row.id)
        starts = max(row.start, now).date() != max(old.start, now).date()
        if starts or last_day(row.end) != last_day(old.end):
            dates.append(row.id)
    ours, theirs = workers(after), workers(before)
    people = tuple(name for name in common if ours.get(name, set()) != theirs.get(name, set()))
    new = tuple(row.id for row in after.tasks if row.id not in then)
    gone = tuple(row.id for row in before.tasks if row.id not in names)
    return Moves(tuple(common), tuple(dates), people, new, gone)


def last_day(end: datetime) -> date:
    """Day on which work ends; midnight is the end of the day before."""
    return (end - timedelta(microseconds=1)).date()


def workers(schedule: Schedule) -> dict[str, set[str]]:
    """Who works at each task, or has."""
    found: dict[str, set[str]] = {}
    for row in schedule.assignments:
        if row.kind != "booking" and row.person:
            found.setdefault(row.task, set()).add(row.person)
    return found
