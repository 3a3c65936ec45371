"""Overtime: evenings and Saturdays of those who work on the chain, never on leave, Sundays or holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from ipmplan.core.calendar import Moment
from ipmplan.core.edits import AddRow, Edit
from ipmplan.core.people import EVERYBODY, Extra
from ipmplan.core.plan import Schedule
from ipmplan.explaining.names import person_name
from ipmplan.explaining.recover.idea import Proposal
from ipmplan.explaining.recover.wanted import Wanted

MOST_PEOPLE = 3
EVENING_HOURS = 2.0
SATURDAY, SUNDAY = 5, 6
MOST_DAYS = 60


def overtime(wanted: Wanted) -> Iterator[Proposal]:
    """Evenings of each of those with most to do on the chain, of all of them, and Saturdays, too."""
    people = [person for person in wanted.people if _evenings(wanted, person)][:MOST_PEOPLE]
    for person in people:
        yield _proposal(wanted, (person,), saturdays=False)
    if len(people) > 1:
        yield _proposal(wanted, tuple(people), saturdays=False)
    if people:
        yield _proposal(wanted, tuple(people), saturdays=True)


def _proposal(wanted: Wanted, people: tuple[str, ...], *, saturdays: bool) -> Proposal:
    rows = [row for person in people for row in _evenings(wanted, person)]
    if saturdays:
        rows += [row for person in people for row in _saturdays(wanted, person)]
    rows.sort(key=lambda row: (row.person, wanted.portfolio.grid.start_of(row.start)))
    return Proposal("overtime", words(wanted, rows), tuple(AddRow("extra", row) for row in rows), people)


def words(wanted: Wanted, rows: list[Extra]) -> str:
    """Who works how many hours more, on how many days, until when."""
    said = []
    for person in dict.fromkeys(row.person for row in rows):
        own = [row for row in rows if row.person == person]
        hours = sum(_hours(wanted, row) for row in own)
        days = len({_day(row.start) for row in own})
        said.append(f"{person_name(wanted.portfolio, person)} {hours:g} h on {days} day{'s' if days != 1 else ''}")
    return f"Overtime at most: {', '.join(said)}"


def trimmed(wanted: Wanted, proposal: Proposal, schedule: Schedule) -> Proposal:
    """The same with those hours alone in which the plan has work."""
    kept: list[Edit] = []
    used: list[Extra] = []
    for edit in proposal.edits:
        if isinstance(edit, AddRow) and isinstance(edit.row, Extra):
            if _is_used(wanted, edit.row, schedule):
                kept.append(edit)
                used.append(edit.row)
        else:
            kept.append(edit)
    if proposal.kind != "overtime" or not used:
        return proposal
    asks = tuple(dict.fromkeys(row.person for row in used))
    text = words(wanted, used).replace("Overtime at most", "Overtime")
    return replace(proposal, edits=tuple(kept), text=text, asks=asks)


def _is_used(wanted: Wanted, row: Extra, schedule: Schedule) -> bool:
    grid = wanted.portfolio.grid
    start, end = grid.start_of(row.start), grid.end_of(row.end)
    return any(
        grid.start_of(one.start) < end and grid.end_of(one.end) > start
        for one in schedule.assignments
        if one.kind == "planned" and one.person == row.person
    )


def _evenings(wanted: Wanted, person: str) -> list[Extra]:
    """Two hours after each working day, as long as the day has no more than is allowed."""
    plan, found = wanted.plan, []
    grid, calendar = plan.grid, plan.time.person(person)
    for day in _days(wanted):
        start, end = grid.start_of(day), min(grid.end_of(day), calendar.until)
        spans = calendar.within(start, end).intervals
        worked = grid.to_hours(sum(stop - first for first, stop in spans))
        if not spans or _is_away(wanted, person, start, end) or day.weekday() == SUNDAY:
            continue
        more = min(EVENING_HOURS, wanted.most_hours - worked)
        last = max(spans[-1][1], plan.portfolio.as_of_tick)
        ticks = min(int(more / float(grid.hours)), end - last)
        if ticks > 0:
            found.append(Extra(person, grid.moment(last), grid.moment(last + ticks), wanted.surcharge))
    return found


def _saturdays(wanted: Wanted, person: str) -> list[Extra]:
    """The hours of the portfolio's first working day on days on which nobody is away and nothing is closed."""
    plan, found = wanted.plan, []
    grid = plan.grid
    free = (SATURDAY, SUNDAY) if wanted.sundays else (SATURDAY,)
    code = plan.portfolio.person[person].holidays or plan.portfolio.calendar.holidays or ""
    closed = plan.portfolio.holidays.get(code, {})
    for day in _days(wanted):
        start, end = grid.start_of(day), min(grid.end_of(day), plan.time.until)
        off = day in closed and not wanted.sundays
        works = plan.time.person(person).count(start, end)
        if day.weekday() in free and not off and not works and not _is_away(wanted, person, start, end):
            found.append(Extra(person, day, day, wanted.surcharge))
    return found


def _days(wanted: Wanted) -> Iterator[date]:
    first, last = wanted.window
    grid = wanted.portfolio.grid
    day = grid.day(first)
    for _ in range(MOST_DAYS):
        if grid.start_of(day) >= min(last, wanted.plan.time.until):
            return
        yield day
        day += timedelta(days=1)


def _is_away(wanted: Wanted, person: str, start: int, end: int) -> bool:
    """Whether leave touches a day, or somebody has not come yet or has gone."""
    plan = wanted.plan
    known = plan.portfolio.person[person]
    if known.joins is not None and plan.grid.start_of(known.joins) > start:
        return True
    if known.leaves is not None and plan.grid.end_of(known.leaves) < end:
        return True
    return any(
        absence.person in {person, EVERYBODY}
        and plan.grid.start_of(absence.start) < end
        and plan.time.absence_end(absence) > start
        for absence in plan.portfolio.absences
    )


def _hours(wanted: Wanted, row: Extra) -> float:
    if isinstance(row.start, datetime) and isinstance(row.end, datetime):
        return (row.end - row.start).total_seconds() / 3600
    week = wanted.portfolio.calendar.workweek
    spans = next((spans for spans in week.days if spans), ())
    return sum(stop - start for start, stop in spans) / 60


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
