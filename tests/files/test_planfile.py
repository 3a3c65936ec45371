"""plan.json is written as the format says and read back the same; wrong places are told with their line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipmplan.core.plan import (
    Assignment,
    GoalValue,
    PersonLoad,
    PersonWeek,
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    Schedule,
)
from ipmplan.errors import InputError
from ipmplan.files.planfile import PLAN as FORMAT
from ipmplan.files.planfile import newest_plan, parse_plan, print_plan, read_plan, write_plan

START, END = datetime(2026, 1, 5, 9), datetime(2026, 1, 7, 18)
PLAN = Schedule(
    "Northlight",
    date(2026, 1, 5),
    "optimal",
    goals=(GoalValue("lateness", 0.0, 0.0, "weighted working hours"), GoalValue("cost", 10.5, None, "EUR")),
    assignments=(
        Assignment("P0-fe1", "ana", START, END, 24.0, 0, "frontend"),
        Assignment("B1", "ana", START, END, 1.0, kind="booking"),
        Assignment("P0-ux", "ben", START, END, 6.0, 1, "ux", 0.25, "actual"),
    ),
    tasks=(PlannedTask("P0-fe1", START, END, 1, critical=True), PlannedTask("P0-ux", START, END, slack_hours=4.5)),
    milestones=(
        PlannedMilestone("P0-beta", date(2026, 3, 2), END),
        PlannedMilestone("P0", None, None, 2.5, "project"),
    ),
    projects=(PlannedProject("P0", END, Decimal("41250.00"), Decimal(52000)), PlannedProject("P1", None)),
    people=(
        PersonLoad("ana", 212.0, 280.0, 0.757, (PersonWeek("2026-W02", 40.0, 5.0, 28.0),), Decimal("1.50")),
        PersonLoad("ben", 0.0, 0.0, 0.0),
    ),
    including=("P1",),
    allow_over_budget=True,
    notes=("Ähm",),
    currency="EUR",
)


def test_the_document_is_the_one_of_the_format() -> None:
    document = json.loads(print_plan(PLAN))
    assert document["format"] == "ipmplan-plan/1"
    assert document["goals"][0] == {"goal": "lateness", "value": 0, "bound": 0, "unit": "weighted working hours"}
    assert document["assignments"][0] == {
        "task": "P0-fe1",
        "requirement": 0,
        "skill": "frontend",
        "person": "ana",
        "start": "2026-01-05T09:00",
        "end": "2026-01-07T18:00",
        "hours": 24.0,
        "share": 1.0,
        "kind": "planned",
    }
    assert document["tasks"][0] == {
        "id": "P0-fe1",
        "start": "2026-01-05T09:00",
        "end": "2026-01-07T18:00",
        "alternative": 1,
        "critical": True,
        "slack_hours": 0.0,
    }
    assert document["milestones"][0] == {
        "id": "P0-beta",
        "due": "2026-03-02",
        "finish": "2026-01-07T18:00",
        "late_hours": 0.0,
        "kind": "milestone",
    }
    assert document["projects"][0] == {
        "id": "P0",
        "finish": "2026-01-07T18:00",
        "cost": "41250.00",
        "budget": "52000",
    }
    assert document["people"][0] == {
        "id": "ana",
        "hours": 212.0,
        "available_hours": 280.0,
        "utilisation": 0.757,
        "weeks": [{"week": "2026-W02", "available": 40.0, "booked": 5.0, "planned": 28.0}],
    }
    assert (document["with"], document["allow_over_budget"]) == (["P1"], True)


def test_each_fact_has_a_line() -> None:
    assert sum('"P0-ux"' in line for line in print_plan(PLAN).splitlines()) == 2


def test_money_by_person_is_only_written_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, PLAN)
    assert read_plan(path) == replace(PLAN, people=(replace(PLAN.people[0], cost=None), PLAN.people[1]))
    write_plan(path, PLAN, with_cost=True)
    assert read_plan(path) == PLAN
    assert read_plan(path).currency == "EUR"


times = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1)).map(lambda time: time.replace(second=0, microsecond=0))
hours = st.floats(0, 1e6)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Schedule,
        st.text(max_size=5),
        st.dates(date(1970, 1, 1), date(2200, 1, 1)) | times,
        st.sampled_from(["optimal", "feasible"]),
        assignments=st.lists(st.builds(Assignment, st.text(), st.text(), times, times, hours), max_size=3).map(tuple),
        tasks=st.lists(st.builds(PlannedTask, st.text(), times, times), max_size=3).map(tuple),
        projects=st.lists(
            st.builds(PlannedProject, st.text(), st.none() | times, st.none() | st.decimals(0, 10**9, places=2)),
            max_size=3,
        ).map(tuple),
    )
)
def test_any_plan_is_read_as_it_is_written(plan: Schedule) -> None:
    text = print_plan(plan)
    assert parse_plan(text, "plan.json") == plan


def test_the_plan_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, PLAN)
    write_plan(path, replace(PLAN, status="feasible"))
    assert read_plan(tmp_path / "plan.json.bak").status == "optimal"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["plan.json", "plan.json.bak"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the plan cannot be written: No such file or directory"):
        write_plan(tmp_path / "none" / "plan.json", PLAN)


def changed(path: tuple[str | int, ...], value: Any) -> str:
    document = json.loads(print_plan(PLAN))
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    lines = [f'"{key}": {json.dumps(part)}' for key, part in document.items()]
    return "{\n" + ",\n".join(lines).replace("}, {", "},\n{") + "\n}"


@pytest.mark.parametrize(
    ("path", "value", "issue"),
    [
        (("assignments", 1, "start"), "soon", "plan.json:9: assignments[1].start `soon` is not a time like 2026-01-05T09:00"),
        (("assignments", 2, "person"), None, "plan.json:10: assignments[2].person is missing"),
        (("assignments", 0, "hours"), -1, "plan.json:8: assignments[0].hours `-1` is not a number of hours"),
        (("assignments", 0, "hours"), "8", "plan.json:8: assignments[0].hours `8` is not a number"),
        (("assignments", 0, "share"), 2, "plan.json:8: assignments[0].share `2` is not a share between 0 and 1"),
        (("assignments", 0, "kind"), "x", "plan.json:8: assignments[0].kind `x` is not planned or booking or actual"),
        (("assignments", 0, "requirement"), 1.5, "plan.json:8: assignments[0].requirement `1.5` is not a whole number from 0"),
        (("assignments", 0), 5, "plan.json:8: assignments[0] is not an object"),
        (("tasks", 0, "critical"), 1, "plan.json:11: tasks[0].critical `1` is not true or false"),
        (("tasks", 0, "end"), "2026-02-30T10:00", "plan.json:11: tasks[0].end `2026-02-30T10:00` is not in the calendar"),
        (("tasks", 0, "end"), "9999-01-01T10:00", "plan.json:11: tasks[0].end `9999-01-01T10:00` is not a time like 2026-01-05T09:00"),
        (("milestones", 0, "due"), "x", "plan.json:13: milestones[0].due `x` is not a day or a time like 2026-01-05T09:00"),
        (("projects", 0, "cost"), 12.5, 'plan.json:15: projects[0].cost `12.5` is not an amount of money like "1250.00"'),
        (("projects", 0, "cost"), "1e999", 'plan.json:15: projects[0].cost `1e999` is not an amount of money like "1250.00"'),
        (("projects", 0, "cost"), "dear", 'plan.json:15: projects[0].cost `dear` is not an amount of money like "1250.00"'),
        (("people", 0, "weeks", 0, "week"), 2, "plan.json:17: people[0].weeks[0].week `2` is not text"),
        (("people",), {}, "plan.json:17: people is not a list"),
        (("status",), "good", "plan.json:5: status `good` is not optimal or feasible"),
        (("with",), ["P1", 2], 'plan.json:19: with `["P1", 2]` is not a list of texts'),
        (("as_of",), None, "plan.json: as_of is missing"),
        (("made",), {"workers": 1}, "plan.json:23: made.seed is missing"),
        (("approved",), {"on": "2026-01-05", "told": {"clients": 1}}, "plan.json:23: approved.told.clients `1` is not a list of texts"),
    ],
)  # fmt: skip
def test_wrong_places_are_told(path: tuple[str | int, ...], value: Any, issue: str) -> None:
    text = changed(path, value)
    with pytest.raises(InputError) as caught:
        parse_plan(text, "plan.json")
    assert str(caught.value) == issue


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("{", "plan.json:1: the plan is not JSON: Expecting property name"),
        ("[" * 100_000, "plan.json: the plan is nested too deeply"),
        ('{"a": NaN}', "plan.json: the plan is not JSON: NaN is not a number"),
        (f'{{"a": {"9" * 5000}}}', "plan.json: the plan is not JSON: Exceeds the limit"),
        ("[]", 'plan.json: the plan is not a JSON object\nMaybe it should begin with "{"?'),
        ("{}", "plan.json: the format is `None`, only `ipmplan-plan/1` can be read"),
    ],
)
def test_what_is_no_plan_is_told(text: str, issue: str) -> None:
    with pytest.raises(InputError) as caught:
        FORMAT.load(text, "plan.json")
    assert str(caught.value).startswith(issue)


def test_a_plan_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"plan\.json: the file cannot be read: No such file"):
        read_plan(tmp_path / "plan.json")


def test_the_newest_plan_is_the_last_of_the_last_day(tmp_path: Path) -> None:
    assert newest_plan(tmp_path) is None
    (tmp_path / "plans").mkdir()
    assert newest_plan(tmp_path) is None
    for name in ("2026-01-05.json", "2026-01-19.json", "2026-01-19-2.json", "2026-01-19-10.json", "notes.json"):
        (tmp_path / "plans" / name).write_text("")
    found = newest_plan(tmp_path)
    assert found is not None
    assert found.name == "2026-01-19-10.json"
