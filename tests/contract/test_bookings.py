"""Bookings: where they are placed, when they end, what they cost and load."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.contract.facade import (
    all_breaches,
    booked,
    breaches,
    free,
    is_wrong,
    money,
    person,
    plan,
    project,
    said,
    shown,
    span,
    studio,
    working,
)
from tests.contract.sentences import covers

HEAD = "id, project, person, hours, every, start, end\n"
PAID = "id, skills, rate\nana, ux, 50\nben, qa, 40"


@covers("every = day, week, month or empty", "hours = 2h or 25%", "Bookings are placed before any task, by rule")
@pytest.mark.parametrize(
    ("every", "start", "placed"),
    [
        # Once: the first two free hours.
        ("", "", ["01-07 09:00-11:00"]),
        # Each day of the span.
        (
            "day",
            "",
            ["01-07 09:00-11:00", "01-08 09:00-11:00", "01-09 09:00-11:00", "01-12 09:00-11:00", "01-13 09:00-11:00"],
        ),
        # The week of the 5th is cut at the status date, the one of the 12th at the end.
        ("week", "", ["01-07 09:00-11:00", "01-12 09:00-11:00"]),
        # A start on Friday cuts the first week there.
        ("week", "2026-01-09", ["01-09 09:00-11:00", "01-12 09:00-11:00"]),
        ("month", "2026-01-09", ["01-09 09:00-11:00"]),
    ],
)
def test_hours_in_the_earliest_free_time_of_each_period(
    tmp_path: Path, every: str, start: str, placed: list[str]
) -> None:
    """Two hours from Wednesday 7 January, the status date, to Tuesday the 13th."""
    found = studio(tmp_path, as_of="2026-01-07", bookings=f"{HEAD}B1, , ana, 2h, {every}, {start}, 2026-01-13")
    assert booked(found, "ana", "B1") == placed
    assert booked(found, "ben", "B1") == []


def test_months_begin_on_the_first_working_day(tmp_path: Path) -> None:
    """1 February 2026 is a Sunday, 1 March, too: the months' hours lie on Mondays the 2nd; January's on the status date."""
    found = studio(tmp_path, bookings=f"{HEAD}B1, , ana, 3h, month, , 2026-03-31")
    assert booked(found, "ana", "B1") == ["01-05 09:00-12:00", "02-02 09:00-12:00", "03-02 09:00-12:00"]


def test_a_period_takes_as_much_as_fits(tmp_path: Path) -> None:
    """Ten hours a day of which eight are there; twelve hours a week of which the cut week of Friday has eight."""
    found = studio(
        tmp_path,
        as_of="2026-01-08",
        bookings=f"{HEAD}B1, , ana, 10h, day, , 2026-01-09\nB2, , ben, 12h, week, 2026-01-09, 2026-01-12",
    )
    assert booked(found, "ana", "B1") == ["01-08 09:00-17:00", "01-09 09:00-17:00"]
    assert booked(found, "ben", "B2") == ["01-09 09:00-17:00", "01-12 09:00-17:00"]


def test_bookings_are_placed_in_file_order_around_leave_and_nights(tmp_path: Path) -> None:
    """B1 takes Monday 9 to 11, B2 the next six hours, an hour of leave at noon left out: 11, 13 to 17, Tuesday 9."""
    found = studio(
        tmp_path,
        absences="person, start, end\nana, 2026-01-05T12:00, 2026-01-05T13:00",
        bookings=f"{HEAD}B1, , ana, 2h, , , 2026-01-09\nB2, , ana, 6h, , , 2026-01-09\nB3, , *, 1h, , , 2026-01-09",
    )
    assert booked(found, "ana", "B1") == ["01-05 09:00-11:00"]
    assert booked(found, "ana", "B2") == ["01-05 11:00-12:00", "01-05 13:00-17:00", "01-06 09:00-10:00"]
    assert booked(found, "ana", "B3") == ["01-06 10:00-11:00"]
    assert booked(found, "ben", "B3") == ["01-05 09:00-10:00"]


@covers("25% = that share of every working day")
def test_percentages_round_their_running_total(tmp_path: Path) -> None:
    """A third (33 %) of days of 8 hours is 2.64; running 2.64, 5.28, 7.92, 10.56, 13.2: rounded 3, 5, 8, 11, 13.

    So 3, 2, 3, 3, 2 hours. A quarter of 2-hour days is 0.5, 1, 1.5, 2: halves go up, 1, 0, 1, 0.
    """
    people = "id, skills, workweek\nana, ux\nben, qa, Mon-Thu 09:00-11:00"
    found = studio(
        tmp_path, people=people, bookings=f"{HEAD}B1, , ana, 33%, , , 2026-01-09\nB2, , ben, 25%, , , 2026-01-09"
    )
    assert booked(found, "ana", "B1") == [
        "01-05 09:00-12:00",
        "01-06 09:00-11:00",
        "01-07 09:00-12:00",
        "01-08 09:00-12:00",
        "01-09 09:00-11:00",
    ]
    assert booked(found, "ben", "B2") == ["01-05 09:00-10:00", "01-07 09:00-10:00"]


def test_a_percentage_is_one_of_all_working_time(tmp_path: Path) -> None:
    """Half of the 8 hours of each day, not of what an earlier booking leaves; it comes after that one.

    B1 has 9 to 11, so B2 takes 11 to 15.
    """
    found = studio(tmp_path, bookings=f"{HEAD}B1, , ana, 2h, day, , 2026-01-05\nB2, , ana, 50%, , , 2026-01-05")
    assert booked(found, "ana", "B2") == ["01-05 11:00-15:00"]


@covers("Without end, a project's booking ends at the project's due")
def test_without_an_end_a_projects_booking_ends_at_its_due_day(tmp_path: Path) -> None:
    """P0 is due on Wednesday the 7th: an hour on each of three days, whatever the plan does."""
    found = studio(
        tmp_path,
        projects="id, due\nP0, 2026-01-07",
        bookings=f"{HEAD}B1, P0, ana, 1h, day",
        tasks="id, work\nT1, ux 2h",
    )
    assert booked(found, "ana", "B1") == [f"01-0{day} 09:00-10:00" for day in (5, 6, 7)]
    assert shown(plan(found), "booking") == [f"B1 ana 01-0{day} 09:00 01-0{day} 10:00 1h" for day in (5, 6, 7)]


def test_without_an_end_an_internal_booking_ends_with_the_plan(tmp_path: Path) -> None:
    """Ana has an hour each day; ten hours of work take Monday 10 to 17 (7) and Tuesday 10 to 13 (3).

    The plan ends on Tuesday at 13: two hours are booked. Ben's ten per cent of a day, 0.8 rounded to 1, ends there, too.
    """
    found = plan(studio(tmp_path, bookings=f"{HEAD}B1, , ana, 1h, day\nB2, , ben, 10%", tasks="id, work\nT1, ux 10h"))
    assert shown(found) == ["T1 ana 01-05 10:00 01-06 13:00 10h"]
    assert shown(found, "booking") == [
        "B1 ana 01-05 09:00 01-05 10:00 1h",
        "B1 ana 01-06 09:00 01-06 10:00 1h",
        "B2 ben 01-05 09:00 01-05 10:00 1h",
        "B2 ben 01-06 09:00 01-06 10:00 1h",
    ]


@covers(
    "Booked time is shown in the plan, costs, and counts as load",
    "for tasks it is not working time",
    "No project = internal",
)
def test_booked_time_costs_loads_and_is_gone_for_tasks(tmp_path: Path) -> None:
    """Ana: 2 h for P0 and 1 h internal on Monday, then five hours of P0's task: 12 to 17.

    P0 costs (2 + 5) x 50; the internal hour is nobody's. Load: 8 of the 8 hours until 17:00. Work at eleven is a breach.
    """
    found = studio(
        tmp_path,
        people=PAID,
        projects="id, budget\nP0, 350",
        bookings=f"{HEAD}B1, P0, ana, 2h, , , 2026-01-05\nB2, , ana, 1h, , , 2026-01-05",
        tasks="id, project, work\nT1, P0, ux 5h",
    )
    assert free(found, "ana", "01-05") == "12:00-17:00"
    assert working(found, "ana", "01-05") == "09:00-17:00"
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 12:00 01-05 17:00 5h"]
    assert project(result, "P0").cost == money("350.00")
    load = person(result, "ana")
    assert (load.hours, load.available_hours, load.utilisation) == (8, 8, 1)
    assert breaches(found, "T1 ana 01-05 11:00 01-05 16:00 5h") == {"availability"}
    assert all_breaches(found, replace(result, assignments=result.assignments[:1])) >= {"bookings"}


@covers("A booking without start has no past")
def test_a_booking_without_a_start_begins_at_the_status_date(tmp_path: Path) -> None:
    """Nothing is booked, and nothing costs, before 13:00 on Monday."""
    found = studio(
        tmp_path,
        as_of="2026-01-05T13:00",
        people=PAID,
        projects="id\nP0",
        bookings=f"{HEAD}B1, P0, ana, 2h, day, , 2026-01-06",
        tasks="id, project, work\nT1, P0, qa 1h",
    )
    assert booked(found, "ana", "B1") == ["01-05 13:00-15:00", "01-06 09:00-11:00"]
    assert project(plan(found), "P0").cost == money("240.00")


@covers("Time that is gone before tasks: stand-ups")
def test_a_booking_of_a_project_that_is_not_planned_takes_no_time(tmp_path: Path) -> None:
    """P1 is tentative: its booking counts only when it is planned with --with P1."""
    found = studio(
        tmp_path,
        projects="id, status\nP0, confirmed\nP1, tentative",
        bookings=f"{HEAD}B1, P1, ana, 2h, , , 2026-01-05",
        tasks="id, project, work\nT1, P0, ux 1h",
    )
    assert span(plan(found), "T1") == "01-05 09:00 01-05 10:00"
    assert span(plan(found, including=("P1",)), "T1") == "01-05 11:00 01-05 12:00"


@covers("what does not fit is listed")
def test_what_does_not_fit_is_listed(tmp_path: Path) -> None:
    """Ten hours of a day of eight: the booking is named, in what reading says or in the plan's notes."""
    tables = {"bookings": f"{HEAD}B1, , ana, 10h, day, , 2026-01-05"}
    notes = plan(studio(tmp_path, **tables)).notes
    assert any("B1" in line for line in [*notes, *said(tmp_path, **tables)])


TIMED = "id, project, person, hours, every, start, end, at\n"


@pytest.mark.parametrize(
    ("row", "placed"),
    [
        # Each Monday at 14:00, until the 19th.
        ("2h, week, , 2026-01-19, Mon 14:00", ["01-05 14:00-16:00", "01-12 14:00-16:00", "01-19 14:00-16:00"]),
        # At 16:00 there is an hour of working time left: what lies behind the day's end does not fit.
        ("2h, day, , 2026-01-06, 16:00", ["01-05 16:00-17:00", "01-06 16:00-17:00"]),
        # The first Wednesday of each month; once: the first Wednesday of all.
        ("1h, month, , 2026-02-28, Wed 10:00", ["01-07 10:00-11:00", "02-04 10:00-11:00"]),
        ("1h, , , 2026-02-28, Wed 10:00", ["01-07 10:00-11:00"]),
        # A start on Friday: that week has no Monday any more.
        ("1h, week, 2026-01-09, 2026-01-13, Mon 9 Uhr", ["01-12 09:00-10:00"]),
        # A quarter of each day, from 11:00 on.
        ("25%, , , 2026-01-06, 11:00", ["01-05 11:00-13:00", "01-06 11:00-13:00"]),
        # Nobody works on Sundays.
        ("1h, week, , 2026-01-19, Sun 09:00", []),
    ],
)
def test_bookings_at_a_time(tmp_path: Path, row: str, placed: list[str]) -> None:
    """Ana works Monday to Friday, 9 to 17, from Monday 5 January on."""
    found = studio(tmp_path, bookings=f"{TIMED}B1, , ana, {row}")
    assert booked(found, "ana", "B1") == placed


def test_a_meeting_of_everybody_is_at_one_time_for_all_who_work_then(tmp_path: Path) -> None:
    """Tuesday 9 to 11: ben begins at 10, cleo works afternoons only, and dan has leave; ana's first booking is before it in the file.

    The same meeting without a time is where each of them is free first.
    """
    people = "id, skills, workweek\nana, ux\nben, ux, Mon-Fri 10:00-18:00\ncleo, ux, Mon-Fri 13:00-17:00\ndan, ux"
    tables = {
        "people": people,
        "absences": "person, start, end\ndan, 2026-01-06, 2026-01-06",
        "tasks": "id, work\nT0, ux 1h",
    }
    row = "*, 2h, week, 2026-01-05, 2026-01-09"
    found = studio(
        tmp_path, **tables, bookings=f"{TIMED}B0, , ana, 1h, , 2026-01-06, 2026-01-06\nB1, , {row}, Tue 09:00"
    )
    assert [booked(found, who, "B1") for who in ("ana", "ben", "cleo", "dan")] == [
        ["01-06 10:00-11:00"],
        ["01-06 10:00-11:00"],
        [],
        [],
    ]
    assert [
        line
        for line in said(
            tmp_path, **tables, bookings=f"{TIMED}B0, , ana, 1h, , 2026-01-06, 2026-01-06\nB1, , {row}, Tue 09:00"
        )
        if "fit" in line
    ] == [
        "warning bookings.csv:3: booking B1 does not fit: ana has 1 of its 2 h\nMaybe move it up in the table, or shorten it?"
    ]
    loose = studio(tmp_path, **tables, bookings=f"{TIMED}B1, , {row},")
    assert [booked(loose, who, "B1") for who in ("ana", "ben", "cleo", "dan")] == [
        ["01-05 09:00-11:00"],
        ["01-05 10:00-12:00"],
        ["01-05 13:00-15:00"],
        ["01-05 09:00-11:00"],
    ]


@pytest.mark.parametrize(
    ("hours", "time"), [("1h", "Mon 09:30"), ("25%", "Mon 09:00"), ("1h", "Moday 09:00"), ("1h", "25:00")]
)
def test_times_that_cannot_be_are_refused(tmp_path: Path, hours: str, time: str) -> None:
    """Off the grid of an hour; a weekday for a share of every day; no weekday; no time of day."""
    assert is_wrong(tmp_path, bookings=f"{TIMED}B1, , ana, {hours}, , , , {time}")


PAST = {
    "people": PAID,
    "projects": "id\nP0",
    "tasks": "id, project, work\nT1, P0, qa 1h",
}
LOGGED = "date, task, person, hours\n"


@covers("progress.csv may name a booking")
@pytest.mark.parametrize(
    ("progress", "cost", "hours"),
    [
        # Weeks of 5 and 12 January, four hours at 50 each, and four more in the week of the status date.
        ("", "640.00", "8 h"),
        # One of the weeks was seven hours in two rows, the other is not recorded.
        (f"{LOGGED}2026-01-13, B1, ana, 5\n2026-01-15, B1, ana, 2", "790.00", "4 h"),
        # Nothing was done in the first week, and somebody has said so.
        (f"{LOGGED}2026-01-07, B1, ana, 0", "440.00", "4 h"),
        (f"{LOGGED}2026-01-07, B1, ana, 0\n2026-01-14, B1, ben, 1", "280.00", ""),
    ],
)
def test_past_periods_count_what_was_recorded_or_planned(tmp_path: Path, progress: str, cost: str, hours: str) -> None:
    """Four hours a week since Monday 5 January, on Monday the 19th; ben's hour of T1 costs 40 in all of them."""
    tables = {**PAST, "bookings": f"{HEAD}B1, P0, ana, 4h, week, 2026-01-05, 2026-01-23"}
    if progress:
        tables["progress"] = progress
    result = plan(studio(tmp_path, as_of="2026-01-19", **tables))
    assert project(result, "P0").cost == money(cost)
    lines = [line for line in said(tmp_path, as_of="2026-01-19", **tables) if "not recorded" in line]
    assert [hours in line for line in lines] == ([True] if hours else [])
    assert [line for line in result.notes if "not recorded" in line] == [
        line.partition(": ")[2].partition("\n")[0] for line in lines
    ]


@covers("of the period in which as_of lies")
@pytest.mark.parametrize(
    ("as_of", "progress", "placed"),
    [
        ("2026-01-05", "", ["01-05 09:00-17:00", "01-06 09:00-11:00"]),
        # Monday's eight hours lie behind, two are left.
        ("2026-01-06", "", ["01-06 09:00-11:00"]),
        ("2026-01-07", "", []),
        # Three were recorded, seven are left.
        ("2026-01-07", f"{LOGGED}2026-01-05, B1, ana, 3", ["01-07 09:00-16:00"]),
    ],
)
def test_the_period_of_the_status_date_counts_once(
    tmp_path: Path, as_of: str, progress: str, placed: list[str]
) -> None:
    """Ten hours in the week of 5 January, whatever day of it is today: 500, and 40 of ben."""
    tables = {**PAST, "bookings": f"{HEAD}B1, P0, ana, 10h, week, 2026-01-05, 2026-01-11"}
    if progress:
        tables["progress"] = progress
    found = studio(tmp_path, as_of=as_of, **tables)
    assert booked(found, "ana", "B1") == placed
    assert project(plan(found), "P0").cost == money("540.00")


@covers("a first week or month of which most was over")
def test_a_first_week_of_which_most_was_over_counts_what_is_recorded(tmp_path: Path) -> None:
    """Begun on Friday 2 January: that week's four hours are not taken for worked; those from the 5th on are."""
    tables = {**PAST, "bookings": f"{HEAD}B1, P0, ana, 4h, week, 2026-01-02, 2026-01-18"}
    assert project(plan(studio(tmp_path, as_of="2026-01-12", **tables)), "P0").cost == money("440.00")
    logged = {**tables, "progress": f"{LOGGED}2026-01-02, B1, ana, 3"}
    assert project(plan(studio(tmp_path, as_of="2026-01-12", **logged)), "P0").cost == money("590.00")


def test_more_than_a_week_is_told(tmp_path: Path) -> None:
    """60 % of 40 hours, 3 h a day and 2 h a week are 41."""
    rows = "B1, , ana, 60%\nB2, , ana, 3h, day\nB3, , ana, 2h, week"
    assert any("ana's week of 40 h" in line and "41 h" in line for line in said(tmp_path, bookings=HEAD + rows))
    less = "B1, , ana, 60%\nB2, , ana, 3h, day\nB3, , ana, 1h, week"
    assert not any("ana's week" in line for line in said(tmp_path, bookings=HEAD + less))


def test_moments_cut_periods(tmp_path: Path) -> None:
    """From Monday 15:00 to Wednesday 10:00, two hours a day: 15 to 17, 9 to 11, and one hour.

    Half of each day of the same span: half of 2, 8 and 1 hours; 1, 5 and 5.5, rounded to 6: 1, 4 and 1.
    """
    span_ = "2026-01-05T15:00, 2026-01-07T10:00"
    found = studio(tmp_path, bookings=f"{HEAD}B1, , ana, 2h, day, {span_}\nB2, , ben, 50%, , {span_}")
    assert booked(found, "ana", "B1") == ["01-05 15:00-17:00", "01-06 09:00-11:00", "01-07 09:00-10:00"]
    assert booked(found, "ben", "B2") == ["01-05 15:00-16:00", "01-06 09:00-13:00", "01-07 09:00-10:00"]


def test_weeks_are_iso_weeks_also_over_new_year(tmp_path: Path) -> None:
    """Week 53 is Monday 28 December 2026 to Sunday 3 January 2027: one booking, though year and month change in it."""
    found = studio(
        tmp_path,
        as_of="2026-12-28",
        bookings=f"{HEAD}B1, , ana, 2h, week, , 2027-01-10\nB2, , ben, 2h, month, , 2027-01-10",
    )
    assert booked(found, "ana", "B1", "2027-12-31") == ["12-28 09:00-11:00", "2027-01-04 09:00-11:00"]
    assert booked(found, "ben", "B2", "2027-12-31") == ["12-28 09:00-11:00", "2027-01-01 09:00-11:00"]


def test_a_premium_makes_booked_hours_dearer_too(tmp_path: Path) -> None:
    """On Saturday, all of it extra at 50 % more, ana is booked for two hours of P0: 2 x 75."""
    found = studio(
        tmp_path,
        as_of="2026-01-10",
        people=PAID,
        projects="id\nP0",
        extra="person, start, end, premium\nana, 2026-01-10, 2026-01-10, 0.5",
        bookings=f"{HEAD}B1, P0, ana, 2h, , , 2026-01-10",
        tasks="id, project, work\nT1, P0, qa 1h",
    )
    assert project(plan(found), "P0").cost == money("190.00")
