"""Reported goals."""

from dataclasses import replace

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.plan import GoalValue
from ipmplan.core.portfolio import Goals, Task


@pytest.mark.parametrize(
    ("value", "bound", "status", "breaches"),
    [
        (4.0, 4.0, "optimal", 0),
        (4.0, 3.95, "optimal", 0),
        (4.0, 3.5, "optimal", 1),
        (4.0, None, "optimal", 1),
        (4.0, 3.5, "feasible", 0),
        (4.0, None, "feasible", 0),
        (4.0, 5.0, "feasible", 1),
        (3.0, None, "feasible", 1),
        (float("nan"), None, "feasible", 1),
    ],
)
def test_values_bounds_and_status_are_honest(value: float, bound: float | None, status: str, breaches: int) -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)), goals=Goals(("makespan",)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    told = replace(plan, goals=(GoalValue("makespan", value, bound, "working hours"),), status=status)  # type: ignore[arg-type]
    assert len(issues(told, portfolio)) == breaches


def test_an_unknown_goal_is_a_warning() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    told = replace(plan, goals=(GoalValue("beauty", 1.0, None, "roses"),))
    assert [issue.severity for issue in issues(told, portfolio)] == ["warning"]
