"""Each format holds the plan, evil texts stay text, and what it lacks is told."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from icalendar import Calendar
from tests.pages.studio import studio
from tests.reports.fabricate import schedule

from ipmplan.cli import main
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError
from ipmplan.exporting import export
from ipmplan.files.planfile import write_plan
from ipmplan.files.written import portfolio_files
from ipmplan.importing import read_source
from ipmplan.reports.result import Plan

EVIL = '=HYPERLINK("http://evil.example";"x"): a | *b*; # c'


def evil() -> Portfolio:
    """A studio whose tasks, people and projects begin like formulas."""
    made = studio()
    return replace(
        made,
        tasks=tuple(replace(row, name=f"{EVIL} {row.id}") for row in made.tasks),
        people=tuple(replace(row, name=f"+{row.name}") for row in made.people),
        projects=tuple(replace(row, name=f"@{row.name}") for row in made.projects),
    )


def written(made: Portfolio, path: Path, **options: object) -> bytes:
    export(Plan(schedule(made), made), path, **options)  # type: ignore[arg-type]
    return path.read_bytes()


def test_a_workbook_holds_the_plan_and_no_formula(tmp_path: Path) -> None:
    made = evil()
    book = openpyxl.load_workbook(io.BytesIO(written(made, tmp_path / "plan.xlsx")))
    assert book.sheetnames == ["Gantt", "Tasks", "Sprint by person", "Milestones", "Assignments", "Open questions"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert {row[1].value for row in book["Tasks"].iter_rows(min_row=2)} == {row.id for row in made.tasks}
    filled = sum(
        cell.fill.fgColor.rgb in ("FF4C78A8", "FF54A24B") for row in book["Gantt"].iter_rows(min_row=3) for cell in row
    )
    days = {
        (row.task, day)
        for row in schedule(made).assignments
        if row.kind == "planned"
        for day in (row.start.date(), row.end.date())
    }
    assert filled >= len(days) * 0.9
    assert written(made, tmp_path / "again.xlsx") == (tmp_path / "plan.xlsx").read_bytes()


def test_a_workbook_for_some_people(tmp_path: Path) -> None:
    made = studio()
    book = openpyxl.load_workbook(io.BytesIO(written(made, tmp_path / "plan.xlsx", people=["p0"])))
    assert {row[0].value for row in book["Assignments"].iter_rows(min_row=2)} == {"Ana Sousa"}


def test_mermaid_has_a_bar_for_each_task_and_no_mark_of_its_own_in_names(tmp_path: Path) -> None:
    made = evil()
    lines = written(made, tmp_path / "plan.mmd").decode().splitlines()
    bars = [line for line in lines if " :" in line and ":milestone" not in line]
    assert len(bars) == len(made.tasks)
    assert all(line.count(":") == 3 for line in bars)
    assert lines[0] == "gantt"
    assert sum(":milestone" in line for line in lines) == len(made.milestones)


def test_markdown_has_a_row_for_each_task(tmp_path: Path) -> None:
    made = evil()
    text = written(made, tmp_path / "plan.md").decode()
    rows = [line for line in text.splitlines() if line.startswith("| =HYPERLINK")]
    assert len(rows) == len(made.tasks)
    assert all(line.replace("\\|", "").count("|") == 8 for line in rows)


def test_jira_reads_as_issues_again(tmp_path: Path) -> None:
    made = studio()
    text = written(made, tmp_path / "issues.csv", kind="jira").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["Issue key"] for row in rows} == {row.id for row in made.tasks}
    back = read_source(tmp_path / "issues.csv").imported.portfolio
    assert len(back.tasks) == len(made.tasks)
    assert {task.name for task in back.tasks} == {task.name for task in made.tasks}
    assert all(
        not cell.startswith(("=", "+", "@"))
        for row in csv.reader(io.StringIO(written(evil(), tmp_path / "e.csv", kind="jira").decode()))
        for cell in row
    )


def test_a_calendar_by_the_command(tmp_path: Path) -> None:
    made = studio()
    for name, text in portfolio_files(made).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_plan(tmp_path / "plan.json", schedule(made))
    result = CliRunner().invoke(main, ["export", str(tmp_path), "--to", str(tmp_path / "p0.ics"), "--person", "p0"])
    assert result.exit_code == 0, result.output
    events = Calendar.from_ical((tmp_path / "p0.ics").read_bytes()).walk("VEVENT")
    assert events
    assert (tmp_path / "calendars.json").is_file()
    wrong = CliRunner().invoke(main, ["export", str(tmp_path), "--to", str(tmp_path / "x.ics"), "--person", "p9"])
    assert wrong.exit_code == 2
    assert "person `p9` is not known" in wrong.output


def test_pictures_without_kaleido_are_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kaleido", None)
    with pytest.raises(InputError, match="kaleido, which is not installed"):
        export(Plan(schedule(studio()), studio()), tmp_path / "plan.svg")
    assert not (tmp_path / "plan.svg").exists()


def test_a_picture_shows_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.reports.fabricate import portfolio as large
    from tests.reports.fabricate import schedule as planned

    drawn: list[Any] = []

    def to_image(self: Any, **_: Any) -> bytes:
        drawn.append(self)
        return b"picture"

    monkeypatch.setitem(sys.modules, "kaleido", ModuleType("kaleido"))
    monkeypatch.setattr("ipmplan.reports.figures.light.LightFigure.to_image", to_image)
    made = large(12, 12)
    export(Plan(planned(made), made), tmp_path / "plan.png")
    (figure,) = drawn
    bottom, top = figure.layout.yaxis.range
    assert top < 0
    assert bottom > len(figure.layout.yaxis.ticktext) - 1 > 90
    assert not figure.layout.updatemenus


@pytest.mark.browser
@pytest.mark.parametrize(("name", "begins"), [("plan.png", b"\x89PNG"), ("plan.svg", b"<svg")])
def test_pictures_are_drawn_by_a_real_browser(name: str, begins: bytes, tmp_path: Path) -> None:
    pytest.importorskip("kaleido")
    export(Plan(schedule(studio()), studio()), tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)
