"""Reported loads."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.plans import choice, does, issues, part, plan_of, studio, work

from ipmplan.core.portfolio import Booking, Task


def test_a_wrong_or_unknown_report_is_caught() -> None:
    booking = Booking("B1", "ana", hours=Fraction(2), end=date(2026, 1, 9))
    portfolio = studio(Task("T1", "P0", work=(work(part(6)),)), bookings=(booking,))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 6, 9))})
    first = plan.people[0]
    assert (first.hours, first.available_hours, round(first.utilisation, 3)) == (8.0, 14.0, 0.571)
    assert not issues(plan, portfolio)

    def caught(**changes: object) -> int:
        edited = replace(plan, people=(replace(first, **changes),))  # type: ignore[arg-type]
        return len(issues(edited, portfolio, "people"))

    assert caught() == 0
    assert caught(hours=7.0) == 1
    assert caught(available_hours=40.0) == 1
    assert caught(utilisation=1.0) == 1
    assert caught(id="zoe") == 1
