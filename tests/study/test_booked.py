"""What bookings with an end cost by the last finish of a plan, where they stand behind one without an end.

Monday 5 January 2026, 9 to 17; ana costs 50 an hour. Sales take time of hers until the plan is done, an account is paid for.
"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import at, studio
from tests.study.by_hand import moment, study

from ipmplan.core.people import Extra, Rate
from ipmplan.core.portfolio import Booking, Portfolio, Project
from ipmplan.study.booked import booked_steps

SALES = Booking("sales", "ana", hours=Fraction(1), every="day")
ACCOUNT = Booking("acct", "ana", project="P0", hours=Fraction(2), start=at(13), end=at(13, 11))
"""Two hours of Tuesday 13 January, from 9:00 to 11:00 when nobody else has them."""


def steps(portfolio: Portfolio) -> list[tuple[datetime, int]]:
    """From each last finish on: money of P0."""
    found = booked_steps(study(portfolio), "ana")
    return [(moment(tick), int(costs.get("P0", 0))) for tick, costs in found]


def booked(*bookings: Booking, **more: object) -> Portfolio:
    return studio(bookings=bookings, **more)


def test_an_hour_that_sales_take_is_not_paid_when_there_is_no_other() -> None:
    # Only a plan that goes on after Tuesday 9:00 has sales in the first of the two hours.
    assert steps(booked(SALES, ACCOUNT)) == [(at(5), 100), (at(13, 10), 50)]


def test_an_hour_that_can_be_had_later_costs_the_same() -> None:
    assert steps(booked(SALES, replace(ACCOUNT, end=at(13, 12)))) == [(at(5), 100)]
    # Those before sales in the file have their time first.
    assert steps(booked(ACCOUNT, SALES)) == [(at(5), 100)]
    # Without an end, an account's own money is counted with the plan.
    assert steps(booked(SALES, replace(ACCOUNT, end=None, every="day"))) == [(at(5), 0)]


def test_two_days_of_an_account_are_two_steps() -> None:
    """On 13 and 14 January an hour each is lost; of two accounts on one day the second one loses it."""
    daily = replace(ACCOUNT, every="day", hours=Fraction(8), end=date(2026, 1, 14))
    assert steps(booked(SALES, daily)) == [(at(5), 800), (at(13, 10), 750), (at(14, 10), 700)]
    second = replace(ACCOUNT, id="acct2", hours=Fraction(1), end=at(13, 12))
    # 9 to 11 and 11 to 12; then 10 to 11 and 11 to 12.
    assert steps(booked(SALES, ACCOUNT, second)) == [(at(5), 150), (at(13, 10), 100)]


def test_a_later_hour_may_be_dearer() -> None:
    """From Wednesday on ana costs 60: an hour that sales take of the account's three on Tuesday is worked on Wednesday."""
    week = Booking("acct", "ana", project="P0", hours=Fraction(8), start=at(13), end=date(2026, 1, 14))
    dearer = (Rate("ana", date(2026, 1, 14), Decimal(60)),)
    assert steps(booked(SALES, week, rates=dearer)) == [(at(5), 400), (at(13, 10), 410)]
    assert steps(booked(SALES, week)) == [(at(5), 400)]
    # So does an hour of extra time with a premium of half of it, after 17:00.
    evening = Extra("ana", at(13, 17), at(13, 18), Decimal("0.5"))
    assert steps(booked(SALES, replace(week, end=date(2026, 1, 13)), extra=(evening,))) == [
        (at(5), 400),
        (at(13, 10), 425),
    ]


def test_only_what_is_paid_behind_one_without_an_end_is_looked_at() -> None:
    free = replace(ACCOUNT, id="free", project="", hours=Fraction(1))
    assert steps(booked(SALES, free)) == [(at(5), 0)]
    # It has the first of the hours, and takes the second one when sales have that.
    assert steps(booked(SALES, free, ACCOUNT)) == [(at(5), 50), (at(13, 10), 0)]
    other = replace(ACCOUNT, project="P1")
    made = booked(SALES, other, projects=(Project("P0"), Project("P1")))
    assert [costs for _, costs in booked_steps(study(made), "ana")] == [{"P1": Decimal(100)}, {"P1": Decimal(50)}]


def test_without_rates_nothing_costs_anything() -> None:
    made = booked(SALES, ACCOUNT)
    cheap = replace(made, people=tuple(replace(one, rate=None) for one in made.people))
    assert {money for _, money in steps(cheap)} == {0}


@pytest.mark.parametrize(("rate", "found"), [("50.01", [100, 50]), ("50.005", [100, 50])])
def test_parts_of_cents_are_counted_where_they_are(rate: str, found: list[int]) -> None:
    made = booked(SALES, ACCOUNT)
    people = tuple(replace(one, rate=Decimal(rate)) for one in made.people)
    assert [money for _, money in steps(replace(made, people=people))] == found
