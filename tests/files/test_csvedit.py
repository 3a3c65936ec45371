"""Rows are changed, added and taken out; everything else in the file stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

import openpyxl
import openpyxl.comments
import pytest
from tests.agencies import agency
from tests.dialects import DIALECTS, Dialect, write

from ipmplan.core.records import Progress
from ipmplan.errors import InputError, Issue
from ipmplan.files.csvedit import Changes, edit_csv
from ipmplan.files.folder import read_folder
from ipmplan.files.rows import read_rows
from ipmplan.files.schema import headings, tables
from ipmplan.files.tableedit import edit_settings, edit_table
from ipmplan.files.tables import read_csv

TABLE, HEADING = tables(Fraction(8))["progress"], headings()["progress"]
ADDED = Progress(date(2026, 1, 5), "T9", "ana", Fraction(5, 2), note='so "be; it"')
ROW = {"date": ADDED.date, "task": "T9", "person": "ana", "hours": ADDED.hours, "note": ADDED.note}


def rows(data: bytes) -> tuple[object, ...]:
    issues: list[Issue] = []
    raw = read_csv(data, "progress.csv", issues, HEADING)
    assert raw is not None, issues
    found = read_rows(raw, TABLE, issues)
    assert not [issue for issue in issues if issue.severity == "error"]
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_new_row_leaves_all_others_as_they_are(encoding: str, delimiter: str, end: str) -> None:
    lines = (["Note", "Date", "Größe", "Task", "Hours"], ["a", "2026-01-02", "x y", "T1", "2"], ["", "", "", "", ""])
    text = end.join(delimiter.join(cells) for cells in lines)
    data = edit_csv(text.encode(encoding), TABLE, HEADING, Changes(add=[{**ROW, "person": None}]))
    assert data.startswith((text + end).encode(encoding))
    assert rows(data)[-1] == replace(ADDED, person="")


def test_a_column_that_is_missing_is_added_to_all_rows() -> None:
    data = edit_csv(b"date,task,hours\n2026-01-02,T1,2\n", TABLE, HEADING, Changes(add=[ROW]))
    assert data.startswith(b"date,task,hours,person,note\n2026-01-02,T1,2,,\n")
    assert rows(data)[-1] == ADDED


def test_rows_are_changed_and_taken_out_by_their_line() -> None:
    text = 'sep=;\ndate;task;hours;mine\n2026-01-02;T1;2,5;"a\nb"\n2026-01-03;T2;1;x\n2026-01-04;T3;1; y\n'
    data = edit_csv(text.encode(), TABLE, HEADING, Changes(change={3: {"hours": Fraction(7, 2)}}, drop=[5]))
    assert data.decode() == 'sep=;\ndate;task;hours;mine\n2026-01-02;T1;3,5h;"a\nb"\n2026-01-04;T3;1; y\n'


def test_nothing_to_change_changes_nothing() -> None:
    text = "\n \ndate ; task;Stunden\n2026-01-02;  T1;2\n;;\n\n2026-01-03;T2;'1".replace("'1", "1")
    assert edit_csv(text.encode(), TABLE, HEADING, Changes()) == text.encode()


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
def test_what_is_added_to_any_dialect_is_read_back(dialect: Dialect, tmp_path_factory: pytest.TempPathFactory) -> None:
    described = tables(Fraction(8), Fraction(40), "EUR")
    added = 0
    for seed in range(20):
        rng = Random(seed)
        folder = write(agency(rng), tmp_path_factory.mktemp("agency"), dialect, rng)
        before, _ = read_folder(folder)
        if before is None:
            continue
        edit_table(folder / "agency.xlsx" if dialect.workbook else folder, TABLE, described, Changes(add=[ROW]))
        after, issues = read_folder(folder)
        assert after is not None, issues
        assert after == replace(before, progress=(*before.progress, ADDED))
        added += 1
    assert added >= 15


def test_rows_of_a_workbook_are_changed_and_taken_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    added = book.create_sheet("Fortschritt")
    for row in (["Mine", "Datum", "Aufgabe", "Stunden"], ["x", ADDED.date, "T1", 2], ["y", ADDED.date, "T2", 3]):
        added.append(row)
    added["A2"].comment = openpyxl.comments.Comment("keep", "ana")
    book.save(tmp_path / "a.xlsx")
    described = tables(Fraction(8))
    edit_table(
        tmp_path / "a.xlsx", TABLE, described, Changes(change={2: {"hours": Fraction(9, 8), "note": "n"}}, drop=[3])
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Fortschritt"]
    assert [cell.value for cell in sheet[1]] == ["Mine", "Datum", "Aufgabe", "Stunden", "note"]
    assert [cell.value for cell in sheet[2]][2:] == ["T1", 1.125, "n"]
    assert sheet["A2"].comment.text == "keep"
    assert sheet.max_row == 2


def test_what_cannot_be_changed_is_told(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("date,task,date\n")
    with pytest.raises(InputError, match="the table progress cannot be changed"):
        edit_table(tmp_path, TABLE, tables(Fraction(8)), Changes(add=[ROW]))
    (tmp_path / "portfolio.toml").write_text("name = \n")
    with pytest.raises(InputError, match="not TOML"):
        edit_settings(tmp_path / "portfolio.toml", {"name": "x"})
