"""A workbook says the same as a folder; broken ones are told, whatever is wrong with them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.folders import PEOPLE, TASKS, TOML, load

from ipmplan.core.portfolio import Portfolio
from ipmplan.loading import read

SETTINGS: Sequence[Sequence[object]] = [
    ["key", "value"],
    ["name", "Tiny"],
    ["as_of", date(2026, 1, 5)],
    ["workweek", "Mon-Fri 09:00-17:00"],
]
SHEETS: Mapping[str, Sequence[Sequence[object]]] = {
    "portfolio": SETTINGS,
    "People": [line.split(",") for line in PEOPLE.split()[:1]] + [["ana", "Ana", "frontend:2; ux:1"], ["ben", "Ben", "backend:2"]],
    "tasks": [["id", "work", "after"], ["T1", "frontend 8h"], ["T2", "backend 8h", "T1"]],
}  # fmt: skip


def save(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (dict(SHEETS) | sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def told(path: Path) -> tuple[Portfolio | None, list[str]]:
    portfolio, issues = read(path)
    return portfolio, [f"{issue.severity} {issue}" for issue in issues]


def test_a_workbook_is_a_folder(tmp_path: Path) -> None:
    portfolio, issues = told(save(tmp_path / "studio.xlsx"))
    assert issues == []
    assert portfolio is not None
    assert portfolio.tasks[1].at == "studio.xlsx:tasks:3"
    (tmp_path / "folder").mkdir()
    folder = load(tmp_path / "folder", toml=TOML, people=PEOPLE, tasks=TASKS)
    assert replace(folder, source="") == replace(portfolio, source="")


def test_a_workbook_in_a_folder_is_found_with_the_settings_beside_it(tmp_path: Path) -> None:
    path = save(tmp_path / "studio.xlsx")
    book = openpyxl.load_workbook(path)
    del book["portfolio"]
    book.save(path)
    (tmp_path / "portfolio.toml").write_text(TOML)
    portfolio, issues = told(tmp_path)
    assert issues == []
    assert portfolio is not None
    assert portfolio.name == "Tiny"


def test_two_places_for_settings_are_told(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text(TOML)
    _, issues = told(save(tmp_path / "studio.xlsx"))
    assert issues == [
        "warning portfolio.toml: portfolio.toml is not read, as studio.xlsx has a sheet `portfolio`",
    ]


def test_cells_have_types(tmp_path: Path) -> None:
    path = tmp_path / "studio.xlsx"
    save(
        path,
        absences=[
            ["person", "start", "end"],
            ["ana", date(2026, 2, 2), date(2026, 2, 3)],
            ["ana", datetime(2026, 2, 4, 9), datetime(2026, 2, 4, 13)],
        ],
        bookings=[["id", "person", "hours", "billable"], ["B1", "ana", 2, True], ["B2", "ben", 0.25, False]],
        progress=[
            ["date", "task", "hours"],
            [date(2026, 1, 2), "T1", 1.5],
            [date(2026, 1, 2), "T1", time(7, 30)],
            [date(2026, 1, 2), "T1", timedelta(hours=30)],
        ],
        milestones=[["id", "weight"], [2026, 0.1 + 0.2]],
    )
    book = openpyxl.load_workbook(path)
    book["bookings"]["C3"].number_format = "0%"
    book.save(path)
    portfolio, _ = told(path)
    assert portfolio is not None
    assert [(row.start, row.end) for row in portfolio.absences] == [
        (date(2026, 2, 2), date(2026, 2, 3)),
        (datetime(2026, 2, 4, 9), datetime(2026, 2, 4, 13)),
    ]
    assert [(row.hours, row.percent, row.billable) for row in portfolio.bookings] == [
        (2, None, True),
        (None, 25, False),
    ]
    assert [row.hours for row in portfolio.progress] == [Fraction(3, 2), Fraction(15, 2), 30]
    assert (portfolio.milestones[0].id, portfolio.milestones[0].weight) == ("2026", Fraction(3, 10))


def test_settings_may_be_given_in_full(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        *SETTINGS,
        ["calendar.grid", "30m"],
        ["goals.order", "cost; lateness"],
        ["slack", "cost=5"],
        ["grd", 1],
    ]
    portfolio, issues = told(save(tmp_path / "s.xlsx", portfolio=rows))
    assert portfolio is not None
    assert portfolio.grid.minutes == 30
    assert portfolio.goals.order == ("cost", "lateness")
    assert portfolio.goals.slack == {"cost": 5}
    assert issues == ["warning s.xlsx:portfolio:8: setting `grd` is not known and is not read"]


def test_sheets_that_are_missing_or_misspelt_are_told(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", taks=[["id"]], notes=[["anything"]])
    book = openpyxl.load_workbook(path)
    del book["tasks"]
    book.save(path)
    assert told(path)[1] == [
        "warning s.xlsx: sheet `taks` is not known and is not read\nMaybe you meant `tasks`?",
        "error s.xlsx: sheet `tasks` is missing",
    ]


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", milestones=[["id", "weight"], ["M1", "=1+1"], ["M2", "#REF!"]])
    assert told(path)[1] == [
        (
            "error s.xlsx:milestones:2: the formula in B2 was never calculated\n"
            "Maybe open the workbook in a spreadsheet program and save it?"
        ),
        "error s.xlsx:milestones:3: weight is a formula that gives `#REF!`\nMaybe repair it?",
    ]


def test_far_away_cells_are_not_waited_for(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(path)
    book["tasks"]["XFD2"] = "far"
    book["tasks"]["A1048576"] = "far"
    book.save(path)
    portfolio, issues = told(path)
    assert portfolio is not None, issues
    assert len(portfolio.tasks) == 2


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"id,name\n", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(data)
    portfolio, (issue,) = told(path)
    assert portfolio is None
    assert issue.startswith("error s.xlsx: the workbook cannot be read")


def test_a_workbook_that_unpacks_to_too_much_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipmplan.files.workbook.LARGEST_UNPACKED", 1000)
    path = tmp_path / "s.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"x" * 2000)
    assert told(path)[1] == ["error s.xlsx: the workbook is too large when unpacked"]
