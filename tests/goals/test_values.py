"""What goals measure, by hand."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import pstdev

import pytest
from tests.plans import at, choice, does, part, plan_of, studio, wait, waiting, work

from ipmplan.core.people import Extra, Person, Rate, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.instance import build_instance
from ipmplan.instance.network import Network
from ipmplan.models.goals import Asks, goal, goal_names, makespan
from ipmplan.study.reading import Reading

WORK = (work(part(4)),)


def value(name: str, plan: Schedule, portfolio: Portfolio) -> float:
    return goal(name).value(Reading(plan, portfolio))


def test_a_plan_of_nothing_ends_at_the_status_date() -> None:
    assert makespan.floor(Network(build_instance(studio(), 5))) == 0


def test_goals_and_rules_load_without_the_solver() -> None:
    code = (
        "import sys, ipmplan.models.rules as r, ipmplan.models.goals as g;"
        "r.all_rules(); [g.goal(n).UNIT for n in g.goal_names()]; sys.exit('ortools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_goal_is_a_key_error() -> None:
    assert set(goal_names()) >= {"lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost"}
    with pytest.raises(KeyError):
        goal("beauty")


@pytest.mark.parametrize(("buffer", "late"), [(0, 4), (8, 12)])
def test_lateness_is_weighted_working_hours_after_the_due_day_less_the_buffer(buffer: int, late: int) -> None:
    portfolio = studio(
        Task("T1", "P0", milestone="beta", work=WORK),
        projects=(Project("P0", weight=Fraction(2)),),
        milestones=(Milestone("beta", "P0", due=date(2026, 1, 5), weight=Fraction(3), buffer=Fraction(buffer)),),
    )
    assert value("lateness", plan_of(portfolio, {"T1": choice(does("ana", 6))}), portfolio) == late * 3 * 2


def test_lateness_counts_due_dates_of_projects_and_tasks_once_each() -> None:
    monday = date(2026, 1, 5)
    portfolio = studio(
        Task("T1", "P0", milestone="beta", work=WORK, due=monday),
        projects=(Project("P0", due=monday, weight=Fraction(1, 2)),),
        milestones=(Milestone("beta", "P0", due=date(2026, 1, 6)),),
    )
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6))})
    assert value("lateness", plan, portfolio) == 4 * 0.5 + 4 * 0.5
    same_day = replace(portfolio, milestones=(Milestone("beta", "P0", due=monday),))
    assert value("lateness", plan, same_day) == 4 * 0.5 + 4 * 0.5


def test_makespan_and_completion_count_portfolio_working_hours() -> None:
    portfolio = studio(
        Task("T0", "P0", work=WORK),
        Task("T1", "P1", work=WORK),
        Task("T2", "P1", work=(wait(2),)),
        projects=(Project("P0", weight=Fraction(3)), Project("P1"), Project("P2")),
    )
    choices = {
        "T0": choice(does("ana", 5, 13)),
        "T1": choice(does("ben", 7, 9)),
        "T2": waiting(at(5, 9), at(5, 11)),
    }
    plan = plan_of(portfolio, choices)
    assert value("makespan", plan, portfolio) == 20
    assert value("completion", plan, portfolio) == 3 * 8 + 20


def test_what_was_finished_before_the_status_date_takes_no_time_any_more() -> None:
    row = Progress(date(2026, 1, 2), "T1", "ana", Fraction(4), Fraction(0))
    portfolio = studio(Task("T1", "P0", work=WORK), progress=(row,))
    plan = plan_of(portfolio, {})
    assert (value("makespan", plan, portfolio), value("completion", plan, portfolio)) == (0, 0)


def test_continuity_counts_pairs_of_person_and_project() -> None:
    names = {"T0": ("P0", "ana"), "T1": ("P0", "ana"), "T2": ("P1", "ana"), "T3": ("P1", "ben")}
    portfolio = studio(
        *(Task(name, project, work=WORK) for name, (project, _) in names.items()),
        projects=(Project("P0"), Project("P1")),
    )
    choices = {name: choice(does(who, 5 + day)) for day, (name, (_, who)) in enumerate(names.items())}
    assert value("continuity", plan_of(portfolio, choices), portfolio) == 3


def test_evenness_is_the_deviation_of_utilisation_over_those_who_have_an_asked_skill() -> None:
    people = (Person("ana", skills=(Skill("ux"),)), Person("ben", skills=(Skill("ux"),)), Person("cleo"))
    booking = Booking("B1", "ben", hours=Fraction(2), end=date(2026, 1, 9))
    portfolio = studio(Task("T1", "P0", work=(work(part(4, "ux")),)), people=people, bookings=(booking,))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 13))})
    assert value("evenness", plan, portfolio) == pytest.approx(pstdev([4 / 8, 2 / 8]))


def test_evenness_looks_at_everybody_when_anybody_may_do_some_of_the_work() -> None:
    portfolio = studio(Task("T1", "P0", work=WORK))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 13))})
    assert value("evenness", plan, portfolio) == pytest.approx(pstdev([0.5, 0.0]))


def test_cost_follows_rates_over_time_premiums_shares_and_records() -> None:
    portfolio = studio(
        Task("T1", "P0", work=(work(part(3)),)),
        Task("T2", "P0", work=(work(part(1, "qa", share=25)),)),
        rates=(Rate("ana", date(2026, 1, 6), Decimal(80)),),
        extra=(Extra("ana", at(5, 17), at(5, 18), Decimal("0.5")),),
        progress=(Progress(date(2026, 1, 2), "T2", "ben", Fraction(1), Fraction(1), cost=Decimal("9.99")),),
    )
    # Ana: 16 to 17 at 50, 17 to 18 at 75, and an hour on Tuesday at 80. Ben: an hour recorded and an hour left.
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 16)), "T2": choice(does("ben", 5))})
    assert value("cost", plan, portfolio) == pytest.approx(50 + 75 + 80 + 40 + 40 + 9.99)


def test_without_rates_there_is_no_money() -> None:
    portfolio = studio(Task("T1", "P0", work=WORK, fixed_cost=Decimal(5)), people=(Person("ana"),))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert (value("cost", plan, portfolio), value("overrun", plan, portfolio)) == (0, 0)
    assert plan.projects[0].cost is None


def test_overrun_is_money_over_soft_budgets() -> None:
    portfolio = studio(
        Task("T0", "P0", work=WORK),
        Task("T1", "P1", work=WORK),
        projects=(
            Project("P0", budget=Decimal(150), budget_limit="soft"),
            Project("P1", budget=Decimal(10)),
        ),
    )
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does("ben", 5))})
    assert value("overrun", plan, portfolio) == 50
    assert value("overrun", replace(plan, allow_over_budget=True), portfolio) == 50 + 150


@pytest.mark.parametrize(
    ("asked", "goals"),
    [
        ("last", {"makespan"}),
        ("money", {"cost", "overrun"}),
        ("promises", {"lateness"}),
        ("level", {"evenness"}),
        ("stays", {"stability"}),
    ],
)
def test_what_goals_ask_of_the_search(asked: str, goals: set[str]) -> None:
    """Only money makes cheaper people of use, only promises dates, only the load idle people, and only the plan before its places."""
    asks = {name: getattr(goal(name), "ASKS", Asks()) for name in goal_names()}
    assert {name for name, one in asks.items() if getattr(one, asked)} == goals
