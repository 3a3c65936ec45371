"""Values of goals where tasks are missing, nothing is planned, or nothing is to be counted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, choice, does, part, plan_of, studio, wait, waiting, work

from ipmplan.core.calendar import Grid, Workweek
from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.models.goals import goal
from ipmplan.study.reading import Reading

FOUR = (work(part(4)),)
NOTHING = Schedule("Studio", MONDAY, "feasible")
ALL = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost")


def value(name: str, plan: Schedule, portfolio: Portfolio) -> float:
    return goal(name).value(Reading(plan, portfolio))


@pytest.mark.parametrize("name", ALL)
def test_an_empty_plan_is_worth_nothing(name: str) -> None:
    portfolio = studio(Task("T1", "P0", "beta", work=FOUR), milestones=(Milestone("beta", "P0", due=date(2026, 1, 1)),))
    assert value(name, NOTHING, portfolio) == 0
    assert value(name, NOTHING, Portfolio("Studio", MONDAY)) == 0


def test_a_milestone_is_late_by_its_last_task() -> None:
    tasks = tuple(Task(f"T{number}", "P0", "beta", work=FOUR) for number in range(2))
    portfolio = studio(*tasks, milestones=(Milestone("beta", "P0", due=MONDAY),))
    # T0 ends in time, T1 on Wednesday at 13:00: 12 working hours after Monday.
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does("ben", 7))})
    assert value("lateness", plan, portfolio) == 12
    listed = replace(plan, tasks=plan.tasks[:1])
    assert value("lateness", listed, portfolio) == 0


@pytest.mark.parametrize(
    ("due", "buffer", "late"),
    [
        (date(2026, 1, 9), 0, 0),
        (date(2026, 1, 9), 24, 4),
        (date(2026, 1, 9), 20, 0),
        (date(2026, 1, 9), 21, 1),
        (at(6, 11), 0, 2),
    ],
)
def test_being_early_is_not_paid_back_and_a_buffer_counts_from_the_end_of_the_day(
    due: date, buffer: int, late: int
) -> None:
    task = Task("T1", "P0", "beta", work=FOUR)
    portfolio = studio(task, milestones=(Milestone("beta", "P0", due=due, buffer=Fraction(buffer)),))
    # It ends on Tuesday at 13:00, which leaves 4 + 3 * 8 = 28 working hours of the week; 24 before Friday's end is Tuesday 17:00.
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6))})
    assert plan.tasks[0].end == at(6, 13)
    expected = {20: 0, 21: 0, 24: 0}.get(buffer, late)
    assert value("lateness", plan, portfolio) == expected


@pytest.mark.parametrize(("buffer", "late"), [(28, 0), (29, 1), (32, 4)])
def test_a_buffer_is_used_up_hour_by_hour(buffer: int, late: int) -> None:
    task = Task("T1", "P0", "beta", work=FOUR)
    portfolio = studio(task, milestones=(Milestone("beta", "P0", due=date(2026, 1, 9), buffer=Fraction(buffer)),))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6))})
    assert value("lateness", plan, portfolio) == late


def test_values_are_hours_also_on_a_finer_grid() -> None:
    week = Workweek((((9 * 60, 17 * 60 + 30),),) * 5 + ((), ()))
    portfolio = studio(
        Task("T1", "P0", "beta", work=(work(part(1)),)),
        calendar=CalendarSettings(workweek=week, grid=Grid(30)),
        milestones=(Milestone("beta", "P0", due=MONDAY),),
    )
    # Waits for nothing; Tuesday 9:00 to 10:00, after 8.5 hours of Monday.
    start = portfolio.grid.start_of(at(6, 9))
    plan = plan_of(portfolio, {"T1": choice(replace(does("ana", 6), start=start))})
    assert [value(name, plan, portfolio) for name in ("makespan", "completion", "lateness")] == [9.5, 9.5, 1.0]


def test_work_without_a_project_counts_for_the_makespan_alone() -> None:
    portfolio = studio(Task("T0", "P0", work=FOUR), Task("T1", "", work=FOUR))
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does("ben", 6))})
    assert [value(name, plan, portfolio) for name in ("makespan", "completion", "continuity", "cost")] == [
        12,
        4,
        1,
        200,
    ]


def test_recorded_work_makes_no_pair_of_person_and_project() -> None:
    row = Progress(date(2026, 1, 2), "T0", "ben", Fraction(4), Fraction(0))
    portfolio = studio(Task("T0", "P0", work=FOUR), Task("T1", "P0", work=FOUR), progress=(row,))
    assert value("continuity", plan_of(portfolio, {"T1": choice(does("ana", 5))}), portfolio) == 1


def test_a_wait_that_ended_before_the_status_date_takes_no_time() -> None:
    done = Progress(date(2025, 12, 29), "T0", "ana", Fraction(4), Fraction(0))
    portfolio = studio(
        Task("T0", "P0", work=FOUR),
        Task("T1", "P1", work=(wait(8),)),
        projects=(Project("P0"), Project("P1")),
        progress=(done,),
    )
    plan = plan_of(portfolio, {"T1": waiting(at(5), at(5, 17))})
    assert [value(name, plan, portfolio) for name in ("makespan", "completion")] == [8, 8]


def test_overrun_adds_what_each_soft_budget_lacks_to_the_cent() -> None:
    projects = tuple(
        Project(name, budget=budget, budget_limit=limit)  # type: ignore[arg-type]
        for name, budget, limit in (
            ("P0", Decimal("199.99"), "soft"),
            ("P1", Decimal(500), "soft"),
            ("P2", None, "soft"),
            ("P3", Decimal(1), "hard"),
            ("P4", Decimal(150), "soft"),
        )
    )
    portfolio = studio(*(Task(f"T{number}", f"P{number}", work=FOUR) for number in range(5)), projects=projects)
    plan = plan_of(portfolio, {f"T{number}": choice(does("ana", 5 + number)) for number in range(5)})
    assert value("overrun", plan, portfolio) == 50.01


def test_a_hard_budget_that_facts_have_broken_counts_as_overrun() -> None:
    row = Progress(date(2026, 1, 2), "T0", "ana", Fraction(10), Fraction(2))
    portfolio = studio(Task("T0", "P0", work=FOUR), projects=(Project("P0", budget=Decimal(550)),), progress=(row,))
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5))})
    assert value("overrun", plan, portfolio) == 50


def test_cost_adds_all_projects() -> None:
    portfolio = studio(
        *(Task(f"T{number}", f"P{number}", work=(work(part(4), cost=number),)) for number in range(2)),
        projects=(Project("P0"), Project("P1"), Project("P2")),
    )
    plan = plan_of(portfolio, {"T0": choice(does("ana", 5)), "T1": choice(does("ben", 5))})
    assert value("cost", plan, portfolio) == 200 + 160 + 1
    assert value("cost", plan, replace(portfolio, people=(Person("ana"), Person("ben")))) == 0
