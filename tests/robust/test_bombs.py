"""Files that are made to take the machine, and names that are made to run: told, or text."""

import io
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.folders import write
from tests.interchange.office import office, task

from ipmplan.core.records import Progress
from ipmplan.errors import InputError
from ipmplan.files.csvedit import Changes
from ipmplan.files.edits import filled
from ipmplan.files.formats.columnmap import guess
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.mspdi.convert import read_mspdi
from ipmplan.files.formats.sheet import read_sheet
from ipmplan.files.schema import tables
from ipmplan.files.tableedit import edit_table
from ipmplan.files.workbook import is_portfolio
from ipmplan.loading import load, read


def book(**sheets: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """An archive with something else in one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            content = before.read(member)
            after.writestr(member, content.replace(old, new) if member == name else content)
    return stream.getvalue()


BOOK = book(people=[["id", "skills"], ["ana", "frontend:1"]], tasks=[["id", "work"], ["T1", "frontend 8h"]])
SHEET = "xl/worksheets/sheet2.xml"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    row = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"A" * 60_000_000 + b"</t></is></c></row></sheetData>"
    bomb = changed(BOOK, SHEET, b"</sheetData>", row)
    assert len(bomb) < 1_000_000
    (tmp_path / "portfolio.toml").write_text('name = "S"\nas_of = 2026-01-05\n')
    (tmp_path / "studio.xlsx").write_bytes(bomb)
    found = read(tmp_path)[1]
    assert [issue.message for issue in found] == ["the workbook is too large when unpacked"]
    assert not is_portfolio(tmp_path / "studio.xlsx")
    with pytest.raises(InputError, match="too large when unpacked"):
        read_grid(bomb, "plan.xlsx")


def test_a_sheet_that_says_a_million_rows_has_those_that_are_there(tmp_path: Path) -> None:
    says = changed(BOOK, SHEET, b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    far = changed(says, SHEET, b'<row r="2"', b'<row r="1048576"')
    (tmp_path / "portfolio.toml").write_text('name = "S"\nas_of = 2026-01-05\n')
    (tmp_path / "studio.xlsx").write_bytes(says)
    assert len(load(tmp_path / "studio.xlsx").tasks) == 1
    assert len(read_grid(far, "plan.xlsx", "tasks").rows) == 1
    (tmp_path / "studio.xlsx").write_bytes(far)
    assert "the table has a header and no rows" in [issue.message for issue in read(tmp_path)[1]]


def test_xml_does_not_grow() -> None:
    lol = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    data = f'<!DOCTYPE a [<!ENTITY l0 "lol">{lol}]>'.encode() + office(task(1, "&l9;")).partition(b"?>")[2]
    with pytest.raises(InputError, match="declares entities"):
        read_mspdi(data, "office.xml")


# A vertical tab is nothing that a workbook can hold.
FORMULA = '=HYPERLINK("http://x","<script>alert(1)</script>")'


def test_formulas_stay_text_wherever_they_go(tmp_path: Path) -> None:
    row = Progress(date(2026, 1, 5), "T1", "ana", Fraction(2), note=FORMULA, ref="r" + chr(11))
    described = tables(Fraction(8))
    change = Changes(add=[filled(described["progress"], row)])
    place = tmp_path / "studio.xlsx"
    place.write_bytes(BOOK)
    edit_table(place, described["progress"], described, change)
    cells = [cell for line in openpyxl.load_workbook(place)["progress"].iter_rows() for cell in line]
    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    folder = tmp_path / "folder"
    folder.mkdir()
    edit_table(write(folder), described["progress"], described, change)
    assert load(folder).progress[0].note == FORMULA
    assert not any(cell.startswith("=") for cell in (folder / "progress.csv").read_text().replace('"', "").split(","))


def test_names_of_a_sheet_are_text() -> None:
    grid = read_grid(f'Task;Hours\n"{FORMULA.replace(chr(34), chr(34) * 2)}";4\n'.encode(), "plan.csv")
    assert read_sheet(grid, guess(grid), date(2026, 1, 5)).portfolio.tasks[0].name == FORMULA
