"""No redundant constraint, bound or proof denies a plan that exists: all are held against every plan of tiny portfolios.

By hand, with more seeds: ``python -m tests.models.sound_by_hand FIRST LAST``.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from tests.models import claims
from tests.models.claims import refuted
from tests.models.crowded import GOALS, MONDAY, Oracle, crowded, for_goal
from tests.plans import errors, part, work

from ipmplan.core.people import Person, Skill
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.models.cpsat import redundant
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.goals import goal as goal_module
from ipmplan.models.improve import at_the_bound, whole_model
from ipmplan.study.reading import Reading

BLOCKS, SIZE = 3, 6


def backends(*, together: bool) -> Portfolio:
    """Two people who can do the same: a task for both, one of whom is done sooner, and one task more."""
    both = work(part(2, "backend"), part(4, "backend"), together=together)
    people = tuple(Person(name, skills=(Skill("backend", 1),)) for name in ("ana", "ben"))
    tasks = (Task("A", "P0", work=(both,)), Task("B", "P0", work=(work(part(2, "backend")),)))
    return Portfolio("Backends", MONDAY, people=people, projects=(Project("P0"),), tasks=tasks)


@pytest.mark.parametrize("together", [True, False])
def test_whoever_is_done_sooner_is_free_for_other_work(together: bool) -> None:
    """With `backend 2h + backend 4h` and `backend 2h`, four hours are enough for two people."""
    assert refuted(backends(together=together), "makespan", 4.0) == []


def test_a_plan_that_ends_long_after_the_first_one_may_be_the_best() -> None:
    """Ana, who leaves in the evening, has T1 done in time when ben takes forty hours for T0; otherwise he takes sixteen for T1."""
    people = (
        Person("ana", skills=(Skill("ux", 1), Skill("qa", 1)), leaves=MONDAY),
        Person("ben", skills=(Skill("ux", 1, Fraction(1, 40)), Skill("qa", 1, Fraction(1, 2)))),
    )
    portfolio = Portfolio(
        "Slow",
        MONDAY,
        people=people,
        projects=(Project("P0"),),
        milestones=(Milestone("M", "P0", due=MONDAY),),
        tasks=(
            Task("T0", "P0", work=(work(part(1, "ux")),)),
            Task("T1", "P0", "M", work=(work(part(8, "qa")),)),
        ),
    )
    assert refuted(for_goal(portfolio, "lateness"), "lateness", 0.0) == []


@pytest.mark.parametrize("block", range(BLOCKS))
def test_nothing_that_is_claimed_denies_a_plan(block: int) -> None:
    tried: Counter[str] = Counter()
    for seed in range(block * SIZE, (block + 1) * SIZE):
        portfolio = crowded(Random(seed))
        oracle = Oracle(portfolio)
        for goal, (best, made) in oracle.best.items():
            plan = oracle.schedule(made)
            assert errors(plan, portfolio) == [], (seed, goal)
            if goal == "evenness":
                best = goal_module(goal).value(Reading(plan, portfolio))
            assert goal_module(goal).value(Reading(plan, portfolio)) == pytest.approx(best), (seed, goal)
            assert refuted(for_goal(portfolio, goal), goal, best) == [], (seed, goal)
            tried[goal] += 1
    assert min(tried[goal] for goal in GOALS) > 1


def test_a_bound_that_is_one_too_high_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = for_goal(backends(together=True), "makespan")
    monkeypatch.setattr(claims, "floor_of", lambda _goal, _network: 5)
    assert "floor" in {claim.what for claim in refuted(portfolio, "makespan", 4.0)}
    monkeypatch.setattr(claims, "floor_of", lambda _goal, _network: 4)
    assert refuted(portfolio, "makespan", 4.0) == []


def test_a_constraint_that_is_too_strong_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the two tasks could not run side by side."""

    def too_strong(draft: Draft) -> None:
        draft.model.add_no_overlap([draft.span(task, mode) for task in draft.free for mode in draft.modes[task]])

    for module in (redundant, at_the_bound, whole_model):
        monkeypatch.setattr(module, "post_groups", too_strong)
    portfolio = for_goal(backends(together=True), "completion")
    assert {claim.what for claim in refuted(portfolio, "completion", 4.0)} >= {"groups", "whole"}
