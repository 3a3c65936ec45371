"""What the pages say about dates, money, goals and the critical path is what the plan says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.reports.fabricate import portfolio, schedule

from ipmplan.core.plan import GoalValue, PlannedMilestone
from ipmplan.core.records import Progress
from ipmplan.reports.dues import dues
from ipmplan.reports.goals import goal_states
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.spending import budgets, burns


@pytest.fixture
def studio() -> Scene:
    made = portfolio(4)
    return scene(schedule(made), made)


def with_milestone(view: Scene, due: date, finish: datetime, late_hours: float = 0.0) -> Scene:
    return Scene(
        replace(view.schedule, milestones=(PlannedMilestone("P0-launch", due, finish, late_hours),)), view.portfolio
    )


def test_late_milestones_come_first_the_latest_on_top(studio: Scene) -> None:
    states = dues(studio)
    late = [state.over_hours for state in states if state.status == "late"]
    assert late == sorted(late, reverse=True)
    assert {state.status for state in states[: len(late)]} == {"late"}
    assert len(late) == sum(1 for milestone in studio.schedule.milestones if milestone.late_hours > 0)


@pytest.mark.parametrize(
    ("finish", "late_hours", "status", "verdict"),
    [
        (datetime(2026, 1, 16, 17), 0.0, "on time", "on time, just"),
        (datetime(2026, 1, 16, 9), 0.0, "on time", "1 day to spare"),
        (datetime(2026, 1, 16, 17), 8.0, "buffer", "1 day into its buffer"),
        (datetime(2026, 1, 19, 12), 3.0, "late", "LATE 3 h"),
    ],
)
def test_lateness_counts_from_the_end_of_the_due_day(
    studio: Scene, finish: datetime, late_hours: float, status: str, verdict: str
) -> None:
    state = dues(with_milestone(studio, date(2026, 1, 16), finish, late_hours))[0]
    assert (state.status, state.verdict(8.0)) == (status, verdict)


def test_one_that_was_reached_before_today_is_not_to_come(studio: Scene) -> None:
    assert dues(with_milestone(studio, date(2026, 1, 16), datetime(2026, 1, 2, 17)))[0].status == "reached"


def test_the_burn_of_a_project_ends_at_its_cost(studio: Scene) -> None:
    costs = {row.id: row.cost for row in studio.schedule.projects}
    assert {burn.project: Decimal(str(burn.amounts[-1])) for burn in burns(studio)} == costs
    for burn in burns(studio):
        assert list(burn.amounts) == sorted(burn.amounts)
        assert list(burn.moments) == sorted(burn.moments)


def test_recorded_work_is_spent_before_today() -> None:
    row = Progress(date(2025, 12, 30), "P0-discovery", "p0", Fraction(3), cost=Decimal(50))
    made = replace(portfolio(), progress=(row,))
    view = scene(schedule(made), made)
    spent = {state.id: state.spent for state in budgets(view)}
    assert spent == {"P0": Decimal(230), "P1": Decimal(0)}
    first = next(burn for burn in burns(view) if burn.project == "P0")
    assert first.amounts[1] == 230.0
    assert first.moments[1] <= view.now


def test_the_first_over_budget_is_the_furthest_over(studio: Scene) -> None:
    rows = budgets(studio)
    assert [row.id for row in rows if row.over] == ["P0"]
    assert (rows[0].id, rows[0].over) == ("P0", Decimal(120))


def test_no_rates_no_money() -> None:
    made = portfolio(money=False)
    view = scene(schedule(made), made)
    assert budgets(view) == []


@pytest.mark.parametrize(
    ("goal", "proved", "verdict"),
    [
        (GoalValue("lateness", 0, 0, "h"), True, "proved best"),
        (GoalValue("cost", 101, 100, "EUR"), True, "proved within 1 %"),
        (GoalValue("cost", 110, 100, "EUR"), False, "within 10 %"),
        (GoalValue("lateness", 5, 0, "h"), False, "within 5"),
        (GoalValue("evenness", 0.1, 0.085, "sd"), True, "proved within 17.6 %"),
        (GoalValue("evenness", 0.1, None, "sd"), False, "(no bound)"),
    ],
)
def test_a_goal_is_proved_only_within_tolerance_and_slack(
    studio: Scene, goal: GoalValue, proved: bool, verdict: str
) -> None:
    goals = replace(studio.portfolio.goals, slack={"evenness": Fraction(2, 100)})
    portfolio = replace(studio.portfolio, goals=goals)
    state = goal_states(Scene(replace(studio.schedule, goals=(goal,)), portfolio))[0]
    assert (state.proved, state.verdict) == (proved, verdict)
