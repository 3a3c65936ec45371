"""Habits of spreadsheets: each is read as a reader of the sheet would, or told with a way out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.files.test_workbook import save, told
from tests.folders import TOML, lines, load, write


@pytest.mark.parametrize(
    ("header", "cell", "hours"),
    [
        ("Rest (d)", "2", 16),
        ("Remaining [h]", "2,5", Fraction(5, 2)),
        ("Rest in Tagen", "2h", 2),
        ("Rest in w", "1", 40),
    ],
)
def test_a_unit_in_a_header_is_that_of_its_cells(tmp_path: Path, header: str, cell: str, hours: Fraction) -> None:
    portfolio = load(tmp_path, progress=f"Date;Task;{header}\n2026-01-02;T1;{cell}\n")
    assert portfolio.progress[0].remaining == hours


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("Budget (k€)", "column `budget` is in `k€`, amounts are read as they stand"),
        ("Budget in TEUR", "column `budget` is in `TEUR`, amounts are read as they stand"),
        ("Budget (USD)", "budget `5 USD` is not in EUR, the one currency of the portfolio"),
    ],
)
def test_amounts_in_another_measure_are_refused(tmp_path: Path, header: str, message: str) -> None:
    (found,) = lines(tmp_path, projects=f"id,{header}\nP0,5\n")
    assert message in found
    assert "\nMaybe " in found


def test_a_row_of_totals_is_told(tmp_path: Path) -> None:
    (found,) = lines(tmp_path, projects="id,name,price\nP0,One,5\nSumme,,5\n")
    assert found == "error projects.csv:3: the row `Summe` seems to be a total\nMaybe remove it?"


def test_a_header_that_is_repeated_and_rows_of_comments_count_for_nothing(tmp_path: Path) -> None:
    tasks = "id,work,mine\nT1,frontend 8h,\n,,Sprint 2\nid,work,mine\nT2,backend 8h,x\n"
    assert [task.id for task in load(tmp_path, tasks=tasks).tasks] == ["T1", "T2"]
    assert lines(tmp_path, tasks=tasks) == []


def test_a_word_for_a_column_that_is_there_is_told(tmp_path: Path) -> None:
    (found,) = lines(tmp_path, tasks="id,work,after,Vorgänger\nT1,8h,,\n")
    assert found == "warning tasks.csv:1: column `Vorgänger` is not read, as there is a column `after`"


def test_german_words_are_read(tmp_path: Path) -> None:
    (tmp_path / "portfolio.toml").write_text(TOML)
    people = "Kürzel;Name;Fähigkeiten;Stundensatz;Arbeitszeit\nLM;Lisa Mayr;frontend;75,50 €/h;Mo–Do 9.00 – 17.00 Uhr\n"
    (tmp_path / "Mitarbeiter.csv").write_bytes(people.encode("cp1252"))
    tasks = "Nr;Aufgabe;Aufwand;Vorgänger;Bearbeiter\n1;Bau;frontend 2 Tage;;LM\n2;Test;8 Std.;1FS+1w;nicht\n"
    (tmp_path / "Aufgaben.csv").write_bytes(tasks.replace("nicht", "LM").encode("cp1252"))
    from ipmplan.loading import load as load_folder

    portfolio = load_folder(tmp_path)
    (person,) = portfolio.people
    assert person.workweek is not None
    assert (str(person.rate), float(person.workweek.hours_a_week)) == ("75.50", 32.0)
    assert [part.hours for task in portfolio.tasks for part in task.work[0].parts] == [16, 8]
    assert (portfolio.tasks[1].after[0].predecessor, float(portfolio.tasks[1].after[0].lag)) == ("1", 40.0)


def test_tables_beside_a_workbook_are_told(tmp_path: Path) -> None:
    save(tmp_path / "studio.xlsx")
    (tmp_path / "absences.csv").write_text("person,start\n")
    assert told(tmp_path)[1] == [
        (
            "warning absences.csv: absences.csv is not read, as the tables are those of studio.xlsx\n"
            "Maybe make it a sheet of the workbook?"
        )
    ]
    (tmp_path / "absences.csv").unlink()
    write(tmp_path)
    (found,) = told(tmp_path)[1]
    assert found.startswith("warning studio.xlsx: studio.xlsx is not read, as the folder has tables of its own")


def test_several_workbooks_are_told(tmp_path: Path) -> None:
    save(tmp_path / "a.xlsx")
    save(tmp_path / "b.xlsx")
    portfolio, (found,) = told(tmp_path)
    assert portfolio is None
    assert "the folder has several workbooks: `a.xlsx`, `b.xlsx`\nMaybe name one of them" in found
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    del book["tasks"]
    book.save(tmp_path / "b.xlsx")
    assert told(tmp_path)[1] == []


def test_a_hidden_sheet_is_read_and_told(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", absences=[["person", "start"], ["ana", "2026-02-02"]])
    book = openpyxl.load_workbook(path)
    book["absences"].sheet_state = "hidden"
    book.save(path)
    portfolio, issues = told(path)
    assert portfolio is not None
    assert len(portfolio.absences) == 1
    assert issues == ["warning s.xlsx: sheet `absences` is hidden, and is read"]


def test_merged_cells_of_a_header_and_of_rows_count(tmp_path: Path) -> None:
    path = save(
        tmp_path / "s.xlsx",
        tasks=[
            ["id", "project", "work"],
            ["T1", "P0", "8h"],
            ["T2", None, "8h"],
            [None, None, None],
            ["T3", None, "8h"],
        ],
    )
    book = openpyxl.load_workbook(path)
    book["tasks"].merge_cells("B2:B4")
    book.save(path)
    portfolio, issues = told(path)
    assert issues == []
    assert portfolio is not None
    assert [(task.id, task.project) for task in portfolio.tasks] == [("T1", "P0"), ("T2", "P0"), ("T3", "")]
    book["tasks"].insert_rows(1)
    book["tasks"]["A1"] = "Our tasks"
    book["tasks"].merge_cells("A1:C1")
    book.save(path)
    (found,) = told(path)[1]
    assert found.startswith("error s.xlsx:tasks:2: the header seems to be in line 2, below `Our tasks`")


def test_formulas_in_columns_that_nobody_reads_do_not_matter(tmp_path: Path) -> None:
    path = save(tmp_path / "s.xlsx", milestones=[["id", "weight", "mine"], ["M1", 1, "=1+1"], ["M2", 1, "#REF!"]])
    assert told(path)[1] == []


def test_what_is_named_of_a_table_without_rows_is_told_once(tmp_path: Path) -> None:
    found = lines(tmp_path, tasks="id,work,milestone\nT1,8h,M1\nT2,8h,M2\nT3,8h,M3\n", milestones="id,due\n")
    assert found == [
        (
            "error tasks.csv:2: milestone `M1` is not known, nor are 2 more milestones\n"
            "Maybe the rows of `milestones` are missing?"
        )
    ]
