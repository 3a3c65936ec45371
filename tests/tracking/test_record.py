"""Recording: rows are added and nothing else is touched, whoever else writes at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from tests.folders import write

from ipmplan.core.plan import Assignment, Schedule
from ipmplan.errors import InputError
from ipmplan.files.planfile import write_plan
from ipmplan.loading import load
from ipmplan.tracking.logged import finished_on
from ipmplan.tracking.record import record

DAY = date(2026, 1, 2)
TASKS = "id,work,after\nT1,frontend 8h,\nT2,backend 8h,T1\nW,wait 2d,T1\nS,frontend 6h; backend 4h,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, tasks=TASKS)


def plan_with(folder: Path, *rows: tuple[str, str]) -> None:
    begin, end = datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 17)
    work = tuple(Assignment(task, person, begin, end, 8.0) for task, person in rows)
    write_plan(folder / "plan.json", Schedule("Tiny", date(2026, 1, 5), "feasible", assignments=work))


def test_a_row_is_added_and_the_rest_stays_byte_for_byte(folder: Path) -> None:
    old = "task;hours;comment;date\nT1;2,5;ok;02.01.2026\n"
    (folder / "progress.csv").write_text(old, encoding="cp1252")
    found = record(folder, "T1", hours=Fraction(3, 2), person="ana", day=DAY, remaining=Fraction(3), note="then lunch")
    text = (folder / "progress.csv").read_text(encoding="cp1252")
    assert text.startswith("task;hours;comment;date")
    assert "T1;2,5;ok;02.01.2026" in text
    assert found.words == ("T1: 4 h logged, 3 h remain",)
    last = load(folder).progress[-1]
    assert (last.person, last.hours, last.remaining, last.note) == ("ana", Fraction(3, 2), Fraction(3), "then lunch")


def test_the_only_one_at_a_task_did_it(folder: Path) -> None:
    plan_with(folder, ("T1", "ana"), ("S", "ana"), ("S", "ben"))
    assert record(folder, "T1", hours=Fraction(2), day=DAY).rows[0].person == "ana"
    several = record(folder, "S", hours=Fraction(2), day=DAY)
    assert several.rows[0].person == ""
    assert "nobody is named" in several.words[1]
    record(folder, "T2", hours=Fraction(2), person="ben", day=DAY)
    assert record(folder, "T2", hours=Fraction(1), day=DAY).rows[0].person == "ben"


def test_only_a_zero_ends_a_task_or_a_wait_and_it_ends_once(folder: Path) -> None:
    record(folder, "T1", hours=Fraction(8), person="ana", day=DAY)
    assert finished_on(load(folder), "T1") is None
    assert record(folder, "T1", done=True, day=DAY).words == ("T1: 8 h logged, finished on 2 January 2026",)
    before = (folder / "progress.csv").read_bytes()
    again = record(folder, "T1", done=True, day=DAY)
    assert (again.rows, again.path) == ((), None)
    assert (folder / "progress.csv").read_bytes() == before
    assert record(folder, "W", done=True, day=DAY).words == ("W: 0 h logged, finished on 2 January 2026",)


def test_a_used_up_estimate_is_said(folder: Path) -> None:
    assert "its estimate is used up" in record(folder, "T1", hours=Fraction(9), person="ana", day=DAY).words[0]


def test_a_row_of_the_status_date_counts_later(folder: Path) -> None:
    found = record(folder, "T1", hours=Fraction(2), person="ana", day=date(2026, 1, 5))
    assert found.words[0] == "T1: 2 h logged, 6 h remain"
    assert "counts when `as_of` is later (`--date 2026-01-02`" in found.words[1]


def test_the_same_ref_counts_once(folder: Path) -> None:
    record(folder, "T1", hours=Fraction(2), person="ana", day=DAY, ref="x1")
    assert record(folder, "T1", hours=Fraction(3), person="ana", day=DAY, ref="x1").words == (
        "T1: 3 h logged, 5 h remain",
    )


@pytest.mark.parametrize(
    ("task", "said", "message"),
    [
        ("T11", {"hours": Fraction(1)}, "task `T11` is not known\nMaybe you meant `T1`?"),
        ("T1", {"hours": Fraction(1), "person": "anna"}, "person `anna` is not known\nMaybe you meant `ana`?"),
        ("T1", {"hours": Fraction(-1)}, "hours -1 is below 0"),
        ("T1", {}, "nothing is said of it"),
        ("B", {"done": True}, "is a booking: nothing of it remains"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    folder: Path, task: str, said: dict[str, object], message: str
) -> None:
    (folder / "bookings.csv").write_text("id,person,hours,every\nB,ana,1h,week\n", encoding="utf-8")
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        record(folder, task, day=DAY, **said)  # type: ignore[arg-type]
    assert not (folder / "progress.csv").exists()


def test_money_and_bookings_are_recorded(folder: Path) -> None:
    (folder / "bookings.csv").write_text("id,person,hours,every\nB,ana,1h,week\n", encoding="utf-8")
    assert record(folder, "B", hours=Fraction(1), day=DAY).rows[0].person == "ana"
    assert record(folder, "T1", cost=Decimal(180), person="", day=DAY).rows[0].cost == 180


def test_two_at_once_lose_none(folder: Path) -> None:
    def add(number: int) -> None:
        record(folder, "T1", hours=Fraction(1, 2), person="ana", day=DAY, ref=f"r{number}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(24)))
    assert sorted(row.ref for row in load(folder).progress) == sorted(f"r{number}" for number in range(24))


def test_a_workbook_gets_its_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, text in {"people": "id,skills\nana,frontend", "tasks": TASKS.replace("; backend 4h", "")}.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.create_sheet("portfolio").append(["as_of", date(2026, 1, 5)])
    book["people"].append(["ben", "backend"])
    book.save(tmp_path / "studio.xlsx")
    found = record(tmp_path, "T1", hours=Fraction(2), person="ana", day=DAY)
    assert found.path == tmp_path / "studio.xlsx"
    assert load(tmp_path).progress[0].hours == 2
