"""The notation of work: who does how much of it, together or apart, at a share, or one way out of several."""

from pathlib import Path

import pytest
from tests.contract.facade import (
    booked,
    breaches,
    infeasible,
    is_wrong,
    milestone,
    plan,
    project,
    said,
    shown,
    span,
    studio,
    task_row,
    when,
)
from tests.contract.sentences import covers

TWO_UX = "id, skills\nana, ux:2\nben, ux:1; qa"
MONDAY = "01-05 09:00"


@covers("frontend:2 24h", "work: what has to be done by whom")
def test_a_level_is_the_least_that_is_asked(tmp_path: Path) -> None:
    """ux:2 is for ana only, ux for both, ux:3 for nobody."""
    found = studio(tmp_path, people=TWO_UX, tasks="id, work\nT1, ux:2 24h")
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-07 17:00 24h"]
    assert breaches(found, "T1 ben 01-05 09:00 01-07 17:00 24h") == {"skills"}
    anybody = studio(tmp_path, people=TWO_UX, tasks="id, work\nT1, ux 8h")
    assert breaches(anybody, "T1 ben 01-05 09:00 01-05 17:00 8h") == set()
    assert is_wrong(tmp_path, people=TWO_UX, tasks="id, work\nT1, ux:3 8h")


@covers("24h alone: anybody")
def test_hours_alone_are_for_anybody(tmp_path: Path) -> None:
    """Cleo has no skill and may do it all the same; nobody's efficiency counts: 3 hours are 3 hours."""
    found = studio(tmp_path, people="id, skills\ncleo\nana, ux*0.5", tasks="id, work\nT1, 3h")
    for who in ("ana", "cleo"):
        assert breaches(found, f"T1 {who} 01-05 09:00 01-05 12:00 3h") == set()


@covers("2w: a week = the portfolio's hours a week")
def test_a_week_is_the_portfolios(tmp_path: Path) -> None:
    """Three days of eight hours: a week is 24 hours, and ends on Wednesday."""
    found = studio(tmp_path, workweek="Mon-Wed 09:00-17:00", tasks="id, work\nT1, 1w")
    assert found.tasks[0].work[0].parts[0].hours == 24
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-07 17:00 24h"]


@covers("3d: a day = the portfolio's hours a week / its working days")
@pytest.mark.parametrize(
    ("week", "end"),
    [
        # 40 hours on five days: a day is 8 hours.
        ("Mon-Fri 09:00-17:00", "01-06 17:00"),
        # 4 x 9 + 4 = 40 hours on five days: two days are 16 hours, nine on Monday and seven on Tuesday.
        ("Mon-Thu 08:00-17:00; Fri 08:00-12:00", "01-06 15:00"),
        # 14 hours on three days: two days are 9.33, rounded up to ten: six on Monday, four on Tuesday.
        ("Mon 09:00-15:00; Tue-Wed 09:00-13:00", "01-06 13:00"),
    ],
)
def test_a_day_is_the_average_working_day(tmp_path: Path, week: str, end: str) -> None:
    """Two days of work from Monday on; the portfolio's week counts, not the person's."""
    assert when(task_row(plan(studio(tmp_path, workweek=week, tasks="id, work\nT1, ux 2d")), "T1").end) == end


def test_efficiency_is_rounded_up_once_for_each_assignment(tmp_path: Path) -> None:
    """5 hours at 0.7 are 7.14, so 8: all of Monday. At 2 they are 2.5, so 3."""
    found = studio(tmp_path, people="id, skills\nana, ux*0.7\nben, qa*2", tasks="id, work\nT1, ux 5h\nT2, qa 5h")
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-05 17:00 8h", "T2 ben 01-05 09:00 01-05 12:00 3h"]
    assert breaches(found, "T1 ana 01-05 09:00 01-05 16:00 7h\nT2 ben 01-05 09:00 01-05 12:00 3h") == {"availability"}


@covers("rate = cost of an hour that is really worked")
def test_a_slower_persons_extra_hours_are_costed(tmp_path: Path) -> None:
    """4 hours at half the speed are 8 at 50: 400. Ben, at full speed and 90 an hour, costs 360."""
    people = "id, skills, rate\nana, ux*0.5, 50\nben, ux, 90"
    found = studio(tmp_path, people=people, projects="id\nP0", tasks="id, project, work, people\nT1, P0, ux 4h, ana")
    assert str(project(plan(found), "P0").cost) == "400.00"
    cheapest = studio(tmp_path, people=people, projects="id\nP0", tasks="id, project, work\nT1, P0, ux 4h")
    assert shown(plan(cheapest, "cost")) == ["T1 ben 01-05 09:00 01-05 13:00 4h"]
    assert str(project(plan(cheapest, "cost"), "P0").cost) == "360.00"


@covers("frontend 40h x2: two different people")
def test_several_people_share_the_hours_evenly(tmp_path: Path) -> None:
    """9 hours by two: 4.5 each, rounded up to 5 for each; ben at half the speed needs 9. Each in their own time."""
    found = studio(tmp_path, people="id, skills\nana, ux\nben, ux*0.5", tasks="id, work\nT1, ux 9h x2")
    result = plan(found)
    assert [row[-2:] for row in shown(result)] == ["5h", "9h"]
    apart = "T1 ana 01-07 09:00 01-07 14:00 5h\nT1 ben 01-05 09:00 01-06 10:00 9h"
    assert breaches(found, apart) == set()
    assert breaches(found, "T1 ana 01-05 09:00 01-06 10:00 9h") == {"parts"}
    assert breaches(found, "T1 ana 01-05 09:00 01-05 14:00 5h\nT1 ana 01-05 14:00 01-06 11:00 5h") == {"parts"}


@covers("x1-3: the planner picks how many")
def test_the_planner_picks_how_many(tmp_path: Path) -> None:
    """12 hours by one to three: three people need 4 hours each, which is soonest. One alone costs least when two is dearer.

    Ana costs 10, ben 20 and cleo 30 an hour: ana alone 120; four hours each 240.
    """
    people = "id, skills, rate\nana, ux, 10\nben, ux, 20\ncleo, ux, 30"
    found = studio(tmp_path, people=people, projects="id\nP0", tasks="id, project, work\nT1, P0, ux 12h x1-3")
    soonest = plan(found, "makespan,cost")
    assert shown(soonest) == [f"T1 {who} 01-05 09:00 01-05 13:00 4h" for who in ("ana", "ben", "cleo")]
    assert str(project(soonest, "P0").cost) == "240.00"
    assert shown(plan(found, "cost")) == ["T1 ana 01-05 09:00 01-06 13:00 12h"]
    assert breaches(found, "T1 ana 01-05 09:00 01-05 15:00 6h\nT1 ben 01-05 09:00 01-05 15:00 6h") == set()


@covers("pm 20h @25%: takes a quarter")
@pytest.mark.parametrize(
    ("work", "end", "hours"),
    [
        # 20 / 0.25 = 80 of ana's hours: ten working days.
        ("ux 20h @25%", "01-16 17:00", 20.0),
        # 5 / 0.6 = 8.33, rounded up to 9, of which 5.4 are worked.
        ("ux 5h @60%", "01-06 10:00", 5.4),
        # 4 / 0.4 = 10.
        ("ux 4h @40%", "01-06 11:00", 4.0),
        # Two people: 3 / 0.5 = 6 each.
        ("ux 6h x2 @50%", "01-05 15:00", 3.0),
    ],
)
def test_a_share_takes_longer(tmp_path: Path, work: str, end: str, hours: float) -> None:
    """Hours / share of the person's working time pass, rounded up to the grid once; the hours worked are share x that."""
    result = plan(studio(tmp_path, people=TWO_UX, tasks=f"id, work\nT1, {work}"))
    assert when(task_row(result, "T1").end) == end
    assert all(row.hours == pytest.approx(hours) for row in result.assignments)


def test_share_and_efficiency_are_rounded_up_together(tmp_path: Path) -> None:
    """2 hours at 0.7 and 60 %: 2 / 0.7 / 0.6 = 4.76, so 5 (not 3 / 0.6 = 5 by luck: 1 hour gives 2.38, so 3, not 2 / 0.6 = 4)."""
    people = "id, skills\nana, ux*0.7"
    assert (
        when(task_row(plan(studio(tmp_path, people=people, tasks="id, work\nT1, ux 2h @60%")), "T1").end)
        == "01-05 14:00"
    )
    assert (
        when(task_row(plan(studio(tmp_path, people=people, tasks="id, work\nT1, ux 1h @60%")), "T1").end)
        == "01-05 12:00"
    )


@covers("Other parts with a share may run beside it up to 100 %", "work without @ takes the whole person")
def test_shares_beside_each_other(tmp_path: Path) -> None:
    """40 and 60 % fit beside each other: 4.8 / 0.6 = 8 and 3.2 / 0.4 = 8, all on Monday. 60 and 50 do not; nor does work without."""
    ana = "id, skills\nana, ux"
    beside = studio(tmp_path, people=ana, tasks="id, work\nT1, ux 4.8h @60%\nT2, ux 3.2h @40%")
    assert shown(plan(beside)) == ["T1 ana 01-05 09:00 01-05 17:00 4.8h", "T2 ana 01-05 09:00 01-05 17:00 3.2h"]
    too_much = studio(tmp_path, people=ana, tasks="id, work\nT1, ux 4.8h @60%\nT2, ux 4h @50%")
    assert when(max(row.end for row in plan(too_much).tasks)) == "01-06 17:00"
    both = "T1 ana 01-05 09:00 01-05 17:00 4.8h share=0.6\nT2 ana 01-05 09:00 01-05 17:00 4h share=0.5"
    assert breaches(too_much, both) == {"capacity"}
    whole = studio(tmp_path, people=ana, tasks="id, work\nT1, ux 2h @25%\nT2, ux 1h")
    assert when(max(row.end for row in plan(whole).tasks)) == "01-06 10:00"
    assert breaches(whole, "T1 ana 01-05 09:00 01-05 17:00 2h share=0.25\nT2 ana 01-05 16:00 01-05 17:00 1h") == {
        "capacity"
    }


@covers("For constant background, such as leading a project, use bookings")
def test_a_share_of_more_than_a_week_is_a_warning(tmp_path: Path) -> None:
    """11 hours at a quarter hold ana for 44 of her hours, more than a week of 40; 10 hours for exactly 40 do not."""
    assert any(
        line.startswith("warning tasks.csv:2: work `ux 11h @25%`") and "booking" in line
        for line in said(tmp_path, tasks="id, work\nT1, ux 11h @25%")
    )
    assert said(tmp_path, tasks="id, work\nT1, ux 10h @25%") == []


@covers("ux 8h; design 16h")
def test_requirements_go_their_own_ways(tmp_path: Path) -> None:
    """Two parts by different people, apart by a day; the same person may not do both, though she has both skills."""
    found = studio(tmp_path, people="id, skills\nana, ux; qa\nben, qa; ux", tasks="id, work\nT1, ux 8h; qa 16h")
    apart = "T1 ana 01-05 09:00 01-05 17:00 8h\nT1 ben 01-07 09:00 01-08 17:00 16h part=1"
    assert breaches(found, apart) == set()
    one = "T1 ana 01-05 09:00 01-05 17:00 8h\nT1 ana 01-07 09:00 01-08 17:00 16h part=1"
    assert breaches(found, one) == {"parts"}
    assert span(plan(found), "T1") == "01-05 09:00 01-06 17:00"


@covers("ux 4h + pm 4h", "A part starts on a grid point at which its person works")
def test_parts_joined_by_plus_start_at_one_moment(tmp_path: Path) -> None:
    """Ben begins at 11: both start then, ana for 4 hours, ben for 6. Nine o'clock for ana alone is a breach, and no time of ben's."""
    found = studio(
        tmp_path,
        people="id, skills, workweek\nana, ux\nben, qa, Mon-Fri 11:00-17:00",
        tasks="id, work\nT1, ux 4h + qa 6h",
    )
    assert shown(plan(found)) == ["T1 ana 01-05 11:00 01-05 15:00 4h", "T1 ben 01-05 11:00 01-05 17:00 6h"]
    apart = "T1 ana 01-05 09:00 01-05 13:00 4h\nT1 ben 01-05 11:00 01-05 17:00 6h part=1"
    assert breaches(found, apart) == {"parts"}
    assert "availability" in breaches(
        found, "T1 ana 01-05 09:00 01-05 13:00 4h\nT1 ben 01-05 09:00 01-05 17:00 6h part=1"
    )
    assert "availability" in breaches(
        found, "T1 ana 01-05 11:30 01-05 15:30 4h\nT1 ben 01-05 11:30 01-05 17:00 6h part=1"
    )


@covers("| binds loosest, then ;, then +")
def test_how_the_signs_bind(tmp_path: Path) -> None:
    """`a; b + c | d`: either d, or a by itself and b with c. With three people, a for 8 hours is apart from b and c at nine."""
    people = "id, skills\nana, a\nben, b\ncleo, c; d"
    found = studio(tmp_path, people=people, tasks="id, work\nT1, a 8h; b 2h + c 3h | d 9h")
    first = "T1 ana 01-06 09:00 01-06 17:00 8h\nT1 ben 01-05 09:00 01-05 11:00 2h part=1\nT1 cleo 01-05 09:00 01-05 12:00 3h part=2"
    assert breaches(found, first) == set()
    assert breaches(found, first.replace("ben 01-05 09:00 01-05 11:00", "ben 01-05 10:00 01-05 12:00")) == {"parts"}
    assert breaches(found, "T1 cleo 01-05 09:00 01-06 10:00 9h alternative=1") == set()
    assert span(plan(found), "T1") == "01-05 09:00 01-05 17:00"


@covers("wait 3d: three working days pass")
def test_a_wait_passes_on_the_portfolios_calendar(tmp_path: Path) -> None:
    """Three working days from Friday the 9th, 13:00, over a weekend: Wednesday the 14th, 13:00. Ana's leave does not matter.

    Beside other work a wait is refused.
    """
    found = studio(
        tmp_path,
        absences="person, start, end\nana, 2026-01-12, 2026-01-16\nben, 2026-01-12, 2026-01-16",
        tasks="id, work, not_before\nW1, wait 3d, 2026-01-09T13:00",
    )
    result = plan(found)
    assert span(result, "W1") == "01-09 13:00 01-14 13:00"
    assert shown(result) == []
    assert breaches(found, "W1 - 01-09 13:00 01-14 12:00") == {"waits"}
    assert is_wrong(tmp_path, tasks="id, work\nT1, wait 3d; ux 2h")


@covers("Without uses it begins at the first moment of portfolio time")
def test_a_wait_begins_when_its_links_allow_also_before_today(tmp_path: Path) -> None:
    """T1 was finished on Thursday 8 January, the wait of three days began at its end, and today is Monday the 12th.

    T1's last moment is Thursday 17:00, so the wait begins on Friday 9:00: Friday, Monday, Tuesday.
    """
    tables = {
        "as_of": "2026-01-12",
        "tasks": "id, work, after\nT1, ux 8h\nW1, wait 3d, T1\nT2, ux 1h, W1",
        "progress": "date, task, person, hours, remaining\n2026-01-08, T1, ana, 8, 0",
    }
    found = studio(tmp_path, **tables)
    result = plan(found)
    assert span(result, "W1") == "01-09 09:00 01-13 17:00"
    assert span(result, "T2") == "01-14 09:00 01-14 10:00"
    done = "T1 - 01-08 09:00 01-08 17:00\nT2 ana 01-15 09:00 01-15 10:00 1h"
    assert breaches(found, f"{done}\nW1 - 01-12 09:00 01-14 17:00") == {"waits"}


def test_a_wait_that_nothing_holds_begins_today(tmp_path: Path) -> None:
    """No links, no date: at the status date, or at the first working moment after it."""
    assert (
        span(plan(studio(tmp_path, as_of="2026-01-05T11:00", tasks="id, work\nW1, wait 4h")), "W1")
        == "01-05 11:00 01-05 15:00"
    )
    assert (
        span(plan(studio(tmp_path, as_of="2026-01-10", tasks="id, work\nW1, wait 4h")), "W1")
        == "01-12 09:00 01-12 13:00"
    )


@covers("while progress has no 0 for it, it ends at its planned end or one grid step after as_of")
@pytest.mark.parametrize(
    ("as_of", "end"), [("2026-01-12", "01-12 10:00"), ("2026-01-08", "01-08 17:00"), ("2026-01-09", "01-09 10:00")]
)
def test_a_wait_that_should_be_over_ends_one_step_from_now(tmp_path: Path, as_of: str, end: str) -> None:
    """Two days from Wednesday 7 January end on Thursday 17:00. Seen on Thursday that holds; on Friday it is 10:00, a step later."""
    found = studio(tmp_path, as_of=as_of, tasks="id, work, not_before\nW1, wait 2d, 2026-01-07")
    assert span(plan(found), "W1") == f"01-07 09:00 {end}"


def test_a_recorded_wait_goes_on_until_a_zero_is_written(tmp_path: Path) -> None:
    """A row for the wait on Tuesday the 6th begins it there; one with a remaining of 0 on Thursday ends it there."""
    rows = "date, task, person, hours, remaining\n2026-01-06, W1, , 0, "
    found = studio(tmp_path, as_of="2026-01-09", tasks="id, work\nW1, wait 5d", progress=rows)
    assert span(plan(found), "W1") == "01-06 09:00 01-12 17:00"
    ended = studio(
        tmp_path, as_of="2026-01-09", tasks="id, work\nW1, wait 5d", progress=f"{rows}\n2026-01-08, W1, , 0, 0"
    )
    assert span(plan(ended), "W1") == "01-06 09:00 01-08 17:00"


@covers("frontend:3 24h | wait 10d [cost 1800]", "[cost N] is paid only for that one")
def test_alternatives_and_what_they_cost(tmp_path: Path) -> None:
    """Ana's 24 hours cost 24 x 50 = 1200 and end on Wednesday; the wait of one day costs 1800 and ends on Monday.

    Soonest takes the wait, cheapest ana; each pays its own way only.
    """
    tables = {
        "people": "id, skills, rate\nana, ux, 50",
        "projects": "id\nP0",
        "tasks": "id, project, work\nT1, P0, ux 24h | wait 1d [cost 1800]",
    }
    found = studio(tmp_path, **tables)
    soonest, cheapest = plan(found), plan(found, "cost")
    assert (task_row(soonest, "T1").alternative, span(soonest, "T1")) == (1, "01-05 09:00 01-05 17:00")
    assert str(project(soonest, "P0").cost) == "1800.00"
    assert (task_row(cheapest, "T1").alternative, span(cheapest, "T1")) == (0, "01-05 09:00 01-07 17:00")
    assert str(project(cheapest, "P0").cost) == "1200.00"


@covers("A task lasts from the first start to the last end of its parts")
def test_a_task_lasts_from_its_first_start_to_its_last_end(tmp_path: Path) -> None:
    """Ana on Monday, ben on Wednesday: a successor may start on Thursday, and the task is Monday 9 to Wednesday 17."""
    found = studio(tmp_path, tasks="id, work, after\nT1, ux 8h; qa 8h\nT2, ux 1h, T1")
    rows = (
        "T1 ana 01-05 09:00 01-05 17:00 8h\nT1 ben 01-07 09:00 01-07 17:00 8h part=1\nT2 ana 01-08 09:00 01-08 10:00 1h"
    )
    assert breaches(found, rows) == set()
    assert breaches(found, rows.replace("T2 ana 01-08 09:00 01-08 10:00", "T2 ana 01-07 16:00 01-07 17:00")) == {
        "precedence"
    }


@covers("A person on a part works at it in all of their working time")
def test_work_is_unbroken_but_for_time_off_and_bookings(tmp_path: Path) -> None:
    """20 hours from Thursday 8 January: Thursday 8 less a booked hour = 7, Friday is leave, weekend, Monday is a holiday of ana's.

    Then Tuesday 8 and Wednesday 5: the 14th at 14:00. An hour's pause in it is a breach.
    """
    found = studio(
        tmp_path,
        as_of="2026-01-08",
        absences="person, start, end\nana, 2026-01-09, 2026-01-09\n*, 2026-01-12, 2026-01-12",
        bookings="id, person, hours, every, start, end\nB1, ana, 1h, , , 2026-01-08",
        tasks="id, work\nT1, ux 20h",
    )
    assert shown(plan(found)) == ["T1 ana 01-08 10:00 01-14 14:00 20h"]
    assert breaches(found, "T1 ana 01-08 10:00 01-14 15:00 20h") == {"availability"}
    assert breaches(found, "T1 ana 01-08 09:00 01-14 14:00 20h") == {"availability"}


@covers("due: like a milestone of this task alone")
def test_a_tasks_own_due_day(tmp_path: Path) -> None:
    """12 hours end on Tuesday at 13:00; due on Monday that is 4 hours late, weighted by the project's 2: 8."""
    found = studio(tmp_path, projects="id, weight\nP0, 2", tasks="id, project, work, due\nT1, P0, ux 12h, 2026-01-05")
    result = plan(found, "lateness")
    row = milestone(result, "T1")
    assert (row.kind, when(row.finish), row.late_hours) == ("task", "01-06 13:00", 4)
    assert result.goals[0].value == 8


@covers("that offers the booking's row")
def test_the_warning_of_a_long_share_offers_the_bookings_row(tmp_path: Path) -> None:
    """11 hours at a quarter hold 44 hours: from Monday the 5th until Monday the 12th at 13:00, as the folder's table has its columns."""
    tasks = "id, project, work\nT1, P0, ux 11h @25%"
    tables = {"projects": "id\nP0", "bookings": "id, person, Project, Stunden, comment, start, end"}
    offered = [line for line in said(tmp_path, tasks=tasks, **tables) if "@25%" in line]
    assert [line.split("\n")[-1] for line in offered] == ["T1-booked,ana,P0,25%,,2026-01-05,2026-01-12T13:00"]
    new = [line for line in said(tmp_path, tasks=tasks, projects="id\nP0") if "@25%" in line]
    assert new[0].split("\n")[-2:] == [
        "id,project,person,name,hours,every,start,end",
        "T1-booked,P0,ana,T1,25%,,2026-01-05,2026-01-12T13:00",
    ]
    assert (
        booked(studio(tmp_path, projects="id\nP0", bookings="\n".join(new[0].split("\n")[-2:])), "ana", "T1-booked")[-1]
        == "01-12 09:00-10:00"
    )
    assert not [line for line in said(tmp_path, tasks="id, work\nT1, ux 10h @25%") if "@25%" in line]


def test_work_for_which_there_is_nobody(tmp_path: Path) -> None:
    """Two of ux, but only ana has it: refused before any search. Nobody has time: no plan, and it says so."""
    assert is_wrong(tmp_path, tasks="id, work\nT1, ux 8h x2")
    gone = studio(tmp_path, people="id, skills, until\nana, ux, 2026-01-06\nben, qa", tasks="id, work\nT1, ux 24h")
    assert "ana" in infeasible(gone)
