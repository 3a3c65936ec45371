"""Portfolios that have a plan by construction are planned, and never said to have none."""

import pytest
from tests.planned import outcome, planned

from ipmplan.planner import check


@pytest.mark.parametrize("seed", range(6))
def test_what_has_a_plan_by_construction_is_planned(seed: int) -> None:
    portfolio, made = planned(seed)
    assert not [issue for issue in check(made, portfolio) if issue.severity == "error"]
    assert outcome(portfolio, None, work=20) == "planned"
