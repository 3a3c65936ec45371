"""What an hour costs when, and what a project costs whatever is chosen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import MONDAY, at, part, studio, work
from tests.study.by_hand import logged, study

from ipmplan.core.calendar import ENDLESS
from ipmplan.core.people import EVERYBODY, Extra, Rate
from ipmplan.core.portfolio import Booking, Portfolio, Project, Task
from ipmplan.core.records import Change
from ipmplan.study.money import cents, raised_budgets

# Ana costs 50 until Tuesday, 80 from Wednesday 7 January on, 90 from Friday on; ben 40.
RATES = (
    Rate("ana", date(2026, 1, 9), Decimal(90)),
    Rate("ana", date(2026, 1, 7), Decimal(80)),
    Rate("ana", date(2026, 1, 8), bill=Decimal(200)),
)
EVENING = Extra("ana", at(7, 17), at(7, 19), Decimal("0.5"))


def tick(portfolio: Portfolio, day: int, hour: int) -> int:
    return portfolio.grid.start_of(at(day, hour))


@pytest.mark.parametrize(
    ("amount", "rounded"), [("1.004", "1.00"), ("1.005", "1.01"), ("1.015", "1.02"), ("-1.005", "-1.01")]
)
def test_half_a_cent_is_rounded_up(amount: str, rounded: str) -> None:
    assert cents(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(
    ("day", "hour", "cost"),
    [(1, 9, 50), (6, 23, 50), (7, 0, 80), (7, 16, 80), (7, 17, 120), (7, 18, 120), (7, 19, 80), (8, 9, 80), (9, 0, 90)],
)
def test_a_rate_holds_from_its_day_on_and_a_premium_within_its_hours(day: int, hour: int, cost: int) -> None:
    portfolio = studio(rates=RATES, extra=(EVENING,))
    assert study(portfolio).card("ana").at(tick(portfolio, day, hour)) == cost
    assert study(portfolio).card("ben").at(tick(portfolio, day, hour)) == 40


def test_a_day_costs_what_its_first_hour_costs_without_premium() -> None:
    card = study(studio(rates=RATES, extra=(EVENING,))).card("ana")
    assert [card.on(date(2026, 1, day)) for day in (6, 7, 8, 9)] == [50, 80, 80, 90]


def test_the_highest_premium_holds() -> None:
    portfolio = studio(
        extra=(EVENING, Extra(EVERYBODY, at(7, 18), at(7, 20), Decimal(1)), replace(EVENING, premium=Decimal("0.25")))
    )
    card = study(portfolio).card("ana")
    assert [card.at(tick(portfolio, 7, hour)) for hour in (16, 17, 18, 19, 20)] == [50, 75, 100, 100, 50]


def test_a_rate_without_a_day_holds_from_the_beginning() -> None:
    portfolio = studio(rates=(Rate("ben", cost=Decimal(70)),))
    assert study(portfolio).card("ben").at(portfolio.as_of_tick) == 70


def test_work_costs_the_rate_of_each_of_its_hours_at_its_share() -> None:
    portfolio = studio(rates=RATES, extra=(EVENING,))
    found = study(portfolio)
    worked, card = found.time.person("ana"), found.card("ana")
    span = tick(portfolio, 6, 15), tick(portfolio, 8, 10)
    # Tuesday 15 to 17 at 50, Wednesday 9 to 17 at 80 and 17 to 19 at 120, an hour of Thursday at 80.
    assert card.cost(worked, *span) == 100 + 640 + 240 + 80
    assert card.cost(worked, *span, Decimal("0.25")) == 265
    assert card.cost(worked, tick(portfolio, 5, 18), tick(portfolio, 6, 9)) == 0
    # A third of an hour at 50: rounded once.
    assert card.cost(worked, tick(portfolio, 5, 9), tick(portfolio, 5, 10), Decimal(1) / 3) == Decimal("16.67")


def test_accepted_changes_raise_a_budget_that_is_there() -> None:
    changes = tuple(
        Change(f"C{number}", project, price=price, status=status)  # type: ignore[arg-type]
        for number, (project, price, status) in enumerate(
            [
                ("P0", Decimal(10), "accepted"),
                ("P0", Decimal(5), "accepted"),
                ("P0", Decimal(100), "asked"),
                ("P0", Decimal(100), "quoted"),
                ("P0", Decimal(100), "declined"),
                ("P0", None, "accepted"),
                ("P1", Decimal(100), "accepted"),
            ]
        )
    )
    projects = (Project("P0", budget=Decimal(1000)), Project("P1"), Project("P2", budget=Decimal(0)))
    assert raised_budgets(studio(projects=projects, changes=changes)) == {"P0": 1015, "P2": 0}


def costs(portfolio: Portfolio) -> dict[str, Decimal]:
    return study(portfolio).costs_by(portfolio.grid.start_of(at(12)))


def test_recorded_hours_cost_the_rate_of_their_day() -> None:
    rows = (
        logged("T1", "ana", 2, on=date(2026, 1, 6)),
        logged("T1", "ana", 3, on=date(2026, 1, 7)),
        logged("T1", "ben", 1.5, on=date(2026, 1, 6), cost="7.25"),
        logged("T1", "", 8, cost="3"),
        logged("T2", "ana", 1, on=date(2026, 1, 6)),
    )
    portfolio = studio(
        Task("T1", "P0", work=(work(part(40), cost=11), work(part(8), cost=99))),
        Task("T2", "P0", work=(work(part(40), cost=500),), cancelled=True, fixed_cost=Decimal(600)),
        Task("T3", "P0", work=(work(part(40), cost=700),), fixed_cost=Decimal(13)),
        Task("T4", "P1", fixed_cost=Decimal(17)),
        Task("T5", "", fixed_cost=Decimal(19)),
        projects=(Project("P0"), Project("P1"), Project("P2", status="done")),
        rates=RATES,
        progress=rows,
    )
    portfolio = replace(portfolio, as_of=date(2026, 1, 8))
    # Work of T1, money without hours, the alternative that was begun; an hour of T2 though it is cancelled; T3's fixed cost.
    assert costs(portfolio) == {"P0": 100 + 240 + 60 + Decimal("10.25") + 11 + 50 + 13, "P1": 17}


def test_bookings_of_a_project_cost_their_hours() -> None:
    bookings = (
        Booking("B0", "ana", project="P0", hours=Fraction(2), every="day", end=date(2026, 1, 6)),
        Booking("B1", EVERYBODY, project="P0", hours=Fraction(1), end=MONDAY),
        Booking("B2", "ana", hours=Fraction(1), end=MONDAY),
        Booking("B3", "ben", project="P1", hours=Fraction(1), every="day"),
    )
    portfolio = studio(bookings=bookings, projects=(Project("P0"), Project("P1")), progress=(logged("B0", "ben", 1),))
    # Ana 4 h and 1 h, ben 1 h and the hour recorded; B3 goes on until the last finish: 5 days of ben.
    assert costs(portfolio) == {"P0": 5 * 50 + 40 + 40, "P1": 5 * 40}
    assert study(portfolio).certain_costs == {"P0": 330, "P1": 0}


def test_without_a_rate_there_is_no_money() -> None:
    people = tuple(replace(person, rate=None) for person in studio().people)
    portfolio = studio(Task("T1", "P0", fixed_cost=Decimal(5)), people=people)
    assert not portfolio.has_money
    assert costs(portfolio) == {}
    assert not replace(portfolio, rates=(Rate("ana", bill=Decimal(9)),)).has_money
    assert costs(replace(portfolio, rates=(Rate("ana", cost=Decimal(9)),))) == {"P0": 5}


def test_the_cheapest_hour_is_looked_for_from_a_moment_on() -> None:
    rates = (
        Rate("ana", date(2026, 1, 7), Decimal(20)),
        Rate("ana", at(8, 12), Decimal(60)),
        Rate("ana", at(9, 12), Decimal(30)),
    )
    portfolio = studio(rates=rates, extra=(EVENING,))
    card = study(portfolio).card("ana")
    hours = [(5, 0), (7, 0), (8, 11), (8, 12), (9, 11), (9, 12), (30, 0)]
    assert [card.least(tick(portfolio, *hour)) for hour in hours] == [20, 20, 20, 30, 30, 30, 30]
    assert study(portfolio).card("ben").least(portfolio.as_of_tick) == 40


def test_a_cost_is_known_from_the_first_rate_on() -> None:
    found = study(studio(rates=RATES))
    ana, ben = studio().people
    free = replace(ana, rate=None)
    assert [found.card(name).known_from for name in ("ana", "ben")] == [0, 0]
    later = studio(people=(free, ben), rates=RATES)
    assert study(later).card("ana").known_from == tick(later, 7, 0)
    assert study(studio(people=(free, ben), rates=RATES[2:])).card("ana").known_from == ENDLESS
    assert study(studio(people=(replace(ana, rate=Decimal(0)), ben))).card("ana").known_from == 0
