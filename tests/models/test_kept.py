"""Rules that say so are kept by whatever constructs and improves plans, or their breach is counted."""

from random import Random

import pytest
from tests.amount import amount
from tests.models.pinned import constructed, schedule_of
from tests.plans import errors
from tests.tiny import tiny_portfolio

from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.gate import is_valid
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.local.list_search import ListSearch
from ipmplan.models.rules import all_rules, guarded_rules
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.written import written

GOALS = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost")
# What `Solution.violations` counts; whatever else says that it is kept is never broken.
COUNTED = {"budget", "deadlines", "holds", "pins", "pools", "progress"}
STEPS = 40


def some_plans(start: Solution, rng: Random) -> list[Solution]:
    """Plans out of the constructor, the local search in Python and the compiled one."""
    found = [start]
    constructor = Constructor(start.instance)
    for _ in range(3):
        try:
            found.append(constructor.build(Guide([rng.uniform(0, 20) for _ in start.tasks])))
        except DoesNotFit:
            continue
    stage = Stage(start.instance, rng.choice(GOALS))
    local = ListSearch(stage, start, rng)
    for _ in range(3):
        local.steps(STEPS // 3, 1.0)
        found += [local.current, local.best]
    compiled = compiled_search(stage, start, rng)
    if compiled is not None:
        compiled.steps(STEPS, 1.0)
        found += [compiled.run_best(), compiled.best]
    return found


def test_every_rule_of_ours_says_that_it_is_kept() -> None:
    assert all(getattr(rule, "KEPT_BY_SEARCH", False) for rule in all_rules())


@pytest.mark.parametrize("block", range(2))
def test_a_rule_that_is_kept_by_the_search_is_never_broken(block: int) -> None:
    broken, compared = set(), 0
    for seed in range(block * 60, (block + 1) * 60):
        portfolio = tiny_portfolio(Random(seed))
        start = constructed(portfolio)
        if start is None or not start.instance.tasks:
            continue
        for solution in dict.fromkeys(some_plans(start, Random(seed))):
            found = errors(schedule_of(solution, portfolio), portfolio)
            assert {issue.rule for issue in found} <= COUNTED, seed
            assert is_valid(solution) == (not found), seed
            broken |= {issue.rule for issue in found}
            compared += 1
    assert compared > amount(150)
    assert len(broken) > 2


def test_rows_that_rules_are_asked_about_are_those_of_the_plan() -> None:
    for seed in range(amount(60)):
        portfolio = tiny_portfolio(Random(seed))
        solution = constructed(portfolio)
        if solution is not None:
            plan, bare = schedule_of(solution, portfolio), written(solution)
            assert bare.assignments == tuple(row for row in plan.assignments if row.kind == "planned"), seed
            spans = [(row.id, row.start, row.end, row.alternative) for row in plan.tasks]
            assert [(row.id, row.start, row.end, row.alternative) for row in bare.tasks] == spans, seed


def test_none_of_ipmplans_own_rules_is_asked_about_each_plan() -> None:
    """Each is kept by construction or counted: else local search would be some hundred times slower."""
    assert guarded_rules() == ()
