"""What happened: rows of timesheets, what is left of started work, and what is kept of the record."""

from pathlib import Path

import pytest
from tests.contract.facade import (
    all_breaches,
    approve,
    breaches,
    plan,
    plan_with_warnings,
    project,
    reread,
    said,
    shown,
    span,
    studio,
    task_row,
    when,
    with_rows,
)
from tests.contract.sentences import covers

import ipmplan as ipm

HEAD = "date, task, person, hours, remaining, cost, ref\n"
ANA = "id, skills, rate\nana, ux, 50"


@covers("remaining = hours the task's people still have to work", "Empty = the last known remaining less these hours")
@pytest.mark.parametrize(
    ("rows", "end"),
    [
        # 12 hours less 4: 8 are left, all of Monday.
        ("2026-01-02, T1, ana, 4", "01-05 17:00"),
        # Less 4 and 2: 6.
        ("2026-01-01, T1, ana, 4\n2026-01-02, T1, ana, 2", "01-05 15:00"),
        # Seen that day, 5 are left, whatever was logged.
        ("2026-01-02, T1, ana, 4, 5", "01-05 14:00"),
        # 5 were left on Thursday, less 2 on Friday: 3.
        ("2026-01-01, T1, ana, 4, 5\n2026-01-02, T1, ana, 2", "01-05 12:00"),
        # The order is that of the dates, not of the file: 5 were left on Friday.
        ("2026-01-02, T1, ana, 2, 5\n2026-01-01, T1, ana, 4, 9", "01-05 14:00"),
    ],
)
def test_what_is_left_is_the_last_known_remaining_less_the_hours_since(tmp_path: Path, rows: str, end: str) -> None:
    """A task of 12 hours; ana goes on with it on Monday at 9."""
    found = studio(tmp_path, tasks="id, work\nT1, ux 12h", progress=HEAD + rows)
    result = plan(found)
    assert shown(result)[0].startswith("T1 ana 01-05 09:00")
    assert when(task_row(result, "T1").end) == end


def test_remaining_is_after_efficiency(tmp_path: Path) -> None:
    """4 hours at half the speed are 8 of ana's. After 3 of hers 5 are left; a written 2 is 2 of hers, not 4."""
    people = "id, skills\nana, ux*0.5"
    tables = {"people": people, "tasks": "id, work\nT1, ux 4h"}
    assert (
        span(plan(studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 3")), "T1")
        == "01-02 09:00 01-05 14:00"
    )
    assert (
        span(plan(studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 3, 2")), "T1")
        == "01-02 09:00 01-05 11:00"
    )


@covers("but only a written 0 finishes: a used-up estimate stays open")
def test_only_a_written_zero_finishes(tmp_path: Path) -> None:
    """9 hours logged on 8: nothing is left, but it stays open with one step of the grid, and the plan lists it.

    With a remaining of 0 it is finished on Friday, and nothing is planned.
    """
    tables = {"tasks": "id, work\nT1, ux 8h"}
    used_up = plan(studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 9"))
    assert shown(used_up) == ["T1 ana 01-05 09:00 01-05 10:00 1h"]
    assert any(note.startswith("T1: its estimate is used up") for note in used_up.notes)
    finished = plan(studio(tmp_path, **tables, progress=f"{HEAD}2026-01-02, T1, ana, 5, 0"))
    assert (shown(finished), span(finished, "T1")) == ([], "01-02 09:00 01-02 17:00")
    assert not finished.notes
    half = plan(studio(tmp_path, calendar='grid = "30m"', **tables, progress=f"{HEAD}2026-01-02, T1, ana, 8"))
    assert shown(half) == ["T1 ana 01-05 09:00 01-05 09:30 0.5h"]


def test_a_finished_task_is_opened_again_by_a_later_row(tmp_path: Path) -> None:
    """0 on Thursday, 3 left on Friday: three hours on Monday."""
    tables = {"tasks": "id, work\nT1, ux 8h"}
    again = f"{HEAD}2026-01-01, T1, ana, 8, 0\n2026-01-02, T1, ana, 1, 3"
    assert shown(plan(studio(tmp_path, **tables, progress=again))) == ["T1 ana 01-05 09:00 01-05 12:00 3h"]


def test_an_hour_after_the_zero_is_recorded_and_opens_nothing(tmp_path: Path) -> None:
    """A 0 on Thursday, an hour more on Friday without a remaining: 0 less 1 is never below 0, and the 0 was written."""
    rows = f"{HEAD}2026-01-01, T1, ana, 8, 0\n2026-01-02, T1, ana, 1"
    result = plan(studio(tmp_path, tasks="id, work\nT1, ux 8h", progress=rows))
    assert (shown(result), shown(result, "actual")) == ([], ["T1 ana 01-01 09:00 01-02 17:00 9h"])


@covers("Rows dated as_of or later are reported and left out")
@pytest.mark.parametrize(("as_of", "left"), [("2026-01-05", "8h"), ("2026-01-05T12:00", "5h"), ("2026-01-06", "5h")])
def test_rows_of_the_future_are_left_out(tmp_path: Path, as_of: str, left: str) -> None:
    """3 hours of Monday the 5th on a task of 8: with that day as the status date they do not count yet.

    They do when the status date is a moment of that day, or the next one. A row of the 7th never counts; both are told.
    """
    tables = {
        "as_of": as_of,
        "tasks": "id, work\nT1, ux 8h",
        "progress": f"{HEAD}2026-01-05, T1, ana, 3\n2026-01-07, T1, ana, 1",
    }
    result = plan(studio(tmp_path, **tables))
    assert [row.split()[-1] for row in shown(result)] == [left]
    told = [line for line in said(tmp_path, **tables) if "is left out" in line]
    assert len(told) == (2 if left == "8h" else 1)
    assert all(line.startswith("warning progress.csv:") for line in told)
    assert sum("left out" in note for note in result.notes) == len(told)


@covers(
    "Timesheet rows;", "an opening row may total many days, and the person may be empty", "cost = money without hours"
)
def test_a_row_may_total_days_and_name_nobody(tmp_path: Path) -> None:
    """20 of 24 hours by nobody in particular and 75 without hours: 4 are left, and P0 costs 75 + 4 x 50."""
    found = studio(
        tmp_path,
        people=ANA,
        projects="id\nP0",
        tasks="id, project, work\nT1, P0, ux 24h",
        progress=f"{HEAD}2026-01-02, T1, , 20, , 75",
    )
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 09:00 01-05 13:00 4h"]
    assert str(project(result, "P0").cost) == "275.00"
    assert shown(result, "actual") == ["T1 - 01-02 09:00 01-02 17:00 20h"]


@covers("ref: a row with the same ref replaces the earlier one")
def test_the_last_row_of_a_ref_counts(tmp_path: Path) -> None:
    """a-1 says 4 hours and later 6, on another day; a-2 1: 7 of 12 hours, 5 left. Rows without a ref never replace each other."""
    rows = "2026-01-01, T1, ana, 4, , , a-1\n2026-01-02, T1, ana, 1, , , a-2\n2026-01-02, T1, ana, 6, , , a-1"
    found = studio(tmp_path, tasks="id, work\nT1, ux 12h", progress=HEAD + rows)
    result = plan(found)
    assert shown(result) == ["T1 ana 01-05 09:00 01-05 14:00 5h"]
    assert span(result, "T1")[:11] == "01-02 09:00"
    assert shown(result, "actual") == ["T1 ana 01-02 09:00 01-02 17:00 7h"]
    without = studio(
        tmp_path, tasks="id, work\nT1, ux 12h", progress=f"{HEAD}2026-01-02, T1, ana, 2\n2026-01-02, T1, ana, 2"
    )
    assert shown(plan(without)) == ["T1 ana 01-05 09:00 01-05 17:00 8h"]


@covers("Recorded time is never moved, lost or overwritten")
def test_recorded_time_is_in_the_plan_as_it_was(tmp_path: Path) -> None:
    """Ana's 3 hours from Thursday to Friday are one row; a plan with 2 hours, or a day later, breaks the rule."""
    rows = "2026-01-01, T1, ana, 1\n2026-01-02, T1, ana, 2"
    found = studio(tmp_path, tasks="id, work\nT1, ux 12h", progress=HEAD + rows)
    result = plan(found)
    assert shown(result, "actual") == ["T1 ana 01-01 09:00 01-02 17:00 3h"]
    assert all_breaches(found, result) == set()
    assert all_breaches(found, with_rows(result, "actual", hours=2.0)) == {"actuals"}
    assert all_breaches(found, with_rows(result, "actual", start="01-02 09:00")) == {"actuals"}
    assert all_breaches(found, with_rows(result, "actual")) == {"actuals"}


@covers("A started task starts at the first working moment of its first row's day")
@pytest.mark.parametrize(
    ("rows", "start"),
    [
        ("2026-01-02, T1, ana, 1", "01-02 11:00"),
        # Nobody in particular: the portfolio's first moment.
        ("2026-01-02, T1, , 1", "01-02 09:00"),
        # On a Saturday nobody works: midnight.
        ("2026-01-03, T1, ana, 1", "01-03 00:00"),
        ("2026-01-02, T1, ana, 1\n2025-12-30, T1, ben, 1", "2025-12-30 09:00"),
    ],
)
def test_a_started_task_starts_on_its_first_day(tmp_path: Path, rows: str, start: str) -> None:
    """Ana begins at 11, the portfolio at 9."""
    people = "id, skills, workweek\nana, ux, Mon-Fri 11:00-17:00\nben, ux"
    found = studio(tmp_path, people=people, tasks="id, work\nT1, ux 12h", progress=HEAD + rows)
    assert when(task_row(plan(found), "T1").start) == start


@covers("Links into a start that happened, not_before and decisions no longer bind it", "links into its finish do")
def test_what_no_longer_binds_a_started_task(tmp_path: Path) -> None:
    """T2 has begun though T1, its predecessor, `not_before` and an open decision say next week: it goes on at once.

    T3, begun as well, may not end before T1 (FF), which ends on Tuesday at 17:00: its last hour is that one.
    """
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\nben, qa\ncleo, pm",
        decisions="id, tasks, expected\nD1, T2, 2026-01-12",
        tasks="id, work, after, not_before\nT1, ux 16h\nT2, qa 4h, T1, 2026-01-12\nT3, pm 4h, T1 FF",
        progress=f"{HEAD}2026-01-02, T2, ben, 2\n2026-01-02, T3, cleo, 3",
    )
    result = plan(found, "makespan,completion")
    assert "T2 ben 01-05 09:00 01-05 11:00 2h" in shown(result) or breaches(found, result) == set()
    rows = "T1 ana 01-05 09:00 01-06 17:00 16h\nT2 ben 01-05 09:00 01-05 11:00 2h"
    starts = {"T2": "01-02 09:00", "T3": "01-02 09:00"}
    assert breaches(found, f"{rows}\nT3 cleo 01-06 16:00 01-06 17:00 1h", starts=starts) == set()
    assert breaches(found, f"{rows}\nT3 cleo 01-06 15:00 01-06 16:00 1h", starts=starts) == {"precedence"}


@covers("What is left of a started task keeps its alternative and its people")
def test_what_is_left_keeps_people_and_is_divided_by_what_each_lacks(tmp_path: Path) -> None:
    """`ux 8h; qa 8h`: ana has 6 and ben 2 of 8. 8 in all are left: 2 of ana's and 6 of ben's.

    With a written remaining of 4 that is halved: 1 and 3.
    """
    tables = {"tasks": "id, work\nT1, ux 8h; qa 8h"}
    rows = "2026-01-02, T1, ana, 6\n2026-01-02, T1, ben, 2"
    assert shown(plan(studio(tmp_path, **tables, progress=HEAD + rows))) == [
        "T1 ana 01-05 09:00 01-05 11:00 2h",
        "T1 ben 01-05 09:00 01-05 15:00 6h",
    ]
    halved = studio(tmp_path, **tables, progress=f"{HEAD}{rows}, 4")
    assert [row[-2:] for row in shown(plan(halved))] == ["1h", "3h"]


def test_what_is_left_keeps_the_alternative(tmp_path: Path) -> None:
    """Ben has begun the second way: ana, who would be done sooner, is not asked any more."""
    found = studio(tmp_path, tasks="id, work\nT1, ux 1h | qa 8h", progress=f"{HEAD}2026-01-02, T1, ben, 2")
    result = plan(found)
    assert (task_row(result, "T1").alternative, shown(result)) == (1, ["T1 ben 01-05 09:00 01-05 15:00 6h"])


def test_hours_of_nobody_are_shared_by_what_is_planned(tmp_path: Path) -> None:
    """`ux 9h; qa 3h` and 4 hours of nobody: 3 and 1 of them. 6 are left for ux and 2 for qa, whoever does them."""
    found = studio(tmp_path, tasks="id, work\nT1, ux 9h; qa 3h", progress=f"{HEAD}2026-01-02, T1, , 4")
    assert [row.split()[1:2] + row.split()[-1:] for row in shown(plan(found))] == [["ana", "6h"], ["ben", "2h"]]


def test_who_has_not_begun_is_left_to_the_planner(tmp_path: Path) -> None:
    """`ux 8h x2`, 4 hours each; only ana has begun, with 1 hour: 3 of hers are left and 4 of somebody else's."""
    people = "id, skills\nana, ux\nben, qa\ncleo, ux"
    found = studio(tmp_path, people=people, tasks="id, work\nT1, ux 8h x2", progress=f"{HEAD}2026-01-02, T1, ana, 1")
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-05 12:00 3h", "T1 cleo 01-05 09:00 01-05 13:00 4h"]


def test_a_share_is_kept_by_what_is_left(tmp_path: Path) -> None:
    """5 hours at 60 %, of which 2 are done: 3 / 0.6 = 5 hours pass, 9:00 to 14:00."""
    found = studio(tmp_path, tasks="id, work\nT1, ux 5h @60%", progress=f"{HEAD}2026-01-02, T1, ana, 2")
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-05 14:00 3h"]


@covers("Each piece is one unbroken part of the same person, before that person's other work")
def test_what_was_begun_comes_first(tmp_path: Path) -> None:
    """T1 has 2 hours left, T2 is urgent and new: ana does T1 until 11, then T2. The other way round is a breach.

    T3, begun as well, has 1 hour left: the planner chooses the order of the two pieces, and both are before T2.
    """
    found = studio(
        tmp_path,
        tasks="id, work, due\nT1, ux 8h\nT2, ux 4h, 2026-01-05T13:00\nT3, ux 2h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6\n2026-01-02, T3, ana, 1",
    )
    assert span(plan(found, "lateness"), "T2") == "01-05 12:00 01-05 16:00"
    starts = {"T1": "01-02 09:00", "T3": "01-02 09:00"}
    rows = "T1 ana 01-05 {} 2h\nT3 ana 01-05 {} 1h\nT2 ana 01-05 {} 4h"
    first = rows.format("09:00 01-05 11:00", "11:00 01-05 12:00", "12:00 01-05 16:00")
    other = rows.format("10:00 01-05 12:00", "09:00 01-05 10:00", "12:00 01-05 16:00")
    wrong = rows.format("13:00 01-05 15:00", "15:00 01-05 16:00", "09:00 01-05 13:00")
    assert [breaches(found, text, starts=starts) for text in (first, other, wrong)] == [set(), set(), {"progress"}]
    somebody = rows.format("09:00 01-05 11:00", "11:00 01-05 12:00", "12:00 01-05 16:00").replace("T1 ana", "T1 ben")
    assert "progress" in breaches(found, somebody, starts=starts)


@covers("a piece whose pool is full waits, and holds it only from its planned start")
def test_a_piece_whose_pool_is_full_waits(tmp_path: Path) -> None:
    """Both have begun and need the one lab: ana's rest from 9 to 11, ben's from 11 to 13, or the other way round."""
    found = studio(
        tmp_path,
        pools="id\nlab",
        tasks="id, work, uses\nT1, ux 4h, lab\nT2, qa 4h, lab",
        progress=f"{HEAD}2026-01-02, T1, ana, 2\n2026-01-02, T2, ben, 2",
    )
    assert sorted(row[7:] for row in shown(plan(found))) == ["01-05 09:00 01-05 11:00 2h", "01-05 11:00 01-05 13:00 2h"]
    starts = {"T1": "01-02 09:00", "T2": "01-02 09:00"}
    both = "T1 ana 01-05 09:00 01-05 11:00 2h\nT2 ben 01-05 {} 2h"
    assert breaches(found, both.format("11:00 01-05 13:00"), starts=starts) == set()
    assert breaches(found, both.format("10:00 01-05 12:00"), starts=starts) == {"pools"}


@covers(
    "Begun work may be handed over, for handover hours more",
    "handover : what it costs to hand begun work",
    "The planner chooses;",
    "each hand-over is told",
)
@pytest.mark.parametrize(
    ("handover", "end"), [("", "01-05 15:00"), ('handover = "1h"', "01-05 14:00"), ('handover = "0h"', "01-05 13:00")]
)
@pytest.mark.parametrize("why", ["gone", "excluded", "team"])
def test_begun_work_is_handed_over_when_it_must(tmp_path: Path, handover: str, end: str, why: str) -> None:
    """Ana has done 6 of 8 hours and has gone, or may not go on. Cleo, at half the speed, takes over.

    2 hours are left, 4 of cleo's, and the handover on top: 2 when not given. It is told with the handover's hours.
    """
    found = studio(
        tmp_path,
        calendar=handover,
        people="id, skills, until\nana, ux, {}\nben, qa\ncleo, ux*0.5".format("2026-01-02" if why == "gone" else ""),
        projects="id, team\nP0, {}".format("ben|cleo" if why == "team" else ""),
        tasks="id, project, work, people\nT1, P0, ux 8h, {}".format("not ana" if why == "excluded" else ""),
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    result = plan(found)
    assert shown(result)[0].startswith("T1 cleo 01-05 09:00 " + end)
    if handover != 'handover = "0h"':
        assert any("handed over" in note for note in result.notes)


def test_nobody_hands_over_without_need(tmp_path: Path) -> None:
    """Ana is on leave until Thursday; cleo could go on at once: the rest waits for ana all the same."""
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\ncleo, ux",
        absences="person, start, end\nana, 2026-01-05, 2026-01-07",
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-02, T1, ana, 6",
    )
    assert shown(plan(found)) == ["T1 ana 01-08 09:00 01-08 11:00 2h"]


@covers("an open absence counts as open_absence and forces nothing")
def test_an_open_absence_forces_no_hand_over(tmp_path: Path) -> None:
    """Ana is ill since Friday without an end, taken for five days: back on Monday the 12th, when she goes on."""
    found = studio(
        tmp_path,
        people="id, skills\nana, ux\ncleo, ux",
        absences="person, start\nana, 2026-01-02",
        tasks="id, work\nT1, ux 8h",
        progress=f"{HEAD}2026-01-01, T1, ana, 6",
    )
    assert shown(plan(found)) == ["T1 ana 01-12 09:00 01-12 11:00 2h"]


def test_the_baseline_says_who_and_how_much_at_first(tmp_path: Path) -> None:
    """Approved with ben on 8 hours of `ux` at full speed; the work says 20 hours by now.

    Nobody in particular has logged 3: the baseline's 8 less 3 are left, and they are ben's.
    """
    people = "id, skills\nana, ux\nben, ux"
    before = studio(tmp_path, people=people, tasks="id, work, people\nT1, ux 8h, ben")
    approve(tmp_path, plan(before), "01-02")
    found = studio(tmp_path, people=people, tasks="id, work\nT1, ux 20h", progress=f"{HEAD}2026-01-02, T1, , 3")
    assert shown(plan(found)) == ["T1 ben 01-05 09:00 01-05 14:00 5h"]


def test_a_firm_date_that_the_rest_cannot_hold_becomes_lateness(tmp_path: Path) -> None:
    """12 hours of ana's are left and M is due on Monday, firm: no plan can hold it; 4 hours late, and told."""
    found = studio(
        tmp_path,
        projects="id\nP0",
        milestones="id, project, due, firm\nM, P0, 2026-01-05, yes",
        tasks="id, project, milestone, work\nT1, P0, M, ux 20h",
        progress=f"{HEAD}2026-01-02, T1, ana, 8",
    )
    result, warnings = plan_with_warnings(found, "lateness")
    assert (shown(result), warnings) == (["T1 ana 01-05 09:00 01-06 13:00 12h"], ["deadlines M"])
    assert result.goals[0].value == 4


@covers("approve keeps a copy of a plan in plans/", "append-only", "Told = the dates on the client's page")
def test_approving_keeps_a_copy_for_good(tmp_path: Path) -> None:
    """Two plans approved on one day are two files that are never changed; who was told is kept in them."""
    found = studio(tmp_path)
    first = approve(tmp_path, plan(found), "01-05", told="staff")
    text = first.read_bytes()
    second = approve(tmp_path, plan(found), "01-05")
    assert (first.name, second.name, first.read_bytes()) == ("2026-01-05.json", "2026-01-05-2.json", text)
    approvals = [reread(path).approved for path in (first, second)]
    assert [(one.by, one.told.staff, str(one.on)) for one in approvals if one is not None] == [
        ("Mia", True, "2026-01-05"),
        ("Mia", False, "2026-01-05"),
    ]


@covers(
    "What the client asked for",
    "Questions between staff and client",
    "billing = fixed, time, retainer",
    "agreed = the date signed",
    "optimistic, pessimistic: hours (or d) in total",
)
def test_what_is_only_kept_is_read(tmp_path: Path) -> None:
    """Requirements, billing and agreed dates move nothing: the plan is the same, and what was written is there.

    The estimates are 4 and 24 hours (3 days of 8).
    """
    tasks = "id, project, milestone, work, optimistic, pessimistic\nT1, P0, M, ux 8h, 4, 3d"
    plain = studio(tmp_path, projects="id\nP0", milestones="id, project\nM, P0", tasks=tasks)
    found = studio(
        tmp_path,
        projects="id, billing, price, probability\nP0, fixed, 1000, 0.5",
        milestones="id, project, agreed, payment\nM, P0, 2026-02-01, 500",
        requirements="id, project, topic, statement, tasks, accepted_on\nR1, P0, layout, Wider please, T1",
        decisions="id, project, question, owner, tasks, answered_on\nD1, P0, Which blue?, us, T1, 2026-01-02",
        tasks=tasks,
    )
    assert shown(plan(found)) == shown(plan(plain)) == ["T1 ana 01-05 09:00 01-05 17:00 8h"]
    assert (found.requirements[0].statement, found.requirements[0].tasks) == ("Wider please", ("T1",))
    assert (found.decisions[0].owner, found.projects[0].billing, str(found.milestones[0].agreed)) == (
        "us",
        "fixed",
        "2026-02-01",
    )
    assert [float(hours or 0) for hours in (found.tasks[0].optimistic, found.tasks[0].pessimistic)] == [4, 24]
    for table, text in {
        "projects": "id, billing\nP0, hourly",
        "decisions": "id, owner\nD1, them",
        "changes": "id, status\nC1, maybe",
    }.items():
        with pytest.raises(ipm.InputError):
            studio(tmp_path, **{table: text})


def test_two_rests_of_one_person_break_a_date_together(tmp_path: Path) -> None:
    """5 hours of each are left for ana, and 8 until the firm date: either would fit. 10 hours end on Tuesday at 11, 2 late.

    With an hour less of each they fit to the last hour, and the date holds.
    """
    tables = {
        "projects": "id\nP0",
        "milestones": "id, project, due, firm\nM, P0, 2026-01-05, yes",
        "tasks": "id, project, milestone, work\nT1, P0, M, ux 8h\nT2, P0, M, ux 8h",
    }
    rows = "2026-01-02, T1, ana, 3, {0}\n2026-01-02, T2, ana, 3, {0}"
    result, warnings = plan_with_warnings(studio(tmp_path, **tables, progress=HEAD + rows.format(5)), "lateness")
    assert (warnings, result.goals[0].value) == (["deadlines M"], 2)
    result, warnings = plan_with_warnings(studio(tmp_path, **tables, progress=HEAD + rows.format(4)), "lateness")
    assert (warnings, result.goals[0].value) == ([], 0)


@pytest.mark.parametrize(("due", "late"), [("2026-01-01", 8), ("2026-01-02", 0)])
def test_a_firm_date_in_the_past_is_broken_when_the_work_ended_after_it(tmp_path: Path, due: str, late: float) -> None:
    """T1 was finished on Friday 2 January at 17:00: eight hours after the end of the 1st, in time for the 2nd."""
    found = studio(
        tmp_path,
        projects="id\nP0",
        milestones=f"id, project, due, firm\nM, P0, {due}, yes",
        tasks="id, project, milestone, work\nT1, P0, M, ux 8h\nT2, P0, , ux 1h",
        progress=f"{HEAD}2026-01-02, T1, ana, 8, 0",
    )
    result, warnings = plan_with_warnings(found, "lateness")
    assert (warnings, result.goals[0].value) == (["deadlines M"] if late else [], late)


def test_what_was_recorded_when_the_baseline_was_made_belongs_to_its_hours(tmp_path: Path) -> None:
    """3 of 8 hours were recorded when the plan was approved, 5 planned. With 2 more since then 3 are left."""
    tables = {"tasks": "id, work\nT1, ux 8h"}
    first = f"{HEAD}2026-01-02, T1, ana, 3"
    approve(tmp_path, plan(studio(tmp_path, **tables, progress=first)), "01-05")
    found = studio(tmp_path, as_of="2026-01-06", **tables, progress=f"{first}\n2026-01-05, T1, ana, 2")
    assert shown(plan(found)) == ["T1 ana 01-06 09:00 01-06 12:00 3h"]


def test_where_nobody_lacks_anything_what_is_left_goes_by_what_was_planned(tmp_path: Path) -> None:
    """`ux 6h; qa 2h`, all of it logged, and 4 hours left all the same: 3 and 1."""
    rows = "2026-01-02, T1, ana, 6\n2026-01-02, T1, ben, 2, 4"
    found = studio(tmp_path, tasks="id, work\nT1, ux 6h; qa 2h", progress=HEAD + rows)
    assert [row[-2:] for row in shown(plan(found))] == ["3h", "1h"]


def test_somebody_new_takes_over_a_part_that_nobody_has_worked_on(tmp_path: Path) -> None:
    """Approved with ben; ana did 2 of the 8 hours instead: the rest is hers."""
    people = "id, skills\nana, ux\nben, ux"
    approve(tmp_path, plan(studio(tmp_path, people=people, tasks="id, work, people\nT1, ux 8h, ben")), "01-02")
    found = studio(tmp_path, people=people, tasks="id, work\nT1, ux 8h", progress=f"{HEAD}2026-01-02, T1, ana, 2")
    assert shown(plan(found)) == ["T1 ana 01-05 09:00 01-05 15:00 6h"]


@covers("Work on a finished task counts as spent")
def test_work_on_a_finished_task_is_spent_and_opens_nothing(tmp_path: Path) -> None:
    """2 hours on Wednesday end T1, 1.5 more come on Friday: 3.5 hours at 50 are spent, nothing is planned, and it is told."""
    rows = "2025-12-31, T1, ana, 2, 0\n2026-01-02, T1, ana, 1.5"
    tables = {"people": ANA, "projects": "id\nP0", "tasks": "id, project, work\nT1, P0, ux 8h", "progress": HEAD + rows}
    result = plan(studio(tmp_path, **tables))
    assert shown(result) == []
    assert project(result, "P0").cost == 175
    assert any(
        "1.5 h of ana on T1 on 2 January 2026: the task is finished" in line for line in said(tmp_path, **tables)
    )


@covers("Hours on a day off count at the rate of their day")
def test_hours_on_a_day_off_count(tmp_path: Path) -> None:
    """3 of 8 hours on Saturday, 3 January, at the 60 that ana costs from that day on: 180, and 5 hours remain, at 60 as well."""
    tables = {
        "people": "id, skills\nana, ux",
        "rates": "person, from, cost\nana, , 50\nana, 2026-01-03, 60",
        "projects": "id\nP0",
        "tasks": "id, project, work\nT1, P0, ux 8h",
        "progress": f"{HEAD}2026-01-03, T1, ana, 3",
    }
    result = plan(studio(tmp_path, **tables))
    assert shown(result) == ["T1 ana 01-05 09:00 01-05 14:00 5h"]
    assert project(result, "P0").cost == 480
    assert any("a day off; the hours count" in line for line in said(tmp_path, **tables))


@covers("A wait whose time is over by facts alone is listed")
def test_a_wait_that_is_over_is_to_be_confirmed(tmp_path: Path) -> None:
    """T1 ended on Tuesday, 30 December: two working days later it is Thursday, 1 January (there are no holidays)."""
    found = studio(
        tmp_path,
        tasks="id, work, after\nT1, ux 8h,\nW, wait 2d, T1\nV, wait 9d, T1",
        progress=f"{HEAD}2025-12-30, T1, ana, 8, 0",
    )
    noted = [note for note in plan(found).notes if "to be confirmed" in note]
    assert [note.partition(",")[0] for note in noted] == ["W: its time was over on 1 January 2026"]
