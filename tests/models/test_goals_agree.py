"""A goal's term is what its `measure` says, and its `measure` is what `value` finds in the plan."""

from collections import Counter
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.amount import amount
from tests.models.pinned import constructed, posted, schedule_of, solver
from tests.tiny import tiny_portfolio

from ipmplan.core.portfolio import Portfolio
from ipmplan.models.goals import goal, goal_names
from ipmplan.models.solution import Solution
from ipmplan.models.stage import measure, term_of, to_value
from ipmplan.study.reading import Reading


def agrees(name: str, solution: Solution, portfolio: Portfolio) -> bool:
    value = goal(name).value(Reading(schedule_of(solution, portfolio), portfolio))
    return to_value(name, solution.instance, measure(name, solution)) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("name", goal_names())
def test_a_term_is_what_the_goal_measures(name: str) -> None:
    kinds: Counter[bool] = Counter()
    for seed in range(amount(120)):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None or not hint.instance.tasks:
            continue
        assert agrees(name, hint, portfolio), seed
        draft = posted(hint)
        term = term_of(name, draft)
        draft.model.minimize(term.expr)
        made = solver(seed)
        if made.solve(draft.model) != cp_model.OPTIMAL:
            continue
        solution = draft.solution(made.value)
        assert agrees(name, solution, portfolio), seed
        kinds[term.exact] += 1
        if term.exact:
            assert term.hint == measure(name, hint), seed
            assert made.objective_value == pytest.approx(measure(name, solution)), seed
    assert kinds[name != "evenness"] > amount(40)
    assert len(kinds) == 1


def test_evenness_leads_towards_equal_loads() -> None:
    """The tangents' term falls when all utilisations come closer to the mean, as the standard deviation does."""
    compared = 0
    for seed in range(amount(400)):
        portfolio = tiny_portfolio(Random(seed))
        hint = constructed(portfolio)
        if hint is None or not hint.sound or len(hint.instance.relevant) < 2:
            continue
        draft = posted(hint)
        term = term_of("evenness", draft)
        if isinstance(term.expr, int):
            continue
        draft.model.minimize(term.expr)
        draft.model.add(draft.last_moment == hint.last_moment)
        made = solver(seed)
        if made.solve(draft.model) != cp_model.OPTIMAL:
            continue
        before, after = hint.utilisation, draft.solution(made.value).utilisation
        mean = sum(before.values()) / len(before)
        apart = [(abs(before[person] - mean), abs(after[person] - mean)) for person in before]
        if all(new <= old + 1e-9 for old, new in apart) and any(new < old - 0.02 for old, new in apart):
            assert made.objective_value < term.hint, seed
            compared += 1
        if all(new >= old - 1e-9 for old, new in apart) and any(new > old + 0.02 for old, new in apart):
            raise AssertionError(seed)
    assert compared > amount(5)
