"""A portfolio is data: it pickles small, copies, and compares by value, whatever was asked of it."""

from copy import deepcopy
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, dumps, loads
from random import Random

from hypothesis import given, settings
from tests.amount import amount
from tests.tiny import tiny_portfolio, tiny_portfolios

from ipmplan import planner
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import IpmplanError
from ipmplan.loading import load

STUDIO = Path(__file__).parents[2] / "data" / "studio"
LOOKUPS = ("person", "project", "milestone", "task", "pool", "booking", "milestone_tasks")


def looked_up(portfolio: Portfolio) -> Portfolio:
    for name in LOOKUPS:
        getattr(portfolio, name)
    return portfolio


@settings(max_examples=amount(30), deadline=None)
@given(tiny_portfolios())
def test_a_portfolio_is_its_fields(portfolio: Portfolio) -> None:
    before = dumps(portfolio)
    for copy in (loads(before), deepcopy(portfolio)):
        assert copy == portfolio
        assert dumps(looked_up(copy)) == dumps(copy)
        assert copy == looked_up(portfolio)
        assert not set(vars(loads(dumps(copy)))) & set(LOOKUPS)
    assert len(dumps(portfolio)) == len(before)


def test_the_studio_travels_small_also_after_it_was_planned() -> None:
    portfolio = load(STUDIO)
    whole = dumps(portfolio, HIGHEST_PROTOCOL)
    assert len(whole) < 100_000
    assert loads(whole) == portfolio == deepcopy(portfolio)
    planner.check(planner.plan(portfolio, work_limit=0.1, workers=1, seed=1), portfolio)
    assert dumps(portfolio, HIGHEST_PROTOCOL) == whole
    assert loads(whole) == portfolio


def test_a_copy_plans_to_the_same_schedule() -> None:
    planned = 0
    for seed in range(6):
        portfolio = tiny_portfolio(Random(seed))
        copy = loads(dumps(portfolio))
        try:
            made = planner.plan(portfolio, work_limit=0.2, workers=1, seed=3)
        except IpmplanError:
            continue
        again = planner.plan(copy, work_limit=0.2, workers=1, seed=3)
        assert again == made
        assert planner.check(made, copy) == planner.check(again, portfolio)
        planned += 1
    assert planned > 1
