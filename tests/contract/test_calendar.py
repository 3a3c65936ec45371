"""Settings, working weeks, holidays, absences and extra time: who works when."""

from pathlib import Path

import pytest
from tests.contract.facade import breaches, free, is_wrong, person, plan, shown, studio, task_row, when, working
from tests.contract.sentences import covers

GERMAN_HOURS = "Mon-Fri 09:00-13:00 14:00-18:00"


@covers("workweek : one or more spans", "workweek : groups split by")
def test_a_workweek_has_spans_for_groups_of_days(tmp_path: Path) -> None:
    """Monday to Thursday have two spans, Friday one; the weekend none."""
    found = studio(tmp_path, workweek="Mon-Thu 09:00-13:00 14:00-18:00; Fri 09:00-13:00")
    assert [working(found, "ana", day) for day in ("01-08", "01-09", "01-10")] == [
        "09:00-13:00 14:00-18:00",
        "09:00-13:00",
        "",
    ]


@covers("grid : 15m, 30m or 1h, from midnight", "skills = frontend:3")
@pytest.mark.parametrize(("grid", "end"), [("15m", "09:45"), ("30m", "10:00"), ("1h", "10:00")])
def test_work_is_rounded_up_to_the_grid(tmp_path: Path, grid: str, end: str) -> None:
    """0.7 hours are 42 minutes: three quarters, two halves or one whole hour."""
    found = plan(studio(tmp_path, calendar=f'grid = "{grid}"', tasks="id, work\nT1, ux 0.7h"))
    assert when(task_row(found, "T1").end) == f"01-05 {end}"


@covers("grid : workweeks, absences and extra times lie on it")
def test_times_off_the_grid_are_refused(tmp_path: Path) -> None:
    """Half past nine is no step of an hour's grid, but one of half an hour's."""
    for calendar, wrong in (('grid = "1h"', True), ('grid = "30m"', False)):
        rows = {
            "absences": "person, start, end\nana, 2026-01-05T09:30, 2026-01-05T11:00",
            "extra": "person, start, end\nana, 2026-01-05T18:30, 2026-01-05T19:00",
        }
        for name, text in rows.items():
            assert is_wrong(tmp_path, calendar=calendar, **{name: text}) is wrong
        assert is_wrong(tmp_path, calendar=calendar, workweek="Mon-Fri 09:30-17:00") is wrong


@covers("as_of : status date")
@pytest.mark.parametrize(("as_of", "start"), [("2026-01-06", "01-06 09:00"), ("2026-01-06T13:00", "01-06 13:00")])
def test_nothing_is_planned_before_the_status_date(tmp_path: Path, as_of: str, start: str) -> None:
    """A date is the start of the day, a date-time that moment; an hour earlier is a breach."""
    found = studio(tmp_path, as_of=as_of, tasks="id, work\nT1, ux 1h")
    assert when(task_row(plan(found), "T1").start) == start
    assert breaches(found, "T1 ana 01-05 16:00 01-05 17:00 1h") == {"status"}


@covers("holidays : country[-subdivision]", "holidays : optional")
def test_holidays_of_two_regions(tmp_path: Path) -> None:
    """6 January is Epiphany in Bavaria, 8 March women's day in Berlin, 25 December Christmas in both.

    8 March 2027 is a Monday. Without the setting there are no holidays.
    """
    people = "id, skills, holidays\nana, ux\nben, qa, DE-BY\ncleo, pm, none"
    found = studio(tmp_path, calendar='holidays = "DE-BE"', people=people)
    worked = {
        who: [bool(working(found, who, day)) for day in ("01-06", "2027-03-08", "12-25")]
        for who in ("ana", "ben", "cleo", "*")
    }
    assert worked == {
        "ana": [True, False, False],
        "ben": [False, True, False],
        "cleo": [True, True, True],
        "*": [True, False, False],
    }
    assert working(studio(tmp_path, people=people), "ana", "12-25")


@covers("workweek and holidays override the portfolio's")
def test_an_own_workweek_overrides_the_portfolios(tmp_path: Path) -> None:
    """Ana keeps the portfolio's 9 to 17, ben works Saturdays only."""
    found = studio(tmp_path, people="id, skills, workweek\nana, ux\nben, qa, Sat 10:00-12:00")
    assert [working(found, who, day) for who in ("ana", "ben") for day in ("01-09", "01-10")] == [
        "09:00-17:00",
        "",
        "",
        "10:00-12:00",
    ]


def test_from_and_until_are_inclusive_days(tmp_path: Path) -> None:
    """Ana joins on Tuesday and leaves on Thursday: she works on three days; ben from Tuesday noon to Wednesday noon."""
    people = "id, skills, from, until\nana, ux, 2026-01-06, 2026-01-08\nben, qa, 2026-01-06T12:00, 2026-01-07T12:00"
    found = studio(tmp_path, people=people)
    days = ("01-05", "01-06", "01-07", "01-08", "01-09")
    assert [working(found, "ana", day) for day in days] == ["", *["09:00-17:00"] * 3, ""]
    assert [working(found, "ben", day) for day in days] == ["", "12:00-17:00", "09:00-12:00", "", ""]


@covers("Dates are inclusive days", "where a date is allowed, so is a date-time")
def test_dates_are_inclusive_and_date_times_are_moments(tmp_path: Path) -> None:
    """Away from Tuesday to Wednesday: back on Thursday. Away from Tuesday 13:00 to Wednesday 11:00: back at eleven."""
    absences = "person, start, end\nana, 2026-01-06, 2026-01-07\nben, 2026-01-06T13:00, 2026-01-07T11:00"
    found = studio(tmp_path, absences=absences)
    days = ("01-05", "01-06", "01-07", "01-08")
    assert [working(found, "ana", day) for day in days] == ["09:00-17:00", "", "", "09:00-17:00"]
    assert [working(found, "ben", day) for day in days] == ["09:00-17:00", "09:00-13:00", "11:00-17:00", "09:00-17:00"]


@covers("person = * is everybody")
def test_an_absence_of_everybody_is_one_of_the_portfolio(tmp_path: Path) -> None:
    """Closed on Tuesday: nobody works, and a wait of a working day that begins on Monday noon ends on Wednesday noon."""
    found = studio(
        tmp_path,
        absences="person, start, end\n*, 2026-01-06, 2026-01-06",
        tasks="id, work, not_before\nW1, wait 8h, 2026-01-05T13:00",
    )
    assert [working(found, who, "01-06") for who in ("ana", "ben", "*")] == ["", "", ""]
    assert when(task_row(plan(found), "W1").end) == "01-07 13:00"
    assert (
        working(studio(tmp_path, absences="person, start, end\nana, 2026-01-06, 2026-01-06"), "*", "01-06")
        == "09:00-17:00"
    )


@covers("An absence without an end counts as open_absence", "open_absence : what an absence without an end")
@pytest.mark.parametrize(
    ("setting", "back"), [("", "01-12"), ('open_absence = "2d"', "01-07"), ('open_absence = "12h"', "01-06")]
)
def test_an_open_absence_lasts_open_absence_from_today(tmp_path: Path, setting: str, back: str) -> None:
    """Ill since Friday 2 January, today is Monday the 5th.

    Five working days (the default) from today: Monday to Friday, back on the 12th. Two days: back on Wednesday. Twelve
    hours: all Monday and half of Tuesday, back at 13:00.
    """
    found = studio(tmp_path, calendar=setting, absences="person, start\nana, 2026-01-02")
    days = [f"01-{day:02}" for day in range(5, 16)]
    assert next(day for day in days if working(found, "ana", day)) == back
    assert working(found, "ana", back) == ("13:00-17:00" if setting.endswith('12h"') else "09:00-17:00")
    assert any("ana is away since 2026-01-02 without an end" in note for note in plan(found).notes)


def test_an_open_absence_that_begins_later_lasts_from_then(tmp_path: Path) -> None:
    """Away from Thursday 8 January for two days: Thursday and Friday, back on Monday the 12th."""
    found = studio(tmp_path, calendar='open_absence = "2d"', absences="person, start\nana, 2026-01-08")
    assert [bool(working(found, "ana", day)) for day in ("01-07", "01-08", "01-09", "01-12")] == [
        True,
        False,
        False,
        True,
    ]


def test_an_open_absence_passes_over_holidays(tmp_path: Path) -> None:
    """Two days from Monday, with Epiphany on Tuesday in Bavaria: Monday and Wednesday, back on Thursday."""
    found = studio(
        tmp_path, calendar='open_absence = "2d"\nholidays = "DE-BY"', absences="person, start\nana, 2026-01-05"
    )
    assert [bool(working(found, "ana", day)) for day in ("01-07", "01-08")] == [False, True]


@covers("extra time overrides absence and holiday")
def test_extra_time_wins_against_absence_and_holiday(tmp_path: Path) -> None:
    """Ana is away all week and works on Tuesday, Epiphany in Bavaria, from 10 to 12 all the same."""
    found = studio(
        tmp_path,
        calendar='holidays = "DE-BY"',
        absences="person, start, end\nana, 2026-01-05, 2026-01-09",
        extra="person, start, end\nana, 2026-01-06T10:00, 2026-01-06T12:00",
    )
    assert [working(found, "ana", day) for day in ("01-05", "01-06", "01-07")] == ["", "10:00-12:00", ""]
    assert working(found, "ben", "01-06") == ""


@covers("A row of extra with dates only means the spans")
def test_extra_days_have_the_spans_of_the_first_working_day(tmp_path: Path) -> None:
    """The week begins on Tuesday with 9 to 12: that is what ana works on Saturday and Sunday, the 10th and 11th."""
    found = studio(
        tmp_path,
        workweek="Tue 09:00-12:00; Wed-Fri 08:00-16:00",
        extra="person, start, end\nana, 2026-01-10, 2026-01-11",
    )
    assert [working(found, "ana", day) for day in ("01-09", "01-10", "01-11", "01-12")] == [
        "08:00-16:00",
        "09:00-12:00",
        "09:00-12:00",
        "",
    ]


def test_extra_time_of_everybody_is_portfolio_time(tmp_path: Path) -> None:
    """Saturday the 10th is worked by all: a wait of 8 hours from Friday noon ends on Saturday at 13:00."""
    found = studio(
        tmp_path,
        extra="person, start, end\n*, 2026-01-10, 2026-01-10",
        tasks="id, work, not_before\nW1, wait 8h, 2026-01-09T13:00",
    )
    assert [working(found, who, "01-10") for who in ("ana", "ben", "*")] == ["09:00-17:00"] * 3
    assert when(task_row(plan(found), "W1").end) == "01-10 13:00"


@covers("that of everybody calls nobody back")
def test_extra_time_of_everybody_calls_nobody_back(tmp_path: Path) -> None:
    """Ana is on leave on the Saturday that all the others work."""
    rows = "person, start, end\nana, 2026-01-09, 2026-01-12"
    found = studio(tmp_path, absences=rows, extra="person, start, end\n*, 2026-01-10, 2026-01-10")
    assert [working(found, who, "01-10") for who in ("ana", "ben")] == ["", "09:00-17:00"]


@covers("fill : only this part", "first part of each day")
def test_fill_keeps_the_first_part_of_each_day(tmp_path: Path) -> None:
    """Three quarters of 8 hours are 6: the four of the morning and two of the afternoon; bookings take from those.

    The portfolio's own time, in which waits and lags are counted, stays whole.
    """
    found = studio(
        tmp_path,
        workweek=GERMAN_HOURS,
        settings="[sprint]\nstart = 2026-01-05\nfill = 0.75",
        bookings="id, person, hours, every, end\nB1, ana, 25%, day, 2026-01-31",
        tasks="id, work\nT1, ux 9h",
    )
    assert working(found, "ana", "01-05") == "09:00-13:00 14:00-16:00"
    assert working(found, "*", "01-05") == "09:00-13:00 14:00-18:00"
    # A quarter of 6 hours is 1.5; the running total 1.5, 3, 4.5, 6 is rounded: 2, 3, 5, 6.
    assert [free(found, "ana", day) for day in ("01-05", "01-06")] == [
        "11:00-13:00 14:00-16:00",
        "10:00-13:00 14:00-16:00",
    ]
    assert shown(plan(found)) == ["T1 ana 01-05 11:00 01-06 16:00 9h"]


@covers("the running total over the week")
def test_fill_is_a_running_total_over_the_week(tmp_path: Path) -> None:
    """0.8 of 8 hours are 6.4; the running total 6.4, 12.8, 19.2, 25.6, 32 is rounded: 6, 13, 19, 26, 32."""
    found = studio(tmp_path, settings="[sprint]\nstart = 2026-01-05\nfill = 0.8")
    days = [f"01-{day:02}" for day in (5, 6, 7, 8, 9)]
    assert [working(found, "ana", day) for day in days] == [
        "09:00-15:00",
        "09:00-16:00",
        "09:00-15:00",
        "09:00-16:00",
        "09:00-15:00",
    ]


@pytest.mark.parametrize("day", ["03-29", "10-25"])
def test_days_on_which_clocks_change_are_as_long_as_others(tmp_path: Path, day: str) -> None:
    """The clocks of Berlin change on Sundays 29 March and 25 October: 0 to 8 are eight hours, and the task ends at 8."""
    week = "Sun 00:00-08:00"
    found = studio(tmp_path, as_of=f"2026-{day}", workweek=week, tasks="id, work\nT1, ux 8h")
    assert shown(plan(found)) == [f"T1 ana {day} 00:00 {day} 08:00 8h"]


def test_a_leap_day_is_a_working_day(tmp_path: Path) -> None:
    """29 February 2028 is a Tuesday: 20 hours from Monday end on Wednesday 1 March at one."""
    found = plan(studio(tmp_path, as_of="2028-02-28", tasks="id, work\nT1, ux 20h"))
    assert shown(found) == ["T1 ana 2028-02-28 09:00 2028-03-01 13:00 20h"]


def test_iso_week_53(tmp_path: Path) -> None:
    """28 December 2026 to 3 January 2027 is week 53 of 2026, with five working days; the Monday after begins week 1."""
    found = plan(studio(tmp_path, as_of="2026-12-28", tasks="id, work\nT1, ux 44h"))
    weeks = [(row.week, row.available, row.planned) for row in person(found, "ana").weeks]
    assert weeks == [("2026-W53", 40.0, 40.0), ("2027-W01", 4.0, 4.0)]


def test_night_shifts_meet_at_midnight(tmp_path: Path) -> None:
    """Monday 20 to 24 and Tuesday 0 to 4 are eight hours without a break."""
    found = studio(tmp_path, workweek="Mon 20:00-24:00; Tue 00:00-04:00", tasks="id, work\nT1, ux 8h")
    assert [working(found, "ana", day) for day in ("01-05", "01-06")] == ["20:00-24:00", "00:00-04:00"]
    assert shown(plan(found)) == ["T1 ana 01-05 20:00 01-06 04:00 8h"]
