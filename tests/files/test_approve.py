"""Approved plans are kept, and never changed again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.folders import load

from ipmplan.core.plan import Approval, PlannedProject, Schedule, Told
from ipmplan.errors import InputError
from ipmplan.files.approve import approve, parse_told
from ipmplan.files.planfile import read_plan, write_plan

MONDAY = date(2026, 1, 5)
PLAN = Schedule("Tiny", MONDAY, "optimal", projects=(PlannedProject("P0", None),))


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_plan(path, PLAN)
    return path


def test_what_was_told_is_kept(tmp_path: Path, plan: Path) -> None:
    kept = approve(tmp_path, plan, by="Mia", told="staff, client:P0", on=MONDAY)
    assert kept == tmp_path / "plans" / "2026-01-05.json"
    assert read_plan(kept) == PLAN
    assert read_plan(kept).approved == Approval(MONDAY, "Mia", Told(staff=True, clients=("P0",)))
    told = {"staff": True, "clients": ["P0"]}
    assert json.loads(kept.read_text())["approved"] == {"on": "2026-01-05", "by": "Mia", "told": told}


def test_nothing_is_overwritten(tmp_path: Path, plan: Path) -> None:
    first = approve(tmp_path, plan, on=MONDAY)
    before = first.read_bytes()
    write_plan(plan, replace(PLAN, status="feasible"))
    second = approve(tmp_path, plan, on=MONDAY)
    assert second.name == "2026-01-05-2.json"
    assert first.read_bytes() == before
    assert len(list((tmp_path / "plans").iterdir())) == 2


def test_the_newest_is_the_baseline(tmp_path: Path, plan: Path) -> None:
    approve(tmp_path, plan, on=MONDAY)
    write_plan(plan, replace(PLAN, status="feasible"))
    approve(tmp_path, plan, on=MONDAY)
    assert load(tmp_path).baseline == replace(PLAN, status="feasible")


def test_what_a_plan_says_beyond_the_format_is_kept(tmp_path: Path, plan: Path) -> None:
    plan.write_text(json.dumps(json.loads(plan.read_text()) | {"baseline": "2025-12-01.json"}))
    document = json.loads(approve(tmp_path, plan, on=MONDAY).read_text())
    assert document["baseline"] == "2025-12-01.json"
    assert document["approved"]["on"] == "2026-01-05"


def test_only_plans_are_approved(tmp_path: Path, plan: Path) -> None:
    plan.write_text("{}")
    with pytest.raises(InputError, match="the format is `None`"):
        approve(tmp_path, plan)
    assert not (tmp_path / "plans").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, plan: Path) -> None:
    (tmp_path / "plans").write_text("a file")
    with pytest.raises(InputError, match="the plan cannot be kept"):
        approve(tmp_path, plan)


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("everybody", "told `everybody` is neither `staff` nor `client:ID`\nMaybe you meant `staff,client:P0`?"),
        ("client", "told `client` is neither `staff` nor `client:ID`\nMaybe you meant `staff,client:P0`?"),
        ("client:P00", "told names the project `P00`, which is not planned\nMaybe you meant `P0`?"),
    ],
)
def test_wrong_addressees_are_explained(tmp_path: Path, plan: Path, told: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        approve(tmp_path, plan, told=told)
    assert str(caught.value) == message


def test_nobody_may_be_told() -> None:
    assert parse_told(" , ") == Told()


def test_a_plan_that_nobody_approved_says_so(plan: Path) -> None:
    assert read_plan(plan).approved is None
    plan.write_text(json.dumps(json.loads(plan.read_text()) | {"approved": {"on": "soon"}}))
    with pytest.raises(InputError, match=r"approved\.on `soon` is not a day like 2026-01-05"):
        read_plan(plan)
