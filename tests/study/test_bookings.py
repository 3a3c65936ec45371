"""Bookings without an end stop at the plan's last finish, also for those behind them; all cost the same everywhere."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from tests.amount import amount
from tests.models.pinned import constructed, schedule_of
from tests.plans import at, choice, does, errors, issues, part, plan_of, studio, work
from tests.tiny import tiny_portfolio

from ipmplan import planner
from ipmplan.core.calendar import Grid
from ipmplan.core.people import Person, Rate
from ipmplan.core.portfolio import Booking, CalendarSettings, Portfolio, Project, Task, TimeOfWeek
from ipmplan.errors import Infeasible
from ipmplan.models.goals import goal
from ipmplan.models.stage import measure, to_value
from ipmplan.study.booked import booked_steps
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study

RETAINER = Booking("care", "ana", project="P0", hours=Fraction(8), every="month", end=date(2029, 12, 31))


def test_a_booking_far_beyond_the_plan_costs_the_same_in_model_goal_and_judge() -> None:
    """Ana's 4 h of work cost 200, her 8 h a month until the end of 2029 48 * 8 * 50 = 19,200."""
    portfolio = replace(
        studio(Task("T1", "P0", work=(work(part(4, "ux")),)), bookings=(RETAINER,)),
        projects=(Project("P0", budget=Decimal(19_400)),),
    )
    made = planner.plan(portfolio, work_limit=1, workers=1, goals="makespan, cost")
    assert [issue.message for issue in planner.check(made, portfolio)] == []
    assert {row.goal: row.value for row in made.goals}["cost"] == 19_400
    assert made.projects[0].cost == 19_400
    with pytest.raises(Infeasible, match=r"19,400\.00 EUR|19,400 EUR"):
        planner.plan(replace(portfolio, projects=(Project("P0", budget=Decimal(19_399)),)), work_limit=1, workers=1)


def test_a_person_is_free_again_after_the_last_finish_of_the_plan() -> None:
    """Sales take all of ana until T ends on Monday 19 January; her 3 h of January come right after it."""
    sales = Booking("sales", "ana", percent=Fraction(100))
    account = Booking("acct", "ana", project="P0", hours=Fraction(3), every="month", end=date(2026, 2, 28))
    portfolio = studio(Task("T", "P0", work=(work(part(42, "qa")),)), bookings=(sales, account))
    plan = plan_of(portfolio, {"T": choice(does("ben", 5))})
    assert plan.tasks[0].end == at(19, 13)
    booked = [(row.start, row.end) for row in plan.assignments if row.task == "acct"]
    assert booked == [(at(19, 13), at(19, 16)), (datetime(2026, 2, 2, 9), datetime(2026, 2, 2, 12))]
    assert max(row.end for row in plan.assignments if row.task == "sales") == at(19, 13)
    assert plan.projects[0].cost == 84 * 40 + 6 * 50
    assert not issues(plan, portfolio)


def test_hours_that_do_not_fit_any_more_are_not_paid() -> None:
    """The same account ends on 19 January at 15:00: 2 of its 3 h are left; a plan that ends at 16:00 has none of them."""
    sales = Booking("sales", "ana", percent=Fraction(100))
    account = Booking("acct", "ana", project="P0", hours=Fraction(3), every="month", end=datetime(2026, 1, 19, 15))
    portfolio = studio(Task("T", "P0", work=(work(part(42, "qa")),)), bookings=(sales, account))
    early = plan_of(portfolio, {"T": choice(does("ben", 5))})
    late = plan_of(portfolio, {"T": choice(does("ben", 5, 12))})
    assert [plan.projects[0].cost for plan in (early, late)] == [84 * 40 + 2 * 50, 84 * 40]
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    assert study.certain_costs == {"P0": Decimal(0)}
    assert [costs for _, costs in booked_steps(study, "ana")][::3] == [{"P0": Decimal(150)}, {}]


@pytest.mark.parametrize(
    ("rate", "whole", "split"), [(50, "33.33", "33.34"), (60, "40", "40"), (40, "26.67", "26.66"), (45, "30", "30")]
)
def test_parts_of_cents_are_rounded_where_a_booking_without_an_end_divides_another(
    rate: int, whole: str, split: str
) -> None:
    """Two thirds of an hour from 9:00 on, in steps of twenty minutes, of which sales take the second one."""
    daily = TimeOfWeek(9 * 60 + 20)
    sales = Booking("sales", "ana", hours=Fraction(1, 3), every="day", when=daily)
    account = Booking("acct", "ana", project="P0", hours=Fraction(2, 3), end=date(2026, 1, 5))
    ana = Person("ana", rate=Decimal(rate))
    settings = CalendarSettings(grid=Grid(20))
    portfolio = studio(people=(ana,), bookings=(sales, account), calendar=settings)
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    steps = booked_steps(study, "ana")
    expected = [(portfolio.as_of_tick, {"P0": Decimal(whole)})]
    if whole != split:
        expected.append((portfolio.grid.start_of(datetime(2026, 1, 5, 9, 40)), {"P0": Decimal(split)}))
    assert steps == expected


def with_bookings(rng: Random) -> Portfolio:
    """A tiny portfolio with money whose people have bookings with and without an end, in any order."""
    portfolio = tiny_portfolio(rng)
    projects = tuple(project.id for project in portfolio.projects)
    bookings = tuple(
        Booking(
            f"B{n}",
            rng.choice((*portfolio.person, "*")),
            project=rng.choice(("", *projects)),
            percent=percent,
            hours=None if percent else Fraction(rng.randint(1, 12), rng.choice((1, 2))),
            every="" if percent else rng.choice(("", "day", "week", "month")),
            start=rng.choice((None, None, date(2026, 1, rng.randint(5, 20)))),
            end=rng.choice((None, date(2026, 1, rng.randint(8, 25)), date(2026, 3, 3))),
        )
        for n, percent in enumerate(rng.choice((None, None, Fraction(30), Fraction(100))) for _ in range(3))
    )
    if rng.random() < 0.7:
        every = rng.choice(("day", "week"))
        bookings = (Booking("all", "*", hours=Fraction(rng.choice((1, 3))), every=every), *bookings)  # type: ignore[arg-type]
    people = tuple(replace(person, rate=Decimal(rng.choice(("33.33", "50")))) for person in portfolio.people)
    rates = (Rate(people[0].id, date(2026, 1, rng.randint(8, 20)), cost=Decimal(61)),) if rng.random() < 0.3 else ()
    return replace(portfolio, people=people, rates=rates, bookings=bookings)


def test_bookings_cost_the_same_in_the_model_and_in_the_plan() -> None:
    moving = compared = 0
    for seed in range(amount(110)):
        portfolio = with_bookings(Random(seed))
        solution = constructed(portfolio)
        if solution is None:
            continue
        schedule = schedule_of(solution, portfolio)
        plan = Reading(schedule, portfolio)
        for name in ("cost", "overrun"):
            found = to_value(name, solution.instance, measure(name, solution))
            assert found == pytest.approx(goal(name).value(plan), abs=1e-6), seed
        assert not errors(schedule, portfolio, "bookings"), seed
        moving += any(len(plan.study.booked_steps(person)) > 1 for person in portfolio.person)
        compared += 1
    assert compared > amount(45)
    assert moving > amount(10)


def test_what_bookings_cost_by_last_finish_is_what_they_cost_when_placed_for_it() -> None:
    steps = 0
    for seed in range(amount(40)):
        portfolio = with_bookings(Random(seed))
        study = Study.reaching(portfolio, portfolio.as_of_tick)
        for person in portfolio.person:
            known = study.booked_steps(person)
            steps += len(known) > 1
            for last in range(portfolio.as_of_tick, portfolio.as_of_tick + 300, 11):
                costs: dict[str, Decimal] = {}
                for row in study.time.bookings(person, last):
                    project = portfolio.booking[row.booking].project
                    if project and not row.endless:
                        for start, end in row.intervals:
                            cost = study.card(person).cost(study.time.person(person), start, end)
                            costs[project] = costs.get(project, Decimal(0)) + cost
                assert next(found for tick, found in reversed(known) if tick <= last) == costs, (seed, person, last)
    assert steps > amount(5)


def test_up_to_the_last_finish_bookings_lie_where_work_saw_them() -> None:
    for seed in range(amount(50)):
        portfolio = with_bookings(Random(seed))
        study = Study.reaching(portfolio, portfolio.as_of_tick)
        last = portfolio.as_of_tick + Random(seed).randint(0, 500)
        for person in portfolio.person:
            for seen, placed in zip(study.time.bookings(person), study.time.bookings(person, last), strict=True):
                before = [[(a, min(b, last)) for a, b in row.intervals if a < last] for row in (seen, placed)]
                assert before[0] == before[1], seed
                assert not seen.endless or all(end <= last for _, end in placed.intervals)


def test_somebody_without_bookings_has_all_their_time() -> None:
    portfolio = replace(studio(), people=(Person("zoe"),))
    time = Study.reaching(portfolio, portfolio.as_of_tick).time
    assert time.free("zoe") is time.person("zoe")
