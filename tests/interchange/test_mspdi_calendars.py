"""Calendars of Microsoft Project: exceptions, recurring ones, other weeks, and calendars of people."""

from datetime import date, datetime

import pytest
from tests.interchange.office import ANA, assigned, office, read, task

from ipmplan.files.formats.mspdi.data import CalendarException, Recurrence
from ipmplan.files.formats.mspdi.recurrence import days_of


def exception(start: str, end: str, more: str = "<Type>1</Type>", *, hours: str = "", name: str = "Off") -> str:
    period = f"<TimePeriod><FromDate>{start}T00:00:00</FromDate><ToDate>{end}T23:59:00</ToDate></TimePeriod>"
    working = f"<DayWorking>{int(bool(hours))}</DayWorking>"
    if hours:
        low, high = hours.split("-")
        times = f"<WorkingTime><FromTime>{low}:00</FromTime><ToTime>{high}:00</ToTime></WorkingTime>"
        working += f"<WorkingTimes>{times}</WorkingTimes>"
    return f"<Exception>{period}<Name>{name}</Name>{more}{working}</Exception>"


def test_days_off_are_absences_of_everybody_and_weekends_join_them() -> None:
    found = read(office(task(1, "A"), exceptions=exception("2026-12-24", "2027-01-01", name="Closed"))).portfolio
    assert [(row.person, row.start, row.end, row.reason) for row in found.absences] == [
        ("*", date(2026, 12, 24), date(2027, 1, 1), "Closed")
    ]


def test_other_hours_of_a_day_are_absence_and_extra_time() -> None:
    found = read(office(task(1, "A"), exceptions=exception("2026-01-07", "2026-01-07", hours="08:00-12:00"))).portfolio
    assert [(row.start, row.end) for row in found.absences] == [
        (datetime(2026, 1, 7, 12), datetime(2026, 1, 7, 13)),
        (datetime(2026, 1, 7, 14), datetime(2026, 1, 7, 18)),
    ]
    assert [(row.start, row.end) for row in found.extra] == [(datetime(2026, 1, 7, 8), datetime(2026, 1, 7, 9))]


def test_a_person_keeps_the_week_and_days_of_their_own_calendar() -> None:
    friday = "<WeekDay><DayType>6</DayType><DayWorking>0</DayWorking></WeekDay>"
    own = f"<Calendar><UID>2</UID><BaseCalendarUID>1</BaseCalendarUID><WeekDays>{friday}</WeekDays>"
    own += f"<Exceptions>{exception('2026-02-02', '2026-02-03', name='Leave')}</Exceptions></Calendar>"
    people = f"{ANA}<CalendarUID>2</CalendarUID>"
    found = read(office(task(1, "A"), people, assigned(1, 1, 8), calendars=own)).portfolio
    assert found.people[0].workweek is not None
    assert found.people[0].workweek.days[4] == ()
    assert [(row.person, row.start, row.end) for row in found.absences] == [
        ("ana-ferreira", date(2026, 2, 2), date(2026, 2, 3))
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Recurrence(1, every=3), ["2026-01-05", "2026-01-08", "2026-01-11"]),
        (Recurrence(2, month=11, month_day=24), ["2026-12-24", "2027-12-24", "2028-12-24"]),
        # The last Friday of November.
        (Recurrence(3, month=10, item=8, position=4), ["2026-11-27", "2027-11-26", "2028-11-24"]),
        # The 31st, in months that have one.
        (Recurrence(4, month_day=31), ["2026-01-31", "2026-03-31", "2026-05-31"]),
        # The second working day of every other month; 1 January is a Thursday, and before the start.
        (Recurrence(5, every=2, item=1, position=1), ["2026-03-03", "2026-05-04", "2026-07-02"]),
        (Recurrence(6, every=2, days=frozenset({0, 4})), ["2026-01-05", "2026-01-09", "2026-01-19"]),
    ],
)
def test_recurring_exceptions(rule: Recurrence, expected: list[str]) -> None:
    found = days_of(CalendarException("", date(2026, 1, 5), date(2030, 1, 1), (), rule), date(2031, 1, 1))
    assert [str(day) for day in found[:3]] == expected


def test_the_grid_is_the_coarsest_on_which_everything_lies() -> None:
    assert read(office(task(1, "A"))).portfolio.grid.minutes == 60
    half = exception("2026-01-07", "2026-01-07", hours="09:30-12:00")
    assert read(office(task(1, "A"), exceptions=half)).portfolio.grid.minutes == 30
