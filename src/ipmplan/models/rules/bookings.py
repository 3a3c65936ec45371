"""Bookings are in the plan where the rule puts them: the earliest free working time of each period, before any task.

Formula::

    booking b in each of its periods:  the first free working ticks of its person, as many as it asks for, that
    no booking before b in the file has taken
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.calendar import Calendar
from ipmplan.core.words import clock
from ipmplan.errors import Issue
from ipmplan.study.reading import Reading

RULE = "bookings"
KEPT_BY_SEARCH = True


def check(plan: Reading) -> Iterator[Issue]:
    """Yield bookings that are unknown, missing, or placed where the rule does not put them.

    One without an end stops at the plan's last finish.
    """
    rows: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in plan.schedule.assignments:
        if row.kind != "booking":
            continue
        if row.task not in plan.portfolio.booking:
            hint = "Maybe it was renamed or removed after planning."
            yield Issue("the plan has a booking that the portfolio does not know", row.task, hint, rule=RULE)
        elif row.person not in plan.portfolio.person:
            yield Issue(f"`{row.person}`, who is booked, is not in the people table", row.task, rule=RULE)
        else:
            rows.setdefault((row.task, row.person), []).append((plan.tick(row.start), plan.tick(row.end)))
    for person in plan.portfolio.people:
        working = plan.time.person(person.id)
        for placed in plan.bookings(person.id):
            wanted = Calendar(placed.intervals)
            found = _both(working, rows.pop((placed.booking, person.id), []))
            if found.intervals != wanted.intervals:
                yield _issue(plan, placed.booking, person.id, wanted, found)
    for name, person_id in rows:
        yield Issue(f"{person_id} is booked for it, but the rule books them no time", name, rule=RULE)


def _both(working: Calendar, intervals: list[tuple[int, int]]) -> Calendar:
    """Working time inside some intervals."""
    return working.minus(working.minus(intervals).intervals)


def _issue(plan: Reading, booking: str, person: str, wanted: Calendar, found: Calendar) -> Issue:
    missing = wanted.minus(found.intervals)
    surplus = found.minus(wanted.intervals)
    odd, verb = (missing, "misses") if missing.total else (surplus, "has too much:")
    start, end = odd.intervals[0]
    span = f"{clock(plan.grid.moment(start))} to {clock(plan.grid.moment(end))}"
    return Issue(f"for {person} the plan {verb} {span}", booking, "Maybe plan again.", rule=RULE)
