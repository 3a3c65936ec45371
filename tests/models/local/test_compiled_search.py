"""Compiled local search: what it counts is what a stage counts, and what it makes the rules accept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from tests.amount import amount
from tests.models.claims import late
from tests.models.crowded import crowded
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors
from tests.tiny import tiny_portfolio

from ipmplan.instance import build_instance
from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import Constructor
from ipmplan.models.kernel.columns import AHEAD, AIMED, TAIL
from ipmplan.models.kernel.worth import beyond
from ipmplan.models.local import compiled_search as compiled
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, culprits_of, measure

GOALS = ("lateness", "completion", "makespan", "overrun", "cost", "continuity", "evenness")
STEPS = 150


def some_stage(start: Solution, rng: Random) -> Stage:
    """A goal under caps on the others, some of which the start exceeds."""
    goal, *others = rng.sample(GOALS, rng.randint(1, 4))
    caps = [Cap(name, measure(name, start) + rng.randint(-1, 2)) for name in others]
    return Stage(start.instance, goal, caps)


@pytest.mark.parametrize("block", range(4))
def test_plans_of_compiled_search_are_plans_and_are_worth_what_the_stage_says(block: int) -> None:
    found: Counter[str] = Counter()
    for seed in range(block * 60, (block + 1) * 60):
        rng = Random(seed)
        portfolio = tiny_portfolio(rng)
        start = constructed(portfolio)
        if start is None or not start.instance.tasks:
            continue
        stage = some_stage(start, rng)
        search = compiled_search(stage, start, Random(seed))
        assert search is not None
        better = search.steps(STEPS, 0.5)
        violations, *rest = stage.key(search.run_best())
        assert [*violations[1:], *rest] == search.run_key, (seed, stage.goal, stage.caps)
        assert stage.key(search.best) <= stage.key(search.run_best()), seed
        assert better == (stage.key(search.best) < stage.key(start)), seed
        assert search.best.sound == (not errors(schedule_of(search.best, portfolio), portfolio)), seed
        found["better" if better else "as good"] += 1
    assert min(found["better"], found["as good"]) > 0


def test_beyond_the_aim_is_what_a_task_and_the_longest_chain_behind_it_end_too_late() -> None:
    counted = Counter[bool]()
    for seed in range(amount(40)):
        start = constructed(tiny_portfolio(Random(seed)))
        if start is None or start.instance.has_started:
            continue
        instance, aim = start.instance, start.instance.axis.before_list[start.last_moment] - 2
        made, bounds = Constructor(instance), network(instance)
        made.state.rows[: len(instance.tasks), TAIL] = bounds.rest
        made.state.rows[-1, AIMED] = aim
        for ahead in (False, True):
            made.state.rows[-1, AHEAD] = ahead
            for task, choice in enumerate(start.choices):
                end = min(choice.end + bounds.rest[task] * ahead, instance.length)
                late = max(0, instance.axis.before_list[end] - aim)
                assert beyond(made.arrays, made.state, task, choice.end) == late, seed
                counted[late > 0] += 1
    assert min(counted[False], counted[True]) > 0


def test_the_same_seed_makes_the_same_steps() -> None:
    for seed in range(amount(20)):
        start = constructed(tiny_portfolio(Random(seed)))
        if start is None:
            continue
        runs = [compiled_search(Stage(start.instance, "makespan"), start, Random(7)) for _ in range(2)]
        if runs[0] is None or runs[1] is None:
            continue
        runs[0].steps(STEPS, 0.5)
        for _ in range(STEPS):
            runs[1].steps(1, 0.5)
        assert np.array_equal(runs[0].best.tasks, runs[1].best.tasks), seed
        assert np.array_equal(runs[0].best.seats, runs[1].best.seats), seed


def test_a_solution_keeps_its_choices() -> None:
    for seed in range(amount(80)):
        portfolio = tiny_portfolio(Random(seed))
        solution = constructed(portfolio)
        if solution is not None:
            again = Solution.of(build_instance(portfolio, 400), solution.choices)
            assert again.choices == solution.choices, seed
            assert again.violations == solution.violations, seed


def test_a_run_may_begin_with_all_of_one_late_promise_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last finish is then earlier in some; what it makes is a plan of all tasks."""
    monkeypatch.setattr(compiled, "PARAMETERS", replace(compiled.PARAMETERS, foremost=1.0))
    found: Counter[str] = Counter()
    for seed in range(amount(120)):
        start = late(crowded(Random(seed)))
        if start is None or not (missed := culprits_of("lateness", start)):
            continue
        search = compiled_search(Stage(start.instance, "lateness"), start, Random(seed))
        assert search is not None
        made = search._foremost()
        if made is not None:
            assert len(made.choices) == len(start.instance.tasks)
            best = min(max(int(made.finish[task]) for task in group) - _last(start, group) for group in missed)
            found["earlier" if best < 0 else "not earlier"] += 1
    assert found["earlier"] > 0


def _last(solution: Solution, group: Sequence[int]) -> int:
    return max(int(solution.finish[task]) for task in group)


def test_other_goals_do_not_put_a_promise_first() -> None:
    start = next(found for seed in range(20) if (found := late(crowded(Random(seed)))) is not None)
    search = compiled_search(Stage(start.instance, "completion"), start, Random(1))
    assert search is not None
    assert search._foremost() is None
