"""Hard budgets."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Booking, Portfolio, Project, Task
from ipmplan.core.records import Change, Progress

TASK = Task("T1", "P0", work=(work(part(4), cost=30),), fixed_cost=Decimal(20))


def with_budget(amount: int, portfolio: Portfolio, **more: object) -> Portfolio:
    return replace(portfolio, projects=(Project("P0", budget=Decimal(amount), **more),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("budget", "breaches"), [(250, 0), (249, 1)])
def test_labour_fixed_cost_and_alternative_count(budget: int, breaches: int) -> None:
    portfolio = with_budget(budget, studio(TASK))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert plan.projects[0].cost == Decimal(250)
    assert len(issues(plan, portfolio)) == breaches


def test_bookings_of_the_project_count() -> None:
    booking = Booking("B1", "ben", project="P0", hours=Fraction(3), end=date(2026, 1, 6))
    portfolio = with_budget(370, replace(studio(TASK), bookings=(booking,)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert not issues(plan, portfolio)
    assert plan.projects[0].cost == Decimal(370)


def test_an_accepted_change_raises_the_budget() -> None:
    portfolio = with_budget(
        200, replace(studio(TASK), changes=(Change("C1", "P0", price=Decimal(50), status="accepted"),))
    )
    assert not issues(plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio)


@pytest.mark.parametrize("soft", [{"budget_limit": "soft"}, {}])
def test_a_soft_budget_may_be_passed(soft: dict[str, object]) -> None:
    portfolio = with_budget(100, studio(TASK), **soft)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    allowed = replace(plan, allow_over_budget=True)
    assert not issues(plan if soft else allowed, portfolio, "budget")


def test_a_budget_that_is_spent_is_only_reported_and_counts_as_overrun() -> None:
    row = Progress(date(2026, 1, 2), "T1", "ana", Fraction(10), Fraction(2))
    portfolio = with_budget(500, studio(TASK, progress=(row,)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert [(issue.where, issue.severity) for issue in issues(plan, portfolio)] == [("P0", "warning")]
    assert {value.goal: value.value for value in plan.goals}["overrun"] == 500 + 50 + 100 - 500
