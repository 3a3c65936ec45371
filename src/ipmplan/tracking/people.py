"""Hours that people were planned to work and that they recorded, since the plan that was worked by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from ipmplan.core.plan import Schedule
from ipmplan.study.study import Study


@dataclass(frozen=True, slots=True)
class PersonHours:
    """A person's hours on tasks from the day of the plan to the status date.

    Parameters
    ----------
    id, name
        Who.
    planned, logged
        Hours on tasks; bookings are on neither side.
    silent
        Whether they were planned and recorded nothing at all, bookings included.
    """

    id: str
    name: str
    planned: Fraction
    logged: Fraction
    silent: bool

    @property
    def over(self) -> Fraction:
        """Hours more than planned; below 0 = fewer."""
        return self.logged - self.planned


def person_hours(study: Study, plan: Schedule | None) -> tuple[PersonHours, ...]:
    """Everybody who was planned or recorded anything; nothing when no plan was approved before the status date."""
    if plan is None:
        return ()
    portfolio, grid = study.portfolio, study.grid
    first = plan.as_of.date() if isinstance(plan.as_of, datetime) else plan.as_of
    planned: dict[str, Fraction] = {}
    for row in plan.assignments:
        if row.kind != "planned" or row.person not in portfolio.person:
            continue
        start, end = grid.start_of(row.start), grid.end_of(row.end)
        stop = min(end, portfolio.as_of_tick)
        if start >= stop:
            continue
        calendar = study.time.person(row.person)
        whole = calendar.count(start, min(end, study.until)) or end - start
        part = calendar.count(start, stop) if stop < end else whole
        hours = Fraction(row.hours).limit_denominator(3600) * Fraction(part, whole)
        planned[row.person] = planned.get(row.person, Fraction(0)) + hours
    logged: dict[str, Fraction] = {}
    any_row: set[str] = set()
    for work, rows in study.sheet.rows.items():
        for record in rows:
            if _within(record.date, first) and record.person:
                any_row.add(record.person)
                if work in portfolio.task:
                    logged[record.person] = logged.get(record.person, Fraction(0)) + record.hours
    zero = Fraction(0)
    return tuple(
        PersonHours(
            person.id,
            person.name or person.id,
            planned.get(person.id, zero),
            logged.get(person.id, zero),
            person.id in planned and person.id not in any_row,
        )
        for person in portfolio.people
        if person.id in planned or person.id in logged
    )


def _within(day: date, first: date) -> bool:
    return day >= first
