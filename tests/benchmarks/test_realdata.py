"""Real projects: their tables as a portfolio, their own judge, and what their data overload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.realdata import RealProject, read_projects
from tests.benchmarks import tiny_tables

from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.core.work import Link, Use
from ipmplan.errors import InputError


@pytest.fixture
def projects(tmp_path: Path) -> Mapping[str, RealProject]:
    return {project.code: project for project in read_projects(tiny_tables.write_projects(tmp_path))}


def _plan(spans: Mapping[str, tuple[str, str]]) -> Schedule:
    tasks = (
        PlannedTask(name, datetime.fromisoformat(start), datetime.fromisoformat(end))
        for name, (start, end) in spans.items()
    )
    return Schedule("x", datetime(2024, 3, 4), "feasible", tasks=tuple(tasks))


RIGHT = {
    "a1": ("2024-03-04T08:00", "2024-03-04T14:00"),
    "a2": ("2024-03-04T14:00", "2024-03-05T16:00"),
    "a3": ("2024-03-05T16:00", "2024-03-05T16:00"),
}


def test_parts_of_a_unit_are_counted_in_the_smallest_part(projects: Mapping[str, RealProject]) -> None:
    portfolio = projects["X2"].portfolio()
    assert portfolio.pools[0].capacity == 4
    assert [task.work[0].uses for task in portfolio.tasks] == [(Use("r1", 3),), (Use("r1", 2),)]


def test_links_keep_type_and_lag_and_consumables_only_cost(projects: Mapping[str, RealProject]) -> None:
    assert projects["X4"].portfolio().task["a2"].after == (
        Link("a1", "SS", Fraction(8)),
        Link("a1", "FF", Fraction(-2)),
    )
    assert [pool.name for pool in projects["X3"].portfolio().pools] == ["Crew"]
    assert str(projects["X1"].portfolio().task["a2"].fixed_cost) == "200.5"


def test_each_project_has_its_own_working_week(projects: Mapping[str, RealProject]) -> None:
    assert projects["X3"].workweek.days[0] == ((480, 1020),)
    assert [bool(spans) for spans in projects["X3"].workweek.days] == [True] * 5 + [False] * 2
    assert projects["X4"].workweek.days[6] == ((480, 1440),)


def test_the_overload_is_named(projects: Mapping[str, RealProject]) -> None:
    assert projects["X3"].overloads() == ["overload: its own data ask for 3 of 2 Crew"]
    assert projects["X2"].overloads() == []
    assert projects["X2"].baseline_overloads() == ["the baseline holds 1.25 of 1 Crane"]
    assert projects["X1"].baseline_overloads() == []


def test_a_baseline_that_keeps_its_relations_breaks_none(projects: Mapping[str, RealProject]) -> None:
    x4 = projects["X4"]
    assert x4.baseline_breaks() == []
    early = replace(x4.activities[1], baseline_start=7)
    assert replace(x4, activities=(x4.activities[0], early)).baseline_breaks() == [
        "the baseline breaks a1 SS+8h a2",
    ]


def test_who_starts_later_than_the_relations_ask_is_counted(projects: Mapping[str, RealProject]) -> None:
    assert [projects[code].baseline_waits() for code in ("X1", "X2", "X4")] == [1, 0, 0]


def test_nothing_begins_before_its_project(projects: Mapping[str, RealProject]) -> None:
    assert {str(task.not_before) for task in projects["X4"].portfolio().tasks} == {"2024-03-09"}


def test_the_judge_counts_working_hours(projects: Mapping[str, RealProject]) -> None:
    assert projects["X1"].judge(_plan(RIGHT)) == (16, [])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"a2": ("2024-03-04T13:00", "2024-03-05T15:00")}, "a1 FS+0h a2 is broken"),
        ({"a1": ("2024-03-04T08:00", "2024-03-04T13:00")}, "a1 takes 5 h, should take 6 h"),
    ],
)
def test_the_judge_catches_a_breach(
    projects: Mapping[str, RealProject], change: Mapping[str, tuple[str, str]], sentence: str
) -> None:
    _, wrong = projects["X1"].judge(_plan({**RIGHT, **change}))
    assert wrong == [sentence]


def test_the_judge_misses_no_task_and_no_overload(projects: Mapping[str, RealProject]) -> None:
    _, wrong = projects["X1"].judge(_plan({name: RIGHT[name] for name in ("a1", "a2")}))
    assert wrong == ["a3 is not planned"]
    day = ("2024-03-04T08:00", "2024-03-04T16:00")
    assert projects["X2"].judge(_plan({"a1": day, "a2": day})) == (8, ["1.25 of 1 Crane are held"])


def test_what_is_off_the_grid_is_an_input_error(tmp_path: Path) -> None:
    tiny_tables.write_projects(tmp_path)
    table = tmp_path / "dslib_activities.csv"
    table.write_text(tiny_tables.ACTIVITIES.replace("0.0,6,", "0.0,6.5,"), encoding="utf-8")
    with pytest.raises(InputError, match=r"project X1 cannot be read.*off the grid"):
        read_projects(tmp_path)
