"""Folders on which the planner was wrong once, each with what is right: a folder in `cases`, a function here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from ipmplan.api import plan
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.folder import read_folder
from ipmplan.loading import load, read
from ipmplan.reports.result import Plan

CASES = Path(__file__).parent / "cases"


def told(case: str) -> list[str]:
    """Every error in the tables of a case, as it is printed."""
    return [str(issue) for issue in read(CASES / case)[1] if issue.severity == "error"]


def planned(case: str) -> tuple[Portfolio, Plan]:
    """A case and its plan, the same on every run."""
    portfolio = load(CASES / case)
    return portfolio, plan(portfolio, work_limit=1, seed=1, workers=1)


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
