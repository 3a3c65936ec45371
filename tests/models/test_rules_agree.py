"""The solver allows a plan exactly when no rule finds an error in it; what it makes, the rules accept."""

from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.amount import amount
from tests.models.pinned import allows, constructed, posted, schedule_of, solved, solver
from tests.plans import errors
from tests.tiny import all_plans, horizon, tiny_portfolio

from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.rules import post_all

# A constructed plan may break these; the search repairs it. Everything else holds from the start.
REPAIRED = {"budget", "deadlines", "holds", "pins", "pools", "progress"}
BLOCKS = 6
SIZE = amount(40, 20)


def seeds(block: int, size: int = SIZE) -> range:
    return range(block * size, (block + 1) * size)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_solver_allows_what_the_rules_accept(block: int) -> None:
    verdicts = set()
    for seed in seeds(block):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        plans = list(all_plans(portfolio, horizon(portfolio), Random(seed), most=6))
        if hint is None:
            assert all(errors(plan, portfolio) for plan in plans), seed
            continue
        draft = posted(hint)
        for number, plan in enumerate(plans):
            found = errors(plan, portfolio)
            assert allows(draft, plan) == (not found), (seed, number, found)
            verdicts.add(not found)
    assert verdicts == {True, False}


@pytest.mark.parametrize("block", range(BLOCKS))
def test_the_rules_accept_what_the_solver_makes(block: int) -> None:
    for seed in seeds(block):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None:
            continue
        draft = posted(hint)
        for wish in range(2):
            solution = solved(draft, Random(seed + wish))
            if solution is None:
                plans = all_plans(portfolio, horizon(portfolio), Random(seed), most=40)
                assert all(errors(plan, portfolio) for plan in plans), seed
                break
            assert errors(schedule_of(solution, portfolio), portfolio) == [], seed
            assert solution.sound, seed


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_constructed_plan_breaks_only_what_can_be_repaired(block: int) -> None:
    for seed in seeds(block, amount(100)):
        portfolio = tiny_portfolio(Random(seed))
        solution = constructed(portfolio)
        if solution is not None:
            found = errors(schedule_of(solution, portfolio), portfolio)
            assert {issue.rule for issue in found} <= REPAIRED, seed
            assert solution.sound == (not found), seed


def test_a_part_of_a_plan_can_be_freed_and_the_rest_stays() -> None:
    for seed in range(amount(120)):
        portfolio = tiny_portfolio(Random(seed))
        rng = Random(seed)
        solution = constructed(portfolio)
        if solution is None or not solution.sound or not solution.instance.tasks:
            continue
        numbers = range(len(solution.instance.tasks))
        for _ in range(2):
            free = rng.sample(numbers, rng.randint(1, len(numbers)))
            held = frozenset(number for number in free if rng.random() < 0.3)
            draft = Draft(solution, free=free, held=held)
            post_all(draft)
            again = solved(draft, rng)
            assert again is not None, seed
            assert errors(schedule_of(again, portfolio), portfolio) == [], seed
            stayed = [number for number in numbers if number not in draft.is_free]
            assert [again.choices[number] for number in stayed] == [solution.choices[number] for number in stayed]
            solution = again


def test_a_plan_is_a_complete_hint_of_its_draft() -> None:
    for seed in range(amount(200)):
        solution = constructed(tiny_portfolio(Random(seed)))
        if solution is None or not solution.sound:
            continue
        draft = posted(solution)
        made = solver()
        made.parameters.fix_variables_to_their_hinted_value = True
        assert made.solve(draft.model) == cp_model.OPTIMAL, seed
