"""Two calendars, one before and one after planning again, put together as calendars do it, leave the plan's events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from icalendar import Calendar
from tests.pages.studio import studio
from tests.reports.fabricate import schedule

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError
from ipmplan.reports.pages.calendars import calendar_file, kept_events
from ipmplan.reports.views.calendar import calendar_events

NOON = datetime(2026, 1, 5, 12)


def put_together(*books: bytes) -> dict[str, tuple[int, str, object, object]]:
    """Events by UID as a calendar keeps them that took the files one after the other."""
    found: dict[str, tuple[int, str, object, object]] = {}
    for book in books:
        for event in Calendar.from_ical(book).walk("VEVENT"):
            uid, number = str(event["UID"]), int(str(event.decoded("SEQUENCE")))
            if uid not in found or number >= found[uid][0]:
                found[uid] = (number, str(event["STATUS"]), event.decoded("DTSTART"), event.decoded("DTEND"))
    return found


def again(plan: Schedule, rng: Random) -> Schedule:
    """The plan with some of its tasks moved, dropped, or handed to others."""
    gone = {row.id for row in plan.tasks if rng.random() < 0.2}
    shift = {row.id: timedelta(days=rng.choice((0, 0, 7))) for row in plan.tasks}
    rows = [
        replace(row, start=row.start + shift.get(row.task, timedelta()), end=row.end + shift.get(row.task, timedelta()),
                person="p5" if rng.random() < 0.1 and row.kind == "planned" else row.person)
        for row in plan.assignments if row.task not in gone
    ]  # fmt: skip
    tasks = [replace(row, start=row.start + shift[row.id], end=row.end + shift[row.id]) for row in plan.tasks]
    return replace(plan, assignments=tuple(rows), tasks=tuple(row for row in tasks if row.id not in gone))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("zone", [None, "Europe/Berlin"])
def test_put_together_they_leave_the_plan(tmp_path: Path, seed: int, zone: str | None) -> None:
    made, rng = studio(), Random(seed)
    made = replace(made, calendar=replace(made.calendar, timezone=zone))
    plans = [schedule(made)]
    plans += [again(plans[0], rng), again(plans[0], rng)]
    books = []
    for number, plan in enumerate(plans):
        rows = kept_events(plan, made, tmp_path, NOON + timedelta(hours=number))
        # Not every file reaches everybody: one calendar was asked for one person only in between.
        books.append(calendar_file(rows, made))
        calendar_file(rows, made, ["p0"])
    left = {uid: row[2:] for uid, row in put_together(*books).items() if row[1] != "CANCELLED"}
    assert left == expected(plans[-1], made)
    assert {uid: row[2:] for uid, row in put_together(books[0], books[2]).items() if row[1] != "CANCELLED"} == left


def expected(plan: Schedule, made: Portfolio) -> dict[str, tuple[object, object]]:
    """What the plan says, read off a calendar that nobody had before."""
    book = calendar_file(kept_events(plan, made, None, NOON), made)
    found = put_together(book)
    assert set(found) == {event.uid for event in calendar_events(plan, made)}
    rows = {(row.task, row.person) for row in plan.assignments if row.kind == "planned"}
    assert sum(event.kind == "task" for event in calendar_events(plan, made)) == len(rows)
    return {uid: row[2:] for uid, row in found.items()}


def test_what_is_as_it_was_is_the_same_to_the_letter(tmp_path: Path) -> None:
    made = studio()
    first = calendar_file(kept_events(schedule(made), made, tmp_path, NOON), made)
    later = calendar_file(kept_events(schedule(made), made, tmp_path, NOON + timedelta(days=1)), made)
    assert first == later


def test_leave_is_whole_days_and_times_have_their_zone() -> None:
    made = studio()
    made = replace(made, calendar=replace(made.calendar, timezone="Europe/Berlin"))
    book = calendar_file(kept_events(schedule(made), made, None, NOON), made, ["p0"])
    events = {str(event["SUMMARY"]): event for event in Calendar.from_ical(book).walk("VEVENT")}
    assert events["Away"].decoded("DTSTART") == date(2026, 1, 19)
    assert events["Away"].decoded("DTEND") == date(2026, 1, 24)
    work = next(event for name, event in events.items() if "Discovery" in name)
    assert work.decoded("DTSTART").tzinfo.key == "Europe/Berlin"
    assert b"BEGIN:VTIMEZONE" in book


def test_an_unknown_zone_is_a_sentence() -> None:
    made = studio()
    made = replace(made, calendar=replace(made.calendar, timezone="Europe/Atlantis"))
    with pytest.raises(InputError, match="no time zone `Europe/Atlantis`"):
        calendar_file((), made)
