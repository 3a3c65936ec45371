"""plan.json: its keys, and what each of them means."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.contract.facade import approve, document, plan, reread, said, studio, without_making
from tests.contract.sentences import CONTRACT, covers

import ipmplan as ipm

TABLES = {
    "as_of": "2026-01-07",
    "people": "id, skills, rate\nana, ux*0.5, 50\nben, qa, 40",
    "projects": "id, budget\nP0, 52000\nP1",
    "milestones": "id, project, due\nM, P0, 2026-01-07",
    "bookings": "id, person, hours, end\nB1, ben, 2h, 2026-01-07",
    "tasks": "id, project, milestone, work, after\nT0, P0, M, ux 3h\nT1, P0, M, pm 1h | ux 4h; qa 2h @50%, T0",
    "progress": "date, task, person, hours, remaining\n2026-01-06, T0, ana, 3.5, 0",
}


def planned(folder: Path, *, with_cost: bool = False) -> dict[str, Any]:
    people = TABLES["people"] + "\ncleo, pm, 500"
    absent = "person, start, end\ncleo, 2026-01-07, 2026-02-27"
    found = studio(folder, **TABLES | {"people": people, "absences": absent})
    return document(plan(found), with_cost=with_cost)


@covers("plan.json has these keys", "Times are local and ISO", "hours are working hours", "money is a decimal string")
def test_the_keys_are_those_of_the_contract(tmp_path: Path) -> None:
    """Every key that the example in the contract shows is in a plan with the same kind of value, and no other but some at the end."""
    text = CONTRACT.read_text(encoding="utf-8").split("```json")[1].split("```")[0]
    example = json.loads(text)
    real = json.loads(json.dumps(planned(tmp_path)))
    assert set(example) - set(real) == {"approved", "compared"}
    assert set(real) - set(example) <= {"notes", "currency", "with", "allow_over_budget"}
    assert real["format"] == example["format"] == "ipmplan-plan/1"
    for key, rows in example.items():
        if key == "made":
            assert set(real[key]) <= {*rows, "work_limit"}
        if isinstance(rows, list):
            assert set(real[key][0]) - set(rows[0]) <= {"kind"}
            assert set(rows[0]) <= set(real[key][0])
    assert real["projects"][0]["cost"] == "655.00"
    assert real["projects"][0]["budget"] == "52000"
    assert real["as_of"] == "2026-01-07"


@covers(
    "kind = planned, booking",
    "requirement numbers the parts",
    "hours is time worked, after efficiency",
    "end is the moment the last hour ends",
)
def test_assignments(tmp_path: Path) -> None:
    """T1's second way: ana's 4 hours at half the speed are 8, ben's 2 at 50 % hold 4 of his hours after his booking.

    Ana worked 3.5 hours on Tuesday. Cost: 3.5 x 50 + 8 x 50 + 2 x 40 = 655.
    """
    rows = sorted(planned(tmp_path)["assignments"], key=lambda row: (row["kind"], row["task"], row["person"]))
    assert rows == [
        {
            "task": "T0", "requirement": 0, "skill": "", "person": "ana", "start": "2026-01-06T09:00",
            "end": "2026-01-06T17:00", "hours": 3.5, "share": 1.0, "kind": "actual",
        },
        {
            "task": "B1", "requirement": 0, "skill": "", "person": "ben", "start": "2026-01-07T09:00",
            "end": "2026-01-07T11:00", "hours": 2.0, "share": 1.0, "kind": "booking",
        },
        {
            "task": "T1", "requirement": 0, "skill": "ux", "person": "ana", "start": "2026-01-07T09:00",
            "end": "2026-01-07T17:00", "hours": 8.0, "share": 1.0, "kind": "planned",
        },
        {
            "task": "T1", "requirement": 1, "skill": "qa", "person": "ben", "start": "2026-01-07T11:00",
            "end": "2026-01-07T15:00", "hours": 2.0, "share": 0.5, "kind": "planned",
        },
    ]  # fmt: skip


def test_tasks_milestones_projects_and_people(tmp_path: Path) -> None:
    """M is reached on Wednesday 17:00, its due day. Ana is at work for 8 of 8 hours from the status date on, ben for 4 of 8.

    T0 is finished and cannot slip; T1 decides the end: both have no slack, only T1 is critical.
    """
    found = planned(tmp_path)
    assert found["milestones"] == [
        {"id": "M", "due": "2026-01-07", "finish": "2026-01-07T17:00", "late_hours": 0.0, "kind": "milestone"}
    ]
    assert [(row["id"], row["finish"]) for row in found["projects"]] == [("P0", "2026-01-07T17:00"), ("P1", None)]
    assert [
        (row["id"], row["start"], row["end"], row["alternative"], row["slack_hours"], row["critical"])
        for row in found["tasks"]
    ] == [
        ("T0", "2026-01-06T09:00", "2026-01-06T17:00", 0, 0.0, False),
        ("T1", "2026-01-07T09:00", "2026-01-07T17:00", 1, 0.0, True),
    ]
    people = {row["id"]: row for row in found["people"]}
    assert [
        (people[who]["hours"], people[who]["available_hours"], people[who]["utilisation"])
        for who in ("ana", "ben", "cleo")
    ] == [
        (8.0, 8.0, 1.0),
        (4.0, 8.0, 0.5),
        (0.0, 0.0, 0.0),
    ]
    assert people["ben"]["weeks"] == [{"week": "2026-W02", "available": 8.0, "booked": 2.0, "planned": 2.0}]


@covers("made says how a plan was made")
def test_a_plan_can_be_made_again_from_what_it_says(tmp_path: Path) -> None:
    """Seed, workers and limits of the file, given to `plan` once more, make the same plan."""
    found = studio(tmp_path)
    made = document(plan(found))["made"]
    assert set(made) >= {"seed", "workers", "work_limit", "ortools", "ipmplan"}
    again = ipm.plan(found, goals="makespan", seed=made["seed"], workers=made["workers"], work_limit=made["work_limit"])
    assert document(again.schedule) == document(plan(found))


@covers("approved stands in plans that were approved", "Plans without either are read as ever")
def test_a_plan_keeps_its_approval(tmp_path: Path) -> None:
    """Approved by Mia, told to the staff: read back with the plan; the plan that was approved says nothing of it."""
    result = plan(studio(tmp_path))
    assert result.approved is None
    kept = reread(approve(tmp_path, result, "01-05", told="staff"))
    assert kept == result
    assert kept.approved is not None
    assert (str(kept.approved.on), kept.approved.by, kept.approved.told.staff) == ("2026-01-05", "Mia", True)
    text, old = without_making(result)
    assert '"made"' not in text
    assert old == result


@covers("Money by person appears only with --with-cost")
def test_money_by_person_is_asked_for(tmp_path: Path) -> None:
    """8 planned hours of ana at 50 and 2 of ben at 40; without the option nobody's money is there."""
    assert all("cost" not in row for row in planned(tmp_path)["people"])
    costs = {row["id"]: row["cost"] for row in planned(tmp_path, with_cost=True)["people"]}
    assert (costs["ana"], costs["ben"]) == ("400.00", "80.00")


@pytest.mark.parametrize("odd", ["2026-01-05T09:00Z", "2026-01-05T09:00+01:00"])
def test_times_have_no_offset(tmp_path: Path, odd: str) -> None:
    """All times are local: one with an offset is refused in tables, too."""
    assert any("tasks.csv:2" in line for line in said(tmp_path, tasks=f"id, work, due\nT1, 1h, {odd}"))
