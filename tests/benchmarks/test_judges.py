"""Each judge accepts a right plan and catches one deliberate breach of each of its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.formats import read
from benchmarks.problems.problem import moment
from tests.benchmarks import tiny_instances
from tests.benchmarks.serial_planner import serial_plan

from ipmplan.core.plan import PlannedTask, Schedule

Change = Callable[[Schedule], Schedule]


def _move(name: str, start: int, end: int, mode: int | None = None) -> Change:
    """Put a task and its people elsewhere."""

    def change(plan: Schedule) -> Schedule:
        begin, finish = moment(start), moment(end)

        def task(old: PlannedTask) -> PlannedTask:
            alternative = old.alternative if mode is None else mode
            return PlannedTask(name, begin, finish, alternative) if old.id == name else old

        rows = (replace(r, start=begin, end=finish) if r.task == name else r for r in plan.assignments)
        return replace(plan, tasks=tuple(task(old) for old in plan.tasks), assignments=tuple(rows))

    return change


def _drop(plan: Schedule) -> Schedule:
    return replace(plan, tasks=plan.tasks[:-1])


def _twice(plan: Schedule) -> Schedule:
    return replace(plan, tasks=(*plan.tasks, plan.tasks[0]))


def _person(task: str, old: str, new: str) -> Change:
    def change(plan: Schedule) -> Schedule:
        rows = (replace(r, person=new) if (r.task, r.person) == (task, old) else r for r in plan.assignments)
        return replace(plan, assignments=tuple(rows))

    return change


def _alone(plan: Schedule) -> Schedule:
    return replace(plan, assignments=plan.assignments[1:])


def _half_an_hour(plan: Schedule) -> Schedule:
    late = replace(plan.tasks[0], end=plan.tasks[0].end.replace(minute=30))
    return replace(plan, tasks=(late, *plan.tasks[1:]))


@pytest.mark.parametrize(
    ("name", "makespan"),
    [("sm", 9), ("mm", 9), ("rcp", 7), ("rcmp", 5), ("msrcp", 5), ("dzn", 7), ("def", 8)],
)
def test_a_right_plan_is_accepted_and_measured(tmp_path: Path, name: str, makespan: int) -> None:
    problem = read(tiny_instances.write(tmp_path, f"tiny.{name}"))
    portfolio = problem.portfolio()
    plan = serial_plan(portfolio)
    judgement = problem.judge(plan)
    assert judgement.breaches == ()
    assert judgement.makespan == makespan


@pytest.mark.parametrize(
    ("name", "change", "sentence"),
    [
        ("sm", _drop, "is not planned"),
        ("sm", _twice, "is planned twice"),
        ("sm", _half_an_hour, "lasts from"),
        ("sm", _move("a1", 0, 4), "takes 4, its mode takes 3"),
        ("sm", _move("a3", 0, 2), "its predecessors end at 3"),
        ("sm", _move("a2", 0, 4), "of 2 units of resource 0 are held at 0"),
        ("mm", _move("a1", 0, 5, 2), "has no mode 2"),
        ("rcmp", _move("a5", 1, 3), "its predecessors end at 2"),
        ("dzn", _move("a2", 1, 3), "a1 ends at 3"),
        ("dzn", _move("a1", 0, 2), "takes 2, should take 3"),
        ("dzn", _person("a3", "w0", "w2"), "does not master s0"),
        ("dzn", _move("a3", 0, 4), "at once"),
        ("dzn", _alone, "by skill, needs"),
        ("def", _move("t2", 4, 7), "t1 ends at 5"),
        ("def", _move("t1", 0, 4), "takes 4, should take 5"),
        ("def", _person("t2", "w1", "w2"), "lacks Q1 at 1"),
        ("def", _alone, "is done by 0 people"),
        ("def", _person("t3", "w2", "w1"), "at once"),
    ],
)
def test_a_breach_is_caught(tmp_path: Path, name: str, change: Change, sentence: str) -> None:
    problem = read(tiny_instances.write(tmp_path, f"tiny.{name}"))
    breaches = problem.judge(change(serial_plan(problem.portfolio()))).breaches
    assert any(sentence in breach for breach in breaches), breaches


def test_what_is_used_up_must_suffice(tmp_path: Path) -> None:
    problem = read(tiny_instances.write(tmp_path, "tiny.mm"))
    plan = _move("a2", 2, 3, 0)(_move("a1", 0, 2, 0)(serial_plan(problem.portfolio())))
    assert problem.judge(plan).breaches == ("9 of 6 units of resource 1 are used up",)
