"""From a plan that moves everything back towards the plan before, as far as promises allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from tests.amount import amount
from tests.models.begin.test_giving_way import compared, day, starts, week
from tests.models.begin.test_start import quick, searched, small, task
from tests.tiny import tiny_portfolios

from ipmplan.core.edits import SetValue, apply_all
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.work import Pin
from ipmplan.errors import NoPlanError
from ipmplan.instance import Instance
from ipmplan.models.begin.putting_back import PuttingBack
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, Guide, choosing
from ipmplan.models.gate import is_valid
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage
from ipmplan.models.written import written


def in_order(instance: Instance, names: Sequence[str]) -> Solution:
    return Constructor(instance).build(Guide([float(names.index(task.id)) for task in instance.tasks]))


def back(solution: Solution, caps: Sequence[Cap], seed: int = 0) -> Solution:
    stage = Stage(solution.instance, "stability", caps)
    return PuttingBack(stage, Random(seed), lambda: False, Clock()).from_(solution)


@pytest.mark.parametrize("seed", range(3))
def test_all_goes_back_where_nothing_is_in_the_way(seed: int) -> None:
    portfolio, plan = week({})
    solution = in_order(compared(portfolio, plan), ("T4", "T5", "T3", "T1", "T2"))
    assert starts(back(solution, [], seed)) == {
        name: day(number) for number, name in enumerate(("T1", "T2", "T3", "T4", "T5"))
    }


@pytest.mark.parametrize("seed", range(3))
def test_promises_are_kept_on_the_way(seed: int) -> None:
    """T1 takes two days, and T4 is due on Monday now: it and T1 have changed places for good, and the others are where they were or behind."""
    portfolio, plan = week({"T4": day(0), "T2": day(3)})
    instance = compared(apply_all(portfolio, [SetValue("tasks", "T1", "work", task("T1", 16, "qa").work)]), plan)
    solution = in_order(instance, ("T4", "T2", "T5", "T3", "T1"))
    stage = Stage(instance, "stability", [Cap("lateness", 0)])
    assert stage.excess(solution) == 0
    found = back(solution, stage.caps, seed)
    assert stage.excess(found) == 0
    made = starts(found)
    assert made["T4"] == day(0)
    assert {name: made[name] for name in ("T2", "T3", "T5")} == {"T2": day(1), "T3": day(2), "T5": day(4)}


@given(tiny_portfolios(), tiny_portfolios())
@settings(deadline=None, max_examples=amount(10))
def test_every_step_is_as_good_and_breaks_nothing(portfolio: Portfolio, other: Portfolio) -> None:
    try:
        plan = written(searched(other).solution)
        begun = searched(portfolio).solution
    except NoPlanError:
        assume(False)
    assume(portfolio.tasks)
    instance = compared(portfolio, plan)
    solution = Solution(instance, begun.tasks, begun.seats)
    stage = Stage(instance, "stability", [Cap("lateness", 0)])
    found = back(solution, stage.caps)
    assert is_valid(found) or not is_valid(solution)
    assert stage.key(found)[:3] <= stage.key(solution)[:3]


def test_who_has_nothing_any_more_gets_it_back() -> None:
    """Ben did T1, and ana does both now."""
    pinned = (
        replace(task(name, 8), people=(Pin("only", (person,)),)) for name, person in (("T1", "ben"), ("T2", "ana"))
    )
    plan = quick(small(*pinned))
    instance = compared(small(task("T1", 8), task("T2", 8)), plan)
    (part,) = {part.number for one in instance.tasks for part in one.modes[0].parts}
    people = {(number, part): (instance.person_index["ana"],) for number in range(2)}
    by_ana = Constructor(instance).build(choosing(instance, [1.0, 0.0], {0: 0, 1: 0}, people))
    assert {row.person for row in written(by_ana).assignments} == {"ana"}
    assert {row.task: row.person for row in written(back(by_ana, [])).assignments} == {"T1": "ben", "T2": "ana"}
