"""Edits are written into any kind of table, and what is read then is what they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from shutil import copytree

import pytest
from tests.agencies import agency
from tests.dialects import DIALECTS, Dialect, write
from tests.folders import load as load_small

from ipmplan.core import edits as ed
from ipmplan.core.people import Extra, Person, Skill
from ipmplan.core.portfolio import Booking, Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Link, Part, Pin
from ipmplan.errors import InputError
from ipmplan.files.edits import write_edits
from ipmplan.files.folder import read_folder
from ipmplan.loading import load

STUDIO = Path(__file__).parents[2] / "data" / "studio"
WORK = (
    Alternative(((Part(Fraction(20), "frontend", 2, 1, 3, 50),), (Part(Fraction(8)),))),
    Alternative(wait=Fraction(24), cost=Decimal("1800.50")),
)
NEW = Task("X-1", "MUS", "MUS-beta", "New, with a comma", WORK, people=(Pin("not", ("ben",)),), fixed_cost=Decimal(12))
EDITS: list[ed.Edit] = [
    ed.AddPerson(Person("x", skills=(Skill("frontend", 2),), rate=Decimal("72.5"), joins=date(2026, 2, 2)), ("MUS",)),
    ed.SetLastDay("ben", date(2026, 6, 30)),
    ed.DropPerson("ana"),
    ed.AddAbsence("ana", datetime(2026, 3, 2, 13), datetime(2026, 3, 3, 11), "moving"),
    ed.RemoveAbsence("ben"),
    ed.SetDue("MUS-beta", date(2026, 5, 8)),
    ed.SoftenDate("MUS-open"),
    ed.SetBudget("MUS", Decimal(99000)),
    ed.SoftenBudget("MUS"),
    ed.AllowOverBudget(),
    ed.IncludeProject("LIB"),
    ed.SetStatus("MUS", "on_hold"),
    ed.AddRow("tasks", NEW),
    ed.Several((ed.AddRow("tasks", NEW), ed.SetValue("tasks", "X-1", "after", (Link("MUS-beta", "SS", Fraction(-4)),)))),
    ed.AddRow("bookings", Booking("B-x", "ana", percent=Fraction(25), project="MUS", end=date(2026, 4, 30))),
    ed.AddRow("extra", Extra("ana", date(2026, 2, 7), date(2026, 2, 7), Decimal("0.5"))),
    ed.AddRow("progress", Progress(date(2026, 1, 2), "MUS-kick", "ana", Fraction(5, 2), note="late")),
    ed.DropRow("milestones", "MUS-beta"),
    ed.SetSetting("goals.order", ("cost", "lateness")),
    ed.SetSetting("goals.slack", {"evenness": Fraction(1, 20)}),
    ed.SetSetting("as_of", date(2026, 1, 6)),
    ed.SetSetting("sprint.days", 21),
    ed.SetSetting("calendar.handover", Fraction(3)),
]  # fmt: skip


def studio(folder: Path) -> tuple[Path, Portfolio]:
    place = Path(copytree(STUDIO, folder / "studio"))
    return place, load(place)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_what_is_read_is_what_was_meant(edit: ed.Edit, tmp_path: Path) -> None:
    place, before = studio(tmp_path)
    wanted = edit.apply(before)
    assert wanted != before
    texts = {path.name: path.read_bytes() for path in place.iterdir() if path.is_file()}
    written = write_edits(place, before, [edit])
    after, _ = read_folder(place)
    assert after is not None
    assert replace(after, holidays=before.holidays) == wanted
    touched = {path.name for path in written}
    assert touched
    for name, text in texts.items():
        assert name in touched or (place / name).read_bytes() == text


def test_all_at_once(tmp_path: Path) -> None:
    place, before = studio(tmp_path)
    edits = [*EDITS[:10], *EDITS[15:17], *EDITS[19:]]
    write_edits(place, before, edits)
    assert replace(load(place), holidays=before.holidays) == ed.apply_all(before, edits)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda one: one.name)
def test_tables_of_any_dialect(dialect: Dialect, tmp_path_factory: pytest.TempPathFactory) -> None:
    edited = 0
    for seed in range(12):
        rng = Random(seed)
        folder = write(agency(rng), tmp_path_factory.mktemp("agency"), dialect, rng)
        before, _ = read_folder(folder)
        if before is None:
            continue
        task, project, person = rng.choice(before.tasks), rng.choice(before.projects), rng.choice(before.people)
        edits: list[ed.Edit] = [
            ed.DropTask(task.id),
            ed.SetDue(project.id, date(2026, 12, 18), "projects"),
            ed.AddAbsence(person.id, date(2026, 3, 2), date(2026, 3, 13), 'so "be; it"'),
            ed.AddPerson(Person("zoe", "Zoë", (Skill("ux", 2, Fraction(1, 2)),), Decimal("72.50"))),
        ]
        write_edits(folder / "agency.xlsx" if dialect.workbook else folder, before, edits)
        after, issues = read_folder(folder)
        assert after is not None, issues
        assert replace(after, holidays=before.holidays) == ed.apply_all(before, edits)
        edited += 1
    assert edited >= 8


def test_projects_without_a_table_get_one(tmp_path: Path) -> None:
    before = load_small(tmp_path, tasks="id,project,work\nT1,P0,8h\nT2,P1,8h\n")
    write_edits(tmp_path, before, [ed.SetBudget("P0", Decimal(500))])
    assert (tmp_path / "projects.csv").read_text() == "id,budget\nP0,500\nP1,\n"
    assert load(tmp_path) == ed.SetBudget("P0", Decimal(500)).apply(before)


def test_unknown_ids_write_nothing(tmp_path: Path) -> None:
    before = load_small(tmp_path)
    with pytest.raises(InputError, match="unknown task `T9`"):
        write_edits(tmp_path, before, [ed.DropTask("T1"), ed.DropTask("T9")])
    assert load(tmp_path) == before


def test_settings_that_are_not_in_a_file(tmp_path: Path) -> None:
    before = load_small(tmp_path)
    (tmp_path / "portfolio.toml").unlink()
    with pytest.raises(InputError, match=r"goals.order cannot be written, as the settings are not in portfolio.toml"):
        write_edits(tmp_path, before, [ed.SetSetting("goals.order", ("cost",))])


def test_a_table_that_was_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    place, before = tmp_path, load_small(tmp_path, tasks="id,work\nT1,8h\nT2,8h\n")
    (place / "tasks.csv").write_text("id,work\nT0,4h\nT1,8h\nT2,8h\n")
    with pytest.raises(InputError, match="tasks has been changed meanwhile: nothing was written"):
        write_edits(place, before, [ed.SetValue("tasks", "T2", "name", "Home")])
    assert (place / "tasks.csv").read_text() == "id,work\nT0,4h\nT1,8h\nT2,8h\n"
