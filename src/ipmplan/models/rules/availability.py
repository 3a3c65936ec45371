"""People work when they are there, without a break in it, exactly as long as the work takes them.

Formula::

    row r of person i:  [s(r), e(r)) holds exactly n(r) free ticks of i, among them its first and its last
    n(r) = hours / people / efficiency / share in ticks, rounded up once
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.core.words import clock, on
from ipmplan.errors import Issue
from ipmplan.study.bound import Bound
from ipmplan.study.reading import Length, Reading, Stint, differs

RULE = "availability"
KEPT_BY_SEARCH = True
HOURS_TOLERANCE = 0.01


def check(plan: Reading) -> Iterator[Issue]:
    """Yield rows off the grid, starts while away, and ends or hours that are not what the work takes.

    The length of a row is hours / people / efficiency / share, rounded up to the grid once, in the person's working time
    that no booking takes.
    """
    for stints in plan.stints.values():
        for stint in stints:
            off = [moment for moment in (stint.row.start, stint.row.end) if not plan.on_grid(moment)]
            for moment in off:
                hint = f"Maybe {clock(plan.grid.moment(plan.tick(moment)))}."
                message = f"{stint.row.person} at {clock(moment)} is not on the grid of {plan.grid.minutes} minutes"
                yield Issue(message, stint.row.task, hint, rule=RULE)
            length = plan.length(stint)
            if not off and length is not None:
                yield from _stint(plan, stint, length)


def _stint(plan: Reading, stint: Stint, length: Length) -> Iterator[Issue]:
    row = stint.row
    free = plan.time.free(row.person)
    if stint.start not in free:
        message = f"{row.person} starts at {clock(row.start)} but {_why_away(plan, row.person, stint.start)}"
        number = free.before(stint.start)
        later = f"Maybe {clock(plan.grid.moment(free.slot(number)))}." if number < free.total else ""
        yield Issue(message, row.task, later, rule=RULE)
    elif free.before(stint.start) + length.ticks > free.total:
        message = f"{row.person} is not there long enough for {length.hours:g} h from {clock(row.start)}"
        yield Issue(message, row.task, "Maybe somebody else can do it.", rule=RULE)
    elif free.end_after(stint.start, length.ticks) != stint.end:
        end = clock(plan.grid.moment(free.end_after(stint.start, length.ticks)))
        worked = plan.grid.to_hours(max(0, free.count(stint.start, stint.end)))
        message = (
            f"{row.person} works {clock(row.start)} to {clock(row.end)}, in which {worked:g} h are free for it; "
            f"the work takes {plan.grid.to_hours(length.ticks):g} h of their time"
        )
        yield Issue(message, row.task, f"Maybe it ends at {end}.", rule=RULE)
    if differs(row.hours, length.hours, HOURS_TOLERANCE):
        message = f"{row.person} has {row.hours:g} h in the plan, but the work takes {length.hours:g} h"
        yield Issue(message, row.task, f"Maybe the hours should be {length.hours:g}.", rule=RULE)


def _why_away(plan: Reading, person: str, tick: int) -> str:
    """Say in words why somebody does not work at a tick."""
    for placed in plan.time.bookings(person):
        if any(start <= tick < end for start, end in placed.intervals):
            return f"is booked ({placed.booking})"
    for absence in plan.portfolio.absences:
        theirs = absence.person in (person, EVERYBODY)
        if theirs and plan.grid.start_of(absence.start) <= tick < plan.time.absence_end(absence):
            return f"is away ({absence.reason})" if absence.reason else "is away"
    who = plan.portfolio.person[person]
    if who.joins is not None and tick < plan.grid.start_of(who.joins):
        return f"only joins on {on(who.joins)}"
    if who.leaves is not None and tick >= plan.grid.end_of(who.leaves):
        return f"leaves on {on(who.leaves)}"
    code = who.holidays if who.holidays is not None else plan.portfolio.calendar.holidays
    name = plan.portfolio.holidays.get(code or "", {}).get(plan.grid.day(tick))
    return f"has a holiday ({name})" if name else "does not work then"


def binds(plan: Reading, task: str) -> Iterator[Bound]:
    """Yield leave, bookings and first days after which a row of a task begins without a free moment in between."""
    for stint in plan.stints.get(task, ()):
        person = plan.portfolio.person[stint.row.person]
        for absence in plan.portfolio.absences:
            end = plan.time.absence_end(absence)
            if absence.person in (person.id, EVERYBODY) and _begins_at(plan, stint, end):
                yield _away(plan, absence, end, stint)
        for placed in plan.time.bookings(person.id):
            spans = [span for span in placed.intervals if _begins_at(plan, stint, span[1])]
            if spans:
                start, end = max(spans)
                words, booking = "{person} is booked for {about}", placed.booking
                yield Bound(
                    end,
                    words,
                    "away",
                    stint.number,
                    person=person.id,
                    about=booking,
                    table="bookings",
                    since=start,
                )
        joins = plan.grid.start_of(person.joins) if person.joins is not None else None
        if joins is not None and person.joins is not None and _begins_at(plan, stint, joins):
            words = "{person} only joins on {day}"
            yield Bound(joins, words, "away", stint.number, person=person.id, day=person.joins)


def _begins_at(plan: Reading, stint: Stint, tick: int) -> bool:
    """Whether a row begins at the first moment from a tick on at which its person is free."""
    return tick <= stint.start and not plan.time.free(stint.row.person).count(tick, stint.start)


def _away(plan: Reading, absence: Absence, end: int, stint: Stint) -> Bound:
    last = (plan.grid.moment(end) - timedelta(microseconds=1)).date()
    who = "everybody" if absence.person == EVERYBODY else "{person}"
    longer = " or longer" if absence.end is None else ""
    since = plan.grid.start_of(absence.start)
    words, person = f"{who} is away until {{day}}{longer}", stint.row.person
    return Bound(end, words, "away", stint.number, person=person, day=last, reason=absence.reason, since=since)
