"""A sheet for everybody: what is asked, and that answers are taken once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.folders import write

from ipmplan.core.plan import Assignment, Schedule
from ipmplan.errors import InputError
from ipmplan.loading import load
from ipmplan.study.study import Study
from ipmplan.tracking.record import record
from ipmplan.tracking.sheets import ask
from ipmplan.tracking.taken import take_answers

TASKS = "id,name,work,after\nT1,Build,frontend 8h,\nT2,Serve,backend 8h,T1\nS,Both,frontend 6h; backend 4h,\nL,Later,frontend 8h,\n"
PEOPLE = "id,name,skills,rate\nana,Ana,frontend:2; ux:1,60\nben,Ben,backend:2,50\n"
TOML = 'name = "Tiny"\nas_of = 2026-01-12\n[calendar]\nworkweek = "Mon-Fri 09:00-17:00"\n[sprint]\nstart = 2026-01-05\nlength = "1w"\n'
PROGRESS = "date,task,person,hours,remaining\n2026-01-05,T1,ana,5,\n2026-01-06,S,ben,1,\n"


def plan() -> Schedule:
    def row(task: str, person: str, day: int, hours: float, part: int = 0) -> Assignment:
        return Assignment(task, person, datetime(2026, 1, day, 9), datetime(2026, 1, day, 17), hours, part)

    rows = (row("T1", "ana", 5, 8.0), row("S", "ana", 6, 6.0), row("S", "ben", 6, 4.0, 1), row("T2", "ben", 7, 8.0))
    return Schedule("Tiny", date(2026, 1, 5), "feasible", assignments=(*rows, row("L", "ana", 20, 8.0)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made(tmp_path)


def made(place: Path) -> Path:
    write(place, toml=TOML, people=PEOPLE, tasks=TASKS, progress=PROGRESS)
    ask(plan(), load(place), place / "sheet.xlsx")
    return place


def fill(folder: Path, change: Callable[[str, str], dict[str, Any]]) -> None:
    """Fill in the sheet: `change` says for a person and a task what goes into which column."""
    book = openpyxl.load_workbook(folder / "sheet.xlsx")
    for sheet in book.worksheets:
        names = [str(cell.value) for cell in sheet[1]]
        for line in range(2, sheet.max_row + 1):
            person, task = (str(sheet.cell(line, names.index(name) + 1).value) for name in ("person", "task"))
            for column, value in change(person, task).items():
                sheet.cell(line, names.index(column) + 1).value = value
    book.save(folder / "sheet.xlsx")


def test_everybody_is_asked_about_their_own_work_of_the_sprint(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "sheet.xlsx")
    assert book.sheetnames == ["Ana", "Ben"]
    columns = ("person", "date", "task", "name", "project", "planned", "logged", "hours", "remaining", "note")
    assert [cell.value for cell in book["Ana"][1]] == list(columns)
    rows = [[cell.value for cell in row] for row in book["Ana"].iter_rows(min_row=2)]
    friday = datetime(2026, 1, 9)
    assert rows == [
        ["ana", friday, "T1", "Build", None, 8, 5, None, None, None],
        ["ana", friday, "S", "Both", None, 6, 0, None, None, None],
    ]


def test_an_empty_sheet_says_nothing(folder: Path) -> None:
    before = (folder / "progress.csv").read_bytes()
    assert take_answers(folder, folder / "sheet.xlsx").rows == ()
    assert (folder / "progress.csv").read_bytes() == before


def test_what_remains_is_taken_and_a_zero_ends(folder: Path) -> None:
    answers: dict[tuple[str, str], dict[str, Any]] = {("ana", "T1"): {"hours": 2, "remaining": "1,5", "note": "tests"}}
    fill(folder, lambda person, task: answers.get((person, task), {}))
    assert take_answers(folder, folder / "sheet.xlsx").words == ("T1: 7 h logged, 1.5 h remain",)
    fill(folder, lambda person, task: {"remaining": 0} if (person, task) == ("ana", "T1") else {})
    assert take_answers(folder, folder / "sheet.xlsx").words == ("T1: 7 h logged, finished on 9 January 2026",)


def test_of_a_shared_task_everybody_says_what_remains_of_their_part(folder: Path) -> None:
    # Ben had 4 hours and logged 1, so that by the books 3 of his remain; Ana says 5 of hers.
    fill(folder, lambda person, task: {"remaining": 5} if (person, task) == ("ana", "S") else {})
    found = take_answers(folder, folder / "sheet.xlsx")
    assert [(row.person, row.remaining, row.note) for row in found.rows] == [("ana", Fraction(8), "left: ana 5 h")]
    fill(folder, lambda person, task: {"hours": 1, "remaining": 1} if (person, task) == ("ben", "S") else {})
    found = take_answers(folder, folder / "sheet.xlsx")
    assert ("ben", Fraction(6), "left: ana 5 h, ben 1 h") in [
        (row.person, row.remaining, row.note) for row in found.rows
    ]
    assert found.words == ("S: 2 h logged, 6 h remain",)


def test_an_estimate_of_work_that_has_not_begun_does_not_begin_it(folder: Path) -> None:
    fill(folder, lambda _, task: {"remaining": 12} if task == "T2" else {})
    found = take_answers(folder, folder / "sheet.xlsx")
    assert (found.rows, found.words[0]) == ((), "T2 has not begun: 12 h is not taken into progress")


def test_answers_are_not_overwritten_by_another_question(folder: Path) -> None:
    ask(plan(), load(folder), folder / "sheet.xlsx")
    fill(folder, lambda _, task: {"remaining": 1} if task == "T1" else {})
    with pytest.raises(InputError, match="there already and filled in"):
        ask(plan(), load(folder), folder / "sheet.xlsx")


def test_all_that_is_wrong_in_a_sheet_is_said_and_nothing_is_taken(folder: Path) -> None:
    fill(folder, lambda _, task: {"remaining": "soon"} if task == "T1" else {"hours": 1, "task": "X"})
    before = (folder / "progress.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        take_answers(folder, folder / "sheet.xlsx")
    assert [(issue.where, issue.message) for issue in caught.value.issues] == [
        ("sheet.xlsx: Ana:2", "remaining `soon` is not a length of time")
    ]
    fill(folder, lambda _, __: {"remaining": None})
    with pytest.raises(InputError, match="task `X` is not known"):
        take_answers(folder, folder / "sheet.xlsx")
    assert (folder / "progress.csv").read_bytes() == before


def test_a_workbook_of_another_kind_is_refused(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["name", "value"])
    book.save(folder / "other.xlsx")
    with pytest.raises(InputError, match="column `person` is missing"):
        take_answers(folder, folder / "other.xlsx")
    with pytest.raises(InputError, match="there is no such sheet"):
        take_answers(folder, folder / "none.xlsx")


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_taking_a_sheet_twice_changes_no_hour_and_no_euro(seed: int) -> None:
    rng = Random(seed)
    with TemporaryDirectory() as name:
        folder = made(Path(name))
        cells: dict[str, Callable[[], Any]] = {
            "hours": lambda: rng.choice((None, None, 1, 2.5, "0:30")),
            "remaining": lambda: rng.choice((None, None, 0, 3, "4,5")),
            "note": lambda: rng.choice((None, "slow")),
        }
        fill(folder, lambda _, __: {column: draw() for column, draw in cells.items()})
        take_answers(folder, folder / "sheet.xlsx")
        before = (folder / "progress.csv").read_bytes()
        hours, money = totals(folder)
        # Something else is recorded meanwhile.
        other = rng.random() < 0.5
        if other:
            record(folder, "S", hours=Fraction(1), person="ana", day=date(2026, 1, 9))
        assert take_answers(folder, folder / "sheet.xlsx").rows == ()
        assert other or (folder / "progress.csv").read_bytes() == before
        assert totals(folder) == (hours + other, money + 60 * other)


def totals(folder: Path) -> tuple[Fraction, Decimal]:
    portfolio = load(folder)
    later = replace(portfolio, as_of=date(2026, 1, 30))
    study = Study.reaching(later, later.as_of_tick)
    rows = [row for own in study.sheet.rows.values() for row in own]
    hours = sum((row.hours for row in rows), Fraction(0))
    return hours, sum((Decimal(float(row.hours)) * study.card(row.person).on(row.date) for row in rows), Decimal(0))
