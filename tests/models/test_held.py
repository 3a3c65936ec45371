"""Tasks that stay: the rest is searched on an instance of its own, and put together they keep every rule."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.amount import amount, deep
from tests.goals.test_stability import disturbed
from tests.models.begin.test_start import moved, planned, quick, searched, small, studio_plan, task
from tests.models.pinned import constructed, posted, schedule_of
from tests.tiny import tiny_portfolio, tiny_portfolios

import ipmplan as ipm
from ipmplan.core.goal_names import KNOWN_GOALS
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, NoPlanError
from ipmplan.models.begin.start import keeps_rules
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.held import hold, staying, whole
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.search import Search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, measure, term_of
from ipmplan.models.written import written

SEEDS = st.integers(0, 2**32 - 1)


def found(portfolio: Portfolio) -> Solution:
    try:
        return searched(portfolio).solution
    except NoPlanError:
        assume(False)
        raise


def same_rest(small: Solution, asked: list[int]) -> None:
    """What stays is unchanged, and goals count the same on both instances."""
    together = whole(small)
    held = small.instance.held
    assert held is not None
    before = Solution(held.whole, held.tasks, held.seats)
    for number in staying(before, asked):
        assert together.choices[number] == before.choices[number]
    for goal in KNOWN_GOALS:
        assert measure(goal, small) == measure(goal, together), goal


@given(tiny_portfolios(), SEEDS)
@settings(deadline=None, max_examples=amount(25))
def test_what_is_constructed_around_what_stays_keeps_the_rules(portfolio: Portfolio, seed: int) -> None:
    rng = Random(seed)
    solution = found(portfolio)
    asked = [task.index for task in solution.instance.tasks if rng.random() < 0.5]
    assume(asked)
    small = hold(solution, asked)
    assert small.sound
    same_rest(small, asked)
    assert planned(written(small)) == planned(written(solution))
    constructor = Constructor(small.instance)
    for _ in range(5):
        try:
            made = constructor.build(Guide([rng.random() for _ in small.instance.tasks]))
        except DoesNotFit:
            continue
        same_rest(made, asked)
        assert keeps_rules(whole(made)) == made.sound


@pytest.mark.parametrize("block", range(2))
def test_what_stays_elsewhere_than_before_counts_as_a_change(block: int) -> None:
    """Begun work and what is tied stay as well, wherever they are."""
    counted = 0
    for seed in range(block * 20, (block + 1) * 20):
        rng, portfolio = Random(seed), tiny_portfolio(Random(seed))
        first = constructed(portfolio)
        if first is None or not first.sound or not first.instance.tasks:
            continue
        known = replace(portfolio, reference=disturbed(schedule_of(first, portfolio), portfolio, rng))
        solution = constructed(known)
        assert solution is not None
        small = hold(solution, [rng.randrange(len(solution.tasks))])
        same_rest(small, [])
        counted += measure("stability", solution) > 0
        if small.instance.tasks:
            search = compiled_search(Stage(small.instance, "stability"), small, rng)
            if search is not None:
                search.steps(20, 1.0)
                assert search.run_key[5] == measure("stability", search.run_best()), seed
            assert term_of("stability", posted(small)).hint == measure("stability", solution), seed
    assert counted > 5


@given(tiny_portfolios(), SEEDS)
@settings(deadline=None, max_examples=amount(8))
def test_what_is_searched_around_what_stays_keeps_the_rules(portfolio: Portfolio, seed: int) -> None:
    rng = Random(seed)
    solution = found(portfolio)
    asked = [task for task in solution.instance.tasks if rng.random() < 0.5]
    assume(asked)
    plan = written(solution)
    after = Search(portfolio, Clock(work=0.02), 1, 0, None, plan, [task.id for task in asked]).run().solution
    same_rest(after, [task.index for task in asked])
    assert keeps_rules(whole(after))
    order = portfolio.goals.order
    assert [measure(goal, after) for goal in order] <= [measure(goal, solution) for goal in order]


@deep
def test_the_studio_with_half_of_it_held() -> None:
    studio, plan = studio_plan()
    half = [row.id for row in plan.tasks][::2]
    after = quick(studio, 0.1, start=plan, held=half)
    rows = {row for row in planned(plan) if row[0] in half}
    assert rows <= planned(after)
    assert {goal.bound for goal in after.goals} == {None}
    assert after.status == "feasible"
    assert [row.value for row in after.goals] <= [row.value for row in plan.goals]


def test_work_does_not_go_around_work_that_stays() -> None:
    """T2 stays on Tuesday: T1 needs three days, and has them from Wednesday on."""
    portfolio = small(task("T1", 24, "qa"), task("T2", 8, "qa"))
    plan = moved(moved(quick(portfolio, goals="completion"), "T1", 2), "T2", -2)
    assert [(row.id, row.start.day) for row in plan.tasks] == [("T1", 7), ("T2", 6)]
    after = quick(portfolio, start=plan, held=["T2"])
    assert [(row.id, row.start.day) for row in after.tasks] == [("T1", 7), ("T2", 6)]


def test_tasks_that_cannot_stay() -> None:
    portfolio = small(task("T1", 8), task("T2", 8))
    with pytest.raises(InputError, match="unknown task `T3`"):
        ipm.plan(portfolio, work_limit=0.02, workers=1, held=["T3"])
    with pytest.raises(InputError, match="T1: it cannot stay"):
        ipm.plan(portfolio, work_limit=0.02, workers=1, held=["T1"])
    changed = small(task("T1", 12), task("T2", 8))
    plan = quick(portfolio)
    with pytest.raises(InputError, match="T1: it cannot stay"):
        ipm.plan(changed, work_limit=0.02, workers=1, start=plan, held=["T1"])
    assert {row for row in planned(plan) if row[0] == "T2"} <= planned(quick(changed, start=plan, held=["T2"]))
