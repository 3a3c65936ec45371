"""Reported goals."""

from dataclasses import replace
from fractions import Fraction

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.plan import Comparison, GoalValue, Schedule, fingerprint
from ipmplan.core.portfolio import Goals, Task
from ipmplan.models.goals import goal
from ipmplan.study.reading import Reading


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


@pytest.mark.parametrize(("bound", "breaches"), [(0.9999995, 0), (0.9999985, 1)])
def test_a_millionth_is_given_to_rounding(bound: float, breaches: int) -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(1)),)), goals=Goals(("makespan",), tolerance=Fraction(0)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    told = replace(plan, goals=(GoalValue("makespan", 1.0, bound, "working hours"),), status="optimal")
    assert len(issues(told, portfolio, "honesty")) == breaches


def test_changes_against_a_plan_that_is_not_there_cannot_be_judged() -> None:
    """T1 was on Tuesday in the last plan, of which one day is said to have moved; what is said of another plan may be true."""
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)), goals=Goals(("stability",)))
    before = plan_of(portfolio, {"T1": choice(does("ana", 6))})
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})

    def said(reference: Schedule | None, compared: Comparison | None, value: float) -> int:
        told = replace(plan, goals=(GoalValue("stability", value, None, "moved tasks"),), compared=compared)
        return len(issues(told, replace(portfolio, reference=reference), "honesty"))

    real = goal("stability").value(Reading(plan, replace(portfolio, reference=before)))
    assert real > 0
    known, other = (Comparison(text, portfolio.as_of) for text in (fingerprint(before), fingerprint(plan)))
    for compared in (None, known):
        assert [said(before, compared, value) for value in (real, real + 1)] == [0, 1]
    # Another plan than the one that is there, or none is there.
    assert said(before, other, real + 1) == 0
    assert said(None, known, 1.0) == 0
    assert [said(None, None, value) for value in (0.0, 1.0)] == [0, 1]


def test_an_unknown_goal_is_a_warning() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(4)),)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    told = replace(plan, goals=(GoalValue("beauty", 1.0, None, "roses"),))
    assert [issue.severity for issue in issues(told, portfolio)] == ["warning"]
