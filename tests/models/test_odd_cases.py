"""Cases in which solver and rules once disagreed, or a plan was not found."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.models.pinned import constructed, earliest, posted, schedule_of, solver
from tests.plans import at, errors, part, studio, wait, work

from ipmplan.core.people import Extra, Person, Skill
from ipmplan.core.portfolio import Booking, Milestone, Pool, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Link, Part, Pin, Use
from ipmplan.errors import InputError
from ipmplan.instance import build_instance
from ipmplan.models.goals import goal
from ipmplan.models.rules import all_rules
from ipmplan.models.stage import measure, to_value
from ipmplan.planner import plan
from ipmplan.study.reading import Reading

MONDAY, TUESDAY, WEDNESDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
LAST_FRIDAY = date(2026, 1, 2)
EVENING = Extra("ana", at(9, 18), at(9, 20))


def ux(hours: int) -> Part:
    return part(hours, "ux")


def test_an_end_is_not_before_a_start_of_the_next_morning() -> None:
    # On the shared grid Monday 17:00 and Tuesday 9:00 are one moment.
    rows = earliest(
        studio(
            Task("T0", "P0", work=(wait(0),), not_before=TUESDAY),
            Task("T1", "P0", work=(work(part(8, "qa")),), after=(Link("T0", "FF"),), people=(Pin("only", ("ana",)),)),
        )
    )
    assert rows is not None
    assert rows["T1"].end >= at(6, 9)


def test_an_end_may_be_in_the_evening_before_a_start_that_it_is_linked_to() -> None:
    rows = earliest(
        studio(
            Task("T0", "P0", work=(work(ux(2)),), not_before=TUESDAY),
            Task("T1", "P0", work=(work(part(8, "qa")),), after=(Link("T0", "SF"),), people=(Pin("only", ("ana",)),)),
        )
    )
    assert rows is not None
    assert rows["T1"].end == at(5, 17)


@pytest.mark.parametrize(("hours", "end"), [(0, at(12, 9)), (2, at(12, 10))])
def test_a_wait_does_not_end_before_somebody_s_evening(hours: int, end: datetime) -> None:
    rows = earliest(
        studio(
            Task("T0", "P0", work=(work(ux(2)),), not_before=at(9, 18)),
            Task("T1", "P0", work=(wait(hours),), after=(Link("T0", "FF"),)),
            extra=(EVENING,),
        )
    )
    assert rows is not None
    assert (rows["T0"].end, rows["T1"].end) == (at(9, 20), end)


@pytest.mark.parametrize("hours", [0, 3])
def test_a_wait_in_progress_with_nothing_before_it(hours: int) -> None:
    row = Progress(LAST_FRIDAY, "T0", "ana", Fraction(1))
    rows = earliest(studio(Task("T0", "P0", work=(wait(hours),)), progress=(row,)))
    assert rows is not None
    assert (rows["T0"].start, rows["T0"].end) == (at(2, 9), at(5, 10))


def test_a_wait_in_progress_ends_with_work_that_it_is_linked_to() -> None:
    row = Progress(LAST_FRIDAY, "T1", "", Fraction(1))
    rows = earliest(
        studio(
            Task("T0", "P0", work=(work(ux(2)),), not_before=at(9, 18)),
            Task("T1", "P0", work=(wait(0),), after=(Link("T0", "FF"),)),
            extra=(EVENING,),
            progress=(row,),
        )
    )
    assert rows is not None
    assert rows["T1"].end == at(12, 10)


def test_a_wait_in_progress_holds_its_pool_to_its_end() -> None:
    row = Progress(LAST_FRIDAY, "T0", "ana", Fraction(1))
    rows = earliest(
        studio(
            Task("T0", "P0", work=(wait(0),), uses=(Use("lab", 2),)),
            Task("T1", "P0", work=(work(ux(1)),), uses=(Use("lab"),)),
            pools=(Pool("lab"),),
            progress=(row,),
        )
    )
    assert rows is not None
    assert rows["T1"].start == at(5, 10)


def test_started_work_may_take_more_than_a_pool_has_while_nobody_else_does() -> None:
    row = Progress(LAST_FRIDAY, "T0", "ana", Fraction(1))
    rows = earliest(
        studio(
            Task("T0", "P0", work=(work(ux(3)),), uses=(Use("lab", 2),)),
            Task("T1", "P0", work=(work(part(1, "qa")),), uses=(Use("lab"),), people=(Pin("only", ("ben",)),)),
            pools=(Pool("lab"),),
            progress=(row,),
        )
    )
    assert rows is not None
    assert rows["T1"].start >= rows["T0"].end or rows["T1"].end <= at(5, 9)


def test_the_only_one_for_a_part_is_not_taken_for_another() -> None:
    # Ana would be quicker at the first part, but nobody else can do the second.
    portfolio = studio(Task("T0", "P0", work=(work(part(8, "qa"), part(4, "ux")),)))
    solution = constructed(portfolio)
    assert solution is not None
    assert errors(schedule_of(solution, portfolio), portfolio) == []


def test_the_same_as_a_wait_that_nobody_recorded_time_on_is_anybody() -> None:
    row = Progress(LAST_FRIDAY, "T0", "", Fraction(1))
    tasks = Task("T0", "P0", work=(wait(9),)), Task("T1", "P0", work=(work(ux(1)),), people=(Pin("same", task="T0"),))
    assert earliest(studio(*tasks, progress=(row,))) is not None


@pytest.mark.parametrize(("due", "kept"), [(at(9, 17), False), (at(11, 9), False), (at(12, 9), True)])
def test_a_firm_date_between_the_end_of_a_week_and_a_wait_without_length(due: datetime, kept: bool) -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(ux(8)),), not_before=at(9, 9)),
        Task("T1", "P0", work=(wait(0),), after=(Link("T0"),), milestone="M"),
        milestones=(Milestone("M", "P0", due=due, firm=True),),
    )
    assert (earliest(portfolio) is not None) == kept


@pytest.mark.parametrize(("budget", "enough"), [(74, False), (75, True)])
def test_a_hard_budget_below_what_is_certain_is_kept_by_no_plan(budget: int, enough: bool) -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(ux(1)),), fixed_cost=Decimal(25)),
        projects=(Project("P0", budget=Decimal(budget)),),
    )
    assert (earliest(portfolio) is not None) == enough


def test_a_booking_without_an_end_is_paid_until_the_last_finish_of_other_projects() -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(ux(8)),)),
        projects=(Project("P0"), Project("P1", budget=Decimal(60))),
        bookings=(Booking("B0", "ana", project="P1", hours=Fraction(1), every="day"),),
    )
    assert earliest(portfolio) is None
    assert earliest(replace(portfolio, projects=(Project("P0"), Project("P1", budget=Decimal(100))))) is not None


def test_a_wait_ends_within_the_grid_whatever_is_wished_for() -> None:
    portfolio = studio(Task("T0", "P0", work=(work(ux(2)),)), Task("T1", "P0", work=(wait(3),), after=(Link("T0"),)))
    solution = constructed(portfolio)
    assert solution is not None
    draft = posted(solution)
    draft.model.maximize(draft.end[1])
    made = solver()
    made.solve(draft.model)
    assert errors(schedule_of(draft.solution(made.value), portfolio), portfolio) == []


def test_more_people_than_there_are() -> None:
    with pytest.raises(InputError, match="T0"):
        plan(studio(Task("T0", "P0", work=(work(part(8, "qa", fewest=3, most=3)),))), work_limit=1, workers=1)
    with pytest.raises(InputError, match="T0"):
        plan(studio(Task("T0", "P0", work=(work(ux(8), ux(8)),))), work_limit=1, workers=1)


def test_evenness_counts_people_who_could_do_an_alternative_that_too_few_can() -> None:
    tasks = Task("T0", "P0", work=(work(ux(4)), work(part(4, "design"), part(4, "design"))))
    carl = Person("carl", skills=(Skill("design"),))
    portfolio = studio(tasks)
    portfolio = replace(portfolio, people=(*portfolio.people, carl))
    solution = constructed(portfolio)
    assert solution is not None
    value = goal("evenness").value(Reading(schedule_of(solution, portfolio), portfolio))
    assert to_value("evenness", solution.instance, measure("evenness", solution)) == pytest.approx(value, abs=1e-6)
    assert value > 0


def test_every_rule_says_which_half_it_has() -> None:
    package = __import__("ipmplan.models.rules", fromlist=["rules"])
    told = (package.__doc__ or "").partition("`post` have")[2].partition(";")[0]
    halves = {rule.__name__.rpartition(".")[2] for rule in all_rules() if hasattr(rule, "post")}
    assert {word.strip(" ,.\n") for word in told.replace(" and ", ", ").split(",")} == halves


def test_a_wait_that_began_in_the_past_may_be_the_last_to_end() -> None:
    rows = Progress(date(2025, 12, 31), "T0", "ana", Fraction(2), Fraction(0))
    portfolio = studio(
        Task("T0", "P0", work=(work(ux(2)),)), Task("T1", "P0", work=(wait(24),), after=(Link("T0"),)), progress=(rows,)
    )
    made = plan(portfolio, work_limit=1, workers=1, goals="makespan")
    assert errors(made, portfolio) == []
    assert [row.value for row in made.goals] == [8.0]


def test_a_task_that_takes_no_time_holds_no_pool() -> None:
    portfolio = studio(Task("T0", "P0", uses=(Use("lab", 2),)), pools=(Pool("lab"),))
    solution = constructed(portfolio)
    assert solution is not None
    assert errors(schedule_of(solution, portfolio), portfolio) == []


@pytest.mark.parametrize(
    ("hours", "link"),
    [(1000, Link("T0", "FF")), (10, Link("T0", "FS", Fraction(-1000))), (9, Link("T0", "SS", Fraction(-300)))],
)
def test_a_wait_may_begin_long_before_the_status_date(hours: int, link: Link) -> None:
    tasks = Task("T0", "P0", work=(work(ux(4)), wait(3))), Task("T1", "P0", work=(wait(hours),), after=(link,))
    rows = earliest(studio(*tasks))
    assert rows is not None
    assert rows["T1"].start < at(5) < rows["T1"].end


def test_equal_parts_of_projects_with_different_teams_have_different_people() -> None:
    portfolio = studio(
        Task("T0", "P0", work=(work(ux(4)),)),
        Task("T1", "P1", work=(work(ux(4)),)),
        Task("T2", "P1", work=(work(ux(4)),), people=(Pin("not", ("ben",)),)),
        people=tuple(Person(name, skills=(Skill("ux", 1),)) for name in ("ana", "ben", "cyd")),
        projects=(Project("P0", team=("ana",)), Project("P1", team=("ben", "cyd"))),
    )
    instance = build_instance(portfolio, 30)
    able = [[instance.people[p] for p in task.modes[0].parts[0].length] for task in instance.tasks]
    assert able == [["ana"], ["ben", "cyd"], ["cyd"]]
