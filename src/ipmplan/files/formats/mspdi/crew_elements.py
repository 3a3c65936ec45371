"""People and their assignments as elements of an MSPDI file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.core.people import Person
from ipmplan.core.plan import Assignment
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.document import NOBODY
from ipmplan.files.formats.mspdi.fields import ASSIGNMENT, POOL, RESOURCE
from ipmplan.files.formats.mspdi.marks import add_baseline, add_fields, done_and_left, hours_of
from ipmplan.files.formats.mspdi.xml import Value, add, add_all
from ipmplan.files.relations import print_skills

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# What stands for "from the beginning" and "for ever".
EVER = datetime(1984, 1, 1), datetime(2049, 12, 31, 23, 59)
BY_HOUR = 2
LAST = time(23, 59)
ACTUAL, LEFT, PROMISED = 2, 1, 4
CONTOURED = 8
LONGEST_PART = 100_000


def add_people(parent: Element, portfolio: Portfolio, losses: Losses, *, with_cost: bool) -> dict[str, int]:
    """Write people, and pools as material; return the UIDs of people. Their calendars have the next higher ones."""
    uids = {person.id: number for number, person in enumerate(portfolio.people, start=1)}
    for person in portfolio.people:
        one = add(parent, "Resource")
        add_all(
            one,
            {
                "UID": uids[person.id],
                "ID": uids[person.id],
                "Name": person.name or person.id,
                "Type": 1,
                "IsNull": False,
                "Group": person.skills[0].name if person.skills else None,
                "EmailAddress": person.email,
                "MaxUnits": 1,
                "StandardRate": _rate(portfolio, person) if with_cost else None,
                "StandardRateFormat": BY_HOUR,
                "CalendarUID": uids[person.id] + 1,
            },
        )
        add_fields(one, {"id": person.id, "skills": print_skills(person.skills)}, RESOURCE, losses)
        if person.joins is not None or person.leaves is not None:
            period = add(add(one, "AvailabilityPeriods"), "AvailabilityPeriod")
            first, last = person.joins or EVER[0], person.leaves or EVER[1]
            add_all(period, {"AvailableFrom": first, "AvailableTo": last, "AvailableUnits": 1})
    for number, pool in enumerate(portfolio.pools, start=len(uids) + 1):
        one = add(parent, "Resource")
        add_all(one, {"UID": number, "ID": number, "Name": pool.name or pool.id, "Type": 0, "IsNull": False})
        kept = {"id": pool.id, "is": POOL, "more": f"capacity={pool.capacity}; kind={pool.kind}"}
        add_fields(one, kept, RESOURCE, losses)
    return uids


def _rate(portfolio: Portfolio, person: Person) -> Decimal | None:
    """The rate of the status date."""
    day = portfolio.as_of_day
    rates = [
        row.cost
        for row in portfolio.rates
        if row.person == person.id
        and row.cost is not None
        and (row.start is None or (row.start.date() if isinstance(row.start, datetime) else row.start) <= day)
    ]
    return rates[-1] if rates else person.rate


def add_assignments(
    parent: Element,
    rows: Mapping[str, Sequence[Assignment]],
    tasks: Mapping[str, int],
    people: Mapping[str, int],
    recorded: Mapping[tuple[str, str], Mapping[date, Fraction]],
    losses: Losses,
) -> None:
    """Write who works at what: one assignment for each task and person, its pieces as time-phased work.

    Parameters
    ----------
    parent
        Where they go.
    rows
        Work by task or booking.
    tasks, people
        Their UIDs.
    recorded
        Hours of each task and person by day, as the timesheet has them.
    losses
        What cannot be written.
    """
    number = 0
    for task, pieces in rows.items():
        if task not in tasks:
            losses.add("work at what is in no table is not written", task)
            continue
        mine: dict[str, list[Assignment]] = {}
        for row in sorted(pieces, key=lambda row: row.start):
            mine.setdefault(row.person, []).append(row)
        for person, own in mine.items():
            number += 1
            _add_assignment(
                parent, number, tasks[task], people.get(person, NOBODY), own, recorded.get((task, person), {}), losses
            )


def _add_assignment(
    parent: Element,
    number: int,
    task: int,
    resource: int,
    rows: list[Assignment],
    days: Mapping[date, Fraction],
    losses: Losses,
) -> None:
    one = add(parent, "Assignment")
    done, left = done_and_left(rows)
    start, end = min(row.start for row in rows), max(row.end for row in rows)
    add_all(
        one,
        {
            "UID": number,
            "TaskUID": task,
            "ResourceUID": resource,
            "ActualStart": done[0].start if done else None,
            "ActualWork": hours_of(done),
            "Finish": end,
            "RemainingWork": hours_of(left),
            "Start": start,
            "Units": Decimal(str(max((row.share for row in left), default=1.0))),
            "Work": hours_of(rows),
            "WorkContour": CONTOURED if len(rows) > 1 else 0,
        },
    )
    told = [" ".join((row.kind, str(row.part), f"{row.share:g}", row.skill)).strip() for row in rows]
    kept = told[0] if len(set(told)) == 1 else "; ".join(told)
    add_fields(one, {"part": kept}, ASSIGNMENT, losses, LONGEST_PART)
    add_baseline(one, start, end, hours_of(rows))
    by_day = days if sum(days.values()) == hours_of(done) else {}
    worked = [(datetime.combine(day, time()), datetime.combine(day, LAST), hours) for day, hours in by_day.items()]
    for kind, pieces in (
        (ACTUAL, worked or [(row.start, row.end, hours_of([row])) for row in done]),
        (LEFT, [(row.start, row.end, hours_of([row])) for row in left]),
        (PROMISED, [(row.start, row.end, hours_of([row])) for row in rows]),
    ):
        for low, high, hours in pieces:
            values: dict[str, Value | None] = {"Type": kind, "UID": number, "Start": low, "Finish": high}
            add_all(add(one, "TimephasedData"), values | {"Unit": 2, "Value": hours})


def recorded_by_day(portfolio: Portfolio) -> dict[tuple[str, str], dict[date, Fraction]]:
    """Hours of each task and person by day; a row with the ref of an earlier one replaces it, later days do not count."""
    rows = {row.ref or f"row {number}": row for number, row in enumerate(portfolio.progress)}
    found: dict[tuple[str, str], dict[date, Fraction]] = {}
    today_counts = isinstance(portfolio.as_of, datetime)
    for row in sorted(rows.values(), key=lambda row: row.date):
        if row.hours and (row.date < portfolio.as_of_day or (today_counts and row.date == portfolio.as_of_day)):
            days = found.setdefault((row.task, row.person), {})
            days[row.date] = days.get(row.date, Fraction(0)) + row.hours
    return found
