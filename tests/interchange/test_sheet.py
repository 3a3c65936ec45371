"""Any sheet of tasks: what its columns mean is guessed, written down, edited, and read."""

from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from ipmplan.cli import main
from ipmplan.errors import InputError
from ipmplan.files.formats.columnmap import guess, parse_map, print_map
from ipmplan.files.formats.grid import read_grid
from ipmplan.files.formats.imported import Imported
from ipmplan.files.formats.sheet import read_sheet
from ipmplan.files.notation import print_work
from ipmplan.files.relations import print_after, print_people
from ipmplan.loading import load

GERMAN = "Projektplan;;;;;;\n;;;;;;\nVorgang;Aufwand (Tage);Wer;Vorgänger;Beginn;Ende;% fertig;Farbe\n"
GERMAN += (
    "Konzept;2,5;Ana;;05.01.2026;09.01.2026;100;rot\nEntwurf;4;Ana, Ben;1;;;50;\nBau;10;Ben;2EA+1d;;27.02.2026;;\n"
)


def read(text: str, as_of: date = date(2026, 1, 12)) -> Imported:
    grid = read_grid(text.encode(), "plan.csv")
    return read_sheet(grid, guess(grid), as_of)


def test_a_german_plan_is_read_with_a_guess() -> None:
    found = read(GERMAN)
    rows = found.portfolio.tasks
    assert [(row.name, print_work(row.work), print_people(row.people), print_after(row.after)) for row in rows] == [
        ("Konzept", "20h", "ana", ""),
        ("Entwurf", "32h x2", "ana|ben", "T4"),
        ("Bau", "80h", "ben", "T5 FS+8h"),
    ]
    assert (rows[0].not_before, rows[0].due, rows[2].due) == (date(2026, 1, 5), date(2026, 1, 9), date(2026, 2, 27))
    assert [(row.task, row.hours, row.remaining) for row in found.portfolio.progress] == [
        ("T4", Fraction(20), Fraction(0)),
        ("T5", Fraction(16), Fraction(16)),
    ]
    assert "columns that are not carried over: Farbe" in [issue.message for issue in found.lost]


def test_the_map_is_a_file_that_says_the_same() -> None:
    found = guess(read_grid(GERMAN.encode(), "plan.csv"))
    again = parse_map(print_map(found, "plan.csv"), "map.toml")
    assert (again.columns, again.header, again.unit) == (found.columns, 3, "d")
    assert '# ... = "Farbe"' in print_map(found, "plan.csv")


def test_sheets_of_workbooks_and_ids_names_projects_as_people_write_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ticket", "Task", "Client", "Phase", "Hours", "Owner", "Depends on", "Done"])
    sheet.append(["A 1", "Brief", "City Museum", "Start", 6, "Ana", None, "yes"])
    sheet.append(["A 2", "=1+1", "City Museum", "Start", 8.5, None, "brief; X9", 0.5])
    stream = BytesIO()
    book.save(stream)
    grid = read_grid(stream.getvalue(), "plan.xlsx")
    found = read_sheet(grid, guess(grid), date(2026, 1, 12))
    rows = found.portfolio.tasks
    assert [(row.id, row.project, row.milestone, print_after(row.after)) for row in rows] == [
        ("a-1", "city-museum", "start", ""),
    ]
    assert any("rows without a name" in issue.message for issue in found.lost)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the table is empty"),
        ("Colour,Shape\nred,round\n", "no column looks like the name of a task"),
        ("Task,Hours\nA,much\n", "work `much`"),
        ("Task,Hours,Due\nA,4,soon\n", "due `soon` is not a date"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns = 3", "columns is not a table"),
        ("[columns]\nnmae = 'A'", "there is no column `nmae`"),
        ("unit = 'm'\n[columns]\nname = 'A'", "unit is not h, d or w"),
        ("[columns]\nwork = 'A'", "does not say which column is the name"),
        ("a = ", "the map is not TOML"),
    ],
)
def test_a_wrong_map_is_told(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_map(text, "map.toml")
    assert words in str(caught.value)


def test_guess_edit_import(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("Arbeit,Stunden,Wer\nA,8,Ana\n", encoding="utf-8")
    place = tmp_path / "office"
    (tmp_path / "my.toml").write_text('[columns]\nname = "Arbeit"\nwork = "Stunden"\npeople = "Wer"\n')
    assert CliRunner().invoke(main, ["import", str(tmp_path / "plan.csv"), str(place), "--guess"]).exit_code == 2
    call = ["import", str(tmp_path / "plan.csv"), str(place), "--map", str(tmp_path / "my.toml")]
    done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert [(row.name, print_work(row.work)) for row in load(place).tasks] == [("A", "8h")]
    (tmp_path / "other.csv").write_text("Task,Hours\nA,8\n", encoding="utf-8")
    other = tmp_path / "other"
    done = CliRunner().invoke(main, ["import", str(tmp_path / "other.csv"), str(other), "--guess"])
    assert done.exit_code == 0, done.output
    call = ["import", str(tmp_path / "other.csv"), str(other), "--map", str(other / "map.toml")]
    assert CliRunner().invoke(main, call).exit_code == 0
    assert len(load(other).tasks) == 1
