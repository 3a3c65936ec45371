"""A search that begins with a plan: taken as it is where it keeps the rules, as much of it as goes where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from tests.amount import amount, deep
from tests.tiny import tiny_portfolios

import ipmplan as ipm
from ipmplan import planner
from ipmplan.core.edits import AddAbsence, AddRow, DropTask, Edit, SetValue, apply_all
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part
from ipmplan.errors import NoPlanError
from ipmplan.instance import build_instance
from ipmplan.models.begin.start import keeps_rules, solution_of
from ipmplan.models.clock import Clock
from ipmplan.models.search import Found, Search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import measure
from ipmplan.models.written import written
from ipmplan.validation import faults

STUDIO = Path(__file__).parents[3] / "data" / "studio"
MONDAY = date(2026, 1, 5)


def quick(portfolio: Portfolio, work: float = 0.05, **more: object) -> Schedule:
    return planner.plan(portfolio, work_limit=work, time_limit=None, workers=1, **more)  # type: ignore[arg-type]


def planned(plan: Schedule) -> set[tuple[object, ...]]:
    return {
        (row.task, row.part, row.person, row.start, row.end) for row in plan.assignments if row.kind == "planned"
    } | {(row.id, row.alternative, row.start, row.end) for row in plan.tasks}


def values(plan: Schedule) -> list[float]:
    return [row.value for row in plan.goals]


def errors(plan: Schedule, portfolio: Portfolio) -> list[object]:
    return [issue for issue in planner.check(plan, portfolio) if issue.severity == "error"]


def begun(plan: Schedule, portfolio: Portfolio) -> Solution:
    found = solution_of(plan, build_instance(portfolio, 400))
    assert found is not None
    return found


@cache
@cache
def studio_plan() -> tuple[Portfolio, Schedule]:
    studio = ipm.load(STUDIO)
    return studio, quick(studio, 0.2)


def searched(portfolio: Portfolio, start: Schedule | None = None) -> Found:
    """What the search finds for a portfolio that validation does not refuse."""
    assume(not any(issue.severity == "error" for issue in faults(portfolio)))
    return Search(portfolio, Clock(work=0.02), 1, 0, None, start).run()


def measures(found: Solution, portfolio: Portfolio) -> list[int]:
    return [measure(goal, found) for goal in portfolio.goals.order]


@given(tiny_portfolios())
@settings(deadline=None, max_examples=amount(10))
def test_a_plan_becomes_the_solution_that_it_was(portfolio: Portfolio) -> None:
    try:
        plan = written(searched(portfolio).solution)
    except NoPlanError:
        assume(False)
    found = begun(plan, portfolio)
    assert keeps_rules(found)
    assert planned(written(found)) == planned(plan)


@given(tiny_portfolios(), tiny_portfolios())
@settings(deadline=None, max_examples=amount(10))
def test_never_worse_than_the_plan_to_begin_from(portfolio: Portfolio, other: Portfolio) -> None:
    try:
        before = searched(replace(portfolio, goals=other.goals)).solution
    except NoPlanError:
        assume(False)
    after = searched(portfolio, written(before)).solution
    assert measures(after, portfolio) <= measures(before, portfolio)
    assert keeps_rules(after)


@given(tiny_portfolios(), tiny_portfolios())
@settings(deadline=None, max_examples=amount(10))
def test_any_other_plan_is_a_start(portfolio: Portfolio, other: Portfolio) -> None:
    try:
        plan = written(searched(other).solution)
        alone = searched(portfolio).solution
    except NoPlanError:
        assume(False)
    after = searched(portfolio, plan).solution
    assert keeps_rules(after)
    assert len(after.tasks) == len(alone.tasks)


def small(*tasks: Task) -> Portfolio:
    people = (Person("ana", skills=(Skill("ux"),)), Person("ben", skills=(Skill("ux"), Skill("qa"))))
    return Portfolio("Studio", MONDAY, people=people, projects=(Project("P"),), tasks=tasks)


def task(name: str, hours: int, skill: str = "ux", after: Sequence[str] = ()) -> Task:
    work = (Alternative(((Part(Fraction(hours), skill),),)),)
    return Task(name, "P", work=work, after=tuple(map(Link, after)))


def moved(plan: Schedule, name: str, days: int) -> Schedule:
    by = timedelta(days=days)
    return replace(
        plan,
        assignments=tuple(
            replace(row, start=row.start + by, end=row.end + by) if row.task == name else row
            for row in plan.assignments
        ),
        tasks=tuple(replace(row, start=row.start + by, end=row.end + by) if row.id == name else row for row in plan.tasks),
    )  # fmt: skip


def test_a_plan_that_waits_without_need_keeps_its_dates() -> None:
    portfolio = small(task("T1", 8), task("T2", 8), task("T3", 8, "qa", ["T1"]))
    plan = moved(quick(portfolio), "T3", 2)
    assert not [issue for issue in errors(plan, portfolio) if "reports" not in str(issue) and "slack" not in str(issue)]
    assert planned(written(begun(plan, portfolio))) == planned(plan)


def test_what_does_not_fit_is_placed_around_the_rest() -> None:
    portfolio = small(task("T1", 16, "qa"), task("T2", 8, "qa", ["T1"]), task("T3", 8, "qa", ["T2"]))
    plan = moved(moved(quick(portfolio), "T2", 1), "T3", 1)
    edits: list[Edit] = [
        SetValue("tasks", "T2", "work", task("T2", 4, "qa").work),
        AddRow("tasks", task("T4", 8, "qa")),
        DropTask("T1"),
    ]
    changed = apply_all(portfolio, edits)
    found = written(begun(plan, changed))
    before = {row.id: row for row in plan.tasks}
    after = {row.id: row for row in found.tasks}
    assert after["T3"] == replace(before["T3"], critical=False, slack_hours=0)
    assert after["T2"].start == before["T2"].start
    assert after["T4"].end <= before["T2"].start
    assert set(after) == {"T2", "T3", "T4"}
    assert {row.person for row in found.assignments} == {"ben"}


def test_people_who_may_not_do_it_any_more_are_replaced() -> None:
    portfolio = small(task("T1", 8), task("T2", 8))
    plan = quick(portfolio)
    changed = AddAbsence("ana", MONDAY, MONDAY + timedelta(days=30)).apply(portfolio)
    after = quick(changed, start=plan)
    assert not errors(after, changed)


@deep
def test_the_studio_from_its_own_plan() -> None:
    studio, plan = studio_plan()
    assert planned(written(begun(plan, studio))) == planned(plan)
    after = quick(studio, 0.1, start=plan)
    assert values(after) <= values(plan)
    assert ipm.plan(studio, work_limit=0.1, time_limit=None, workers=1, start=plan).schedule == after


@deep
@pytest.mark.parametrize(
    "edits",
    [
        [AddAbsence("ben", date(2026, 1, 19), date(2026, 2, 6))],
        [SetValue("projects", "MUS", "budget", Decimal(60000)), SetValue("people", "ana", "rate", Decimal(90))],
    ],
)
def test_the_studio_after_edits(edits: list[Edit]) -> None:
    studio, plan = studio_plan()
    changed = apply_all(studio, edits)
    after = quick(changed, 0.1, start=plan)
    assert not errors(after, changed)
