"""The studio three sprints later is the same studio, and is played with what was known at the time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from benchmarks.sprints import FIRST, LENGTH, SPRINTS, Play

from ipmplan.files.planfile import read_plan
from ipmplan.loading import load, read

BEFORE, AFTER = Path("data/studio"), Path("data/studio-after-3-sprints")


def test_it_is_the_same_studio_three_sprints_later() -> None:
    before = load(BEFORE)
    after, issues = read(AFTER)
    assert after is not None
    assert {issue.severity for issue in issues} <= {"warning", "note"}
    assert after.as_of_day == FIRST + SPRINTS * LENGTH == before.as_of_day + timedelta(days=42)
    assert [task.id for task in after.tasks] == [task.id for task in before.tasks]
    assert [person.id for person in after.people] == [person.id for person in before.people]
    assert after.progress[: len(before.progress)] == before.progress
    refs = [row.ref for row in after.progress]
    assert len(set(refs)) == len(refs)


def test_every_sprint_was_approved_on_its_first_day() -> None:
    plans = [read_plan(path) for path in sorted((AFTER / "plans").glob("*.json"))]
    days = [FIRST + number * LENGTH for number in range(SPRINTS)]
    assert [plan.as_of for plan in plans] == days
    assert [plan.approved.on for plan in plans if plan.approved is not None] == days


def test_nobody_knows_on_a_morning_what_comes_later() -> None:
    known = Play(load(AFTER)).known(date(2026, 1, 26), None)
    assert {one.id for one in known.decisions} == {"D1", "D2", "D3", "D4", "D5", "D6", "D7"}
    assert {one.id for one in known.decisions if one.answered_on is not None} == {"D1", "D5"}
    assert {one.id: one.status for one in known.changes}["C2"] == "quoted"
    assert not any(row.person == "mira" and row.reason == "Sick" for row in known.absences)
