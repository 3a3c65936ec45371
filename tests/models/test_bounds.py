"""Bounds as the search gives them, before anybody rounds them down to the value: what was planned is never below one."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from tests.amount import amount
from tests.models.crowded import crowded
from tests.tiny import tiny_portfolio

from ipmplan.core.goal_names import KNOWN_GOALS
from ipmplan.core.portfolio import Goals
from ipmplan.errors import Infeasible, OutOfTime
from ipmplan.models.clock import Clock
from ipmplan.models.search import Search
from ipmplan.models.stage import measure

GOALS = [goal for goal in KNOWN_GOALS if goal != "stability"]
WORK = 0.1


@pytest.mark.parametrize("draw", [crowded, tiny_portfolio])
def test_no_plan_is_below_a_bound(draw: object) -> None:
    planned = proved = 0
    for seed in range(amount(15)):
        rng = Random(seed)
        made = draw(rng)  # type: ignore[operator]
        order = tuple(rng.sample(GOALS, 4))
        portfolio = replace(made, goals=Goals(order=order, tolerance=Fraction(rng.choice((0, 2)), 100)))
        try:
            found = Search(portfolio, Clock(work=WORK), 1, seed).run()
        except (Infeasible, OutOfTime):
            continue
        planned += 1
        for goal, bound in found.bounds:
            assert bound <= measure(goal, found.solution), (seed, goal)
            proved += bound == measure(goal, found.solution)
    assert planned > amount(3)
    assert proved > planned / 2
