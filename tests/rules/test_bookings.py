"""Bookings where the rule puts them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.plans import at, choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Booking, Task

DAILY = Booking("B1", "ana", hours=Fraction(1), every="day")


def test_bookings_as_placed_pass_and_end_with_the_plan() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),)), bookings=(DAILY,))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 10))})
    booked = [(row.start, row.end) for row in plan.assignments if row.kind == "booking"]
    assert booked == [(at(5, 9), at(5, 10)), (at(6, 9), at(6, 10))]
    assert not issues(plan, portfolio)


def test_a_booking_that_is_missing_moved_or_unknown_is_caught() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),)), bookings=(DAILY,))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 10))})
    missing = tuple(row for row in plan.assignments if row.start != at(6, 9))
    found = issues(replace(plan, assignments=missing), portfolio, "bookings")
    assert [issue.message for issue in found] == [
        "for ana the plan misses 6 January 2026 09:00 to 6 January 2026 10:00"
    ]
    more = replace(next(row for row in plan.assignments if row.kind == "booking"), start=at(5, 15), end=at(5, 16))
    found = issues(replace(plan, assignments=(*plan.assignments, more)), portfolio, "bookings")
    assert "has too much" in found[0].message
    unknown = replace(more, task="B9")
    assert (
        "not know" in issues(replace(plan, assignments=(*plan.assignments, unknown)), portfolio, "bookings")[0].message
    )


def test_a_booking_with_an_end_stays_beyond_the_last_task() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(2)),)), bookings=(replace(DAILY, end=date(2026, 1, 7)),))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 10))})
    assert sum(row.kind == "booking" for row in plan.assignments) == 3
    assert not issues(plan, portfolio)
