"""Folders on which the planner was wrong once, each with what is right: a folder in `cases`, a function here."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from ipmplan.api import plan
from ipmplan.cli import main
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.approve import approve
from ipmplan.files.folder import read_folder
from ipmplan.files.planfile import write_plan
from ipmplan.loading import load, read
from ipmplan.reports.result import Plan
from ipmplan.reports.scene import scene
from ipmplan.reports.spending import budgets
from ipmplan.reports.sprint import people_in, sprint_days
from ipmplan.study.study import Study

CASES = Path(__file__).parent / "cases"


def told(case: str) -> list[str]:
    """Every error in the tables of a case, as it is printed."""
    return [str(issue) for issue in read(CASES / case)[1] if issue.severity == "error"]


def planned(case: str) -> tuple[Portfolio, Plan]:
    """A case and its plan, the same on every run."""
    portfolio = load(CASES / case)
    return portfolio, plan(portfolio, work_limit=0.25, seed=1, workers=1)


def test_merged_cells_count_for_all_rows_they_cover() -> None:
    portfolio, found = planned("merged-cells")
    assert [(task.id, task.project) for task in portfolio.tasks] == [("1", "101"), ("2", "101"), ("3", "102")]
    assert portfolio.project["101"].budget == 12_500
    assert found.schedule.projects[0].cost == 2300 + 20 * 42


def test_a_date_at_midnight_is_the_whole_day() -> None:
    portfolio, found = planned("dates-at-midnight")
    assert portfolio.absences[0].end == date(2026, 2, 4)
    assert portfolio.people[0].leaves == date(2026, 3, 31)
    assert [(one.id, one.kind, one.late_hours) for one in found.schedule.milestones] == [
        ("G", "milestone", 0.0),
        ("P", "project", 8.0),
    ]
    assert found.schedule.tasks[0].end.isoformat() == "2026-02-09T18:00:00"


def test_a_column_decides_what_its_numbers_mean() -> None:
    portfolio, issues = read_folder(CASES / "thousands")
    assert portfolio is not None
    assert issues == ()
    assert [project.budget for project in portfolio.projects] == [45_000, 26_500, 34_000, None, 22_000]
    payments = [milestone.payment for milestone in portfolio.milestones]
    assert payments == [16_000, 16_000, 32_000, None, None, None, 19_600, 29_400]
    assert portfolio.milestone["KLI-M2"].buffer == 40
    assert portfolio.task["BIO-17"].work[0].cost == 1_900
    assert [task.fixed_cost for task in portfolio.tasks if task.fixed_cost] == [Decimal("350.50"), 2_400, 4_200]


def test_a_title_above_the_header_is_one_error() -> None:
    assert told("12-title-row") == [
        "people.csv:3: the header seems to be in line 3, below `Webagentur Isarlicht - Mitarbeiter`\nMaybe remove what is above it?"
    ]


def test_a_header_without_rows_is_told_alone() -> None:
    assert told("08-header-only") == [
        "tasks.csv:1: the table has a header and no rows\nMaybe the rows were left out when it was saved?"
    ]


def test_a_name_instead_of_an_id_is_told_with_its_id() -> None:
    assert told("27-name-instead-of-id") == [
        "absences.csv:2: person `Lisa` is not known\nMaybe you meant LM (Lisa Mayr)?",
        "tasks.csv:6: people `Lisa Mayr` is not known\nMaybe you meant LM (Lisa Mayr)?",
        "tasks.csv:17: people `Philipp` is not known\nMaybe you meant PG (Philipp Gruber)?",
    ]


def test_a_quoted_line_of_the_separator_is_read() -> None:
    portfolio = load(CASES / "quoted-sep-line")
    assert [(task.id, task.at) for task in portfolio.tasks] == [("T1", "tasks.csv:3"), ("T2", "tasks.csv:4")]


def warned(case: str) -> list[str]:
    """Every warning about the tables of a case, without its place and hint."""
    return [issue.message for issue in read(CASES / case)[1] if issue.severity == "warning"]


def cost(found: Plan, project: str) -> Decimal | None:
    """What a project costs in a plan."""
    return next(row.cost for row in found.schedule.projects if row.id == project)


def test_a_missing_rate_is_said_with_its_hours() -> None:
    """Philipp alone may do the ERP interface (28 h) and half a dozen more; all 74 hours of him that are planned cost nothing."""
    surely = [line for line in warned("46-one-rate-missing") if "no rate" in line]
    assert surely == [
        f"PG has no rate: {hours} h for {project}, which has a budget, cost nothing"
        for hours, project in ((40, "BIO"), (33, "SKI"), (3, "KLI"))
    ]
    _, found = planned("46-one-rate-missing")
    hours: dict[str, float] = {}
    for row in found.schedule.assignments:
        project = found.portfolio.task[row.task].project if row.task in found.portfolio.task else ""
        if row.person == "PG" and row.kind == "planned":
            hours[project] = hours.get(project, 0) + row.hours
    said = {line for line in found.schedule.notes if "no rate" in line}
    assert said == {
        f"PG has no rate: {hours[project]:g} h for {project}, which has a budget, cost nothing" for project in hours
    }


def test_hours_of_who_is_gone_are_said() -> None:
    """Old's 10 h count as done, 14 remain; ana's 4 h of a task that is gone are 200 EUR."""
    assert warned("unknown-person-in-progress") == [
        "person `old` is not known: 10 h in progress; they count as done, but their money is left out",
        "task `GONE` is not known; 4 h and 200.00 EUR are left out",
    ]
    _, found = planned("unknown-person-in-progress")
    assert cost(found, "P") == 150 + 12 * 50
    assert {*warned("unknown-person-in-progress")} <= {*found.schedule.notes}


def test_the_past_of_bookings_counts_as_planned() -> None:
    """Twelve hours a week (730 EUR) for the 52 weeks of 2026 are 37,960 EUR in January, too."""
    portfolio, found = planned("past-bookings")
    assert cost(found, "RET") == 52 * 730
    lost = [line for line in found.schedule.notes if "booking ret-" in line]
    assert [line.partition(" is not recorded")[0] for line in lost] == [
        "booking ret-fe",
        "booking ret-be",
        "booking ret-pm",
    ]
    assert "12 h of JN, 696.00 EUR count as planned" in lost[0]
    spent = {row.id: row.spent for row in budgets(scene(found.schedule, portfolio))}
    assert spent["RET"] == 2 * 730


def test_a_booking_without_an_end_ends_with_the_plan_for_those_behind_it() -> None:
    """Ben's 144 h end on Thursday 14 January 2027 at 18:00; then ana has 3 h in January, and 3 h on 1 February."""
    _, found = planned("endless-booking")
    rows = [row for row in found.schedule.assignments if row.task == "acct"]
    assert found.schedule.tasks[0].end == datetime(2027, 1, 13, 18)
    assert [(row.start, row.hours) for row in rows] == [(datetime(2027, 1, 14, 9), 3), (datetime(2027, 2, 1, 9), 3)]
    assert cost(found, "P") == 144 * 50 + 6 * 50


def test_bookings_that_do_not_fit_are_listed() -> None:
    """Ana has 68 h until the 13th: 60 % are 41 of them, which leaves 27 of the 34 that are 50 %, and none for 9 stand-ups."""
    lost = [
        "booking B does not fit: ana has 27 of its 34 h",
        "booking C does not fit: ana has 0 of its 9 h",
    ]
    assert warned("bookings-do-not-fit") == ["bookings take 49 h of ana's week of 40 h (A, B, C)", *lost]
    _, found = planned("bookings-do-not-fit")
    assert [line for line in found.schedule.notes if "does not fit" in line] == lost


def test_fill_leaves_as_much_to_those_who_work_half_days() -> None:
    """0.9 of 40, 32, 20 and 24 hours a week, in the week of 12 January, in which nobody is away."""
    portfolio = load(CASES / "fill-rounding")
    time = Study.reaching(portfolio, portfolio.as_of_tick).time
    first, last = (portfolio.grid.start_of(date(2026, 1, day)) for day in (12, 19))
    found = {who: time.person(who).count(first, last) for who in ("LM", "TK", "KV", "SR")}
    assert found == {"LM": 36, "TK": 29, "KV": 18, "SR": 22}


def test_an_estimate_that_was_raised_is_said(tmp_path: Path) -> None:
    """40 h were approved; then the table says 60, and 10 are logged: 30 are planned until somebody writes what remains."""
    folder = shutil.copytree(CASES / "estimate-raised", tmp_path / "case")
    plan(load(folder), work_limit=0.1, seed=1, workers=1).save(folder / "plan.json")
    approve(folder, folder / "plan.json", by="Mia")
    assert not read(folder)[1]
    tasks = folder / "tasks.csv"
    tasks.write_text(tasks.read_text(encoding="utf-8").replace("dev 40h", "dev 60h"), encoding="utf-8")
    [raised] = read(folder)[1]
    assert raised.message == "task T: approved 40 h, now 60 h; planned: 60 h"
    settings = (folder / "portfolio.toml").read_text(encoding="utf-8")
    day = load(folder).as_of_day
    (folder / "progress.csv").write_text(f"date,task,person,hours\n{day},T,ana,10\n", encoding="utf-8")
    later = day + timedelta(days=7)
    (folder / "portfolio.toml").write_text(settings.replace(str(day), str(later)), encoding="utf-8")
    [begun] = read(folder)[1]
    assert begun.message == (
        "task T: approved 40 h, now 60 h; planned: what is left of the approved hours, or what `remaining` says"
    )
    found = plan(load(folder), work_limit=0.1, seed=1, workers=1)
    assert sum(row.hours for row in found.schedule.assignments if row.kind == "planned") == 30
    assert begun.message in found.schedule.notes


def test_a_late_answer_holds_its_task_and_is_said() -> None:
    """Expected on 2 January; five working days from Monday the 5th, of which the 6th is a holiday, end on the 12th."""
    assert [line for line in warned("late-answer") if "decision" in line] == [
        (
            "decision D1 is open and was expected on 2 January 2026; KLI-06 waits for the answer, taken as given by"
            " 12 January 2026 18:00"
        ),
    ]
    portfolio = load(CASES / "late-answer")
    scope = Study.reaching(portfolio, portfolio.as_of_tick).scope
    assert scope.release(portfolio.task["KLI-06"]) == portfolio.grid.start_of(datetime(2026, 1, 12, 18))


def test_check_leaves_an_old_plan_alone(tmp_path: Path) -> None:
    folder = shutil.copytree(CASES / "check-old-plan", tmp_path / "case")
    old = Schedule("Webagentur Isarlicht", date(2026, 1, 5), "feasible")
    write_plan(folder / "plan.json", old)
    alone = CliRunner().invoke(main, ["check", str(folder)])
    assert alone.exit_code == 0
    assert "left out" not in alone.output
    assert "plan.json" not in alone.output
    assert "the sprint of 5 January 2026 to 18 January 2026 has ended" in alone.output
    with_plan = CliRunner().invoke(main, ["check", str(folder), "--plan", str(folder / "plan.json")])
    assert with_plan.exit_code == 1
    assert "plan.json (as of 5 January 2026, for which it was made): breaks" in with_plan.output
    assert "left out" not in with_plan.stderr


def test_nobody_is_idle_to_whom_nothing_can_be_given() -> None:
    """Sabine leads at 15 % all the time, beside which nothing without a share can be done: free, but not idle."""
    portfolio, found = planned("pm-share")
    view = scene(found.schedule, portfolio)
    rows = {row.id: row for row in people_in(view, sprint_days(view))}
    assert rows["SH"].load < 0.5
    assert rows["SH"].state == "ok"


def test_the_rows_that_a_long_share_offers_do_what_it_meant(tmp_path: Path) -> None:
    """With both rows pasted and both tasks gone, nothing is said of shares, and the same hours are booked."""
    offered = [issue for issue in read(CASES / "pm-share")[1] if "@" in issue.message]
    assert [issue.hint.split("\n")[-1] for issue in offered] == [
        "BIO-22-booked;BIO;SH;Project management;15%;;2026-01-05;2026-02-20T11:00;;",
        "KLI-14-booked;KLI;TK;Project management;10%;;2026-01-05;2026-03-18T12:00;;",
    ]
    folder = shutil.copytree(CASES / "pm-share", tmp_path / "case")
    with (folder / "bookings.csv").open("a", encoding="utf-8") as table:
        table.writelines(issue.hint.split("\n")[-1] + "\n" for issue in offered)
    tasks = (folder / "tasks.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in tasks if not line.startswith(("BIO-22;", "KLI-14;"))]
    (folder / "tasks.csv").write_text("".join(kept), encoding="utf-8")
    portfolio, issues = read(folder)
    assert portfolio is not None
    assert not [issue for issue in issues if "@" in issue.message]
    time = Study.reaching(portfolio, portfolio.as_of_tick).time
    hours = {
        row.booking: sum(end - start for start, end in row.intervals)
        for who in ("SH", "TK")
        for row in time.bookings(who)
        if row.booking.endswith("-booked")
    }
    assert hours == {"BIO-22-booked": 36, "KLI-14-booked": 30}
