"""Recorded time stays."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.plans import at, choice, does, issues, part, plan_of, studio, work

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Booking, Portfolio, Task
from ipmplan.core.records import Progress

ROWS = (
    Progress(date(2025, 12, 30), "T1", "ana", Fraction(3)),
    Progress(date(2026, 1, 2), "T1", "ana", Fraction(2), Fraction(4)),
    Progress(date(2026, 1, 2), "T1", "", Fraction(1), Fraction(4)),
    Progress(date(2026, 1, 2), "B1", "ben", Fraction(2)),
)


def planned() -> tuple[Portfolio, Schedule]:
    bookings = (Booking("B1", "ben", hours=Fraction(1), end=date(2026, 1, 5)),)
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),)), bookings=bookings, progress=ROWS)
    return portfolio, plan_of(portfolio, {"T1": choice(does("ana", 5))})


def test_recorded_time_in_one_row_for_each_person_passes() -> None:
    portfolio, plan = planned()
    assert [row.hours for row in plan.assignments if row.kind == "actual"] == [5.0, 1.0, 2.0]
    assert not issues(plan, portfolio)


def test_lost_changed_moved_and_invented_hours_are_caught() -> None:
    portfolio, plan = planned()
    actual = next(row for row in plan.assignments if row.kind == "actual")
    rest = tuple(row for row in plan.assignments if row is not actual)

    def caught(*rows: object) -> str:
        edited = replace(plan, assignments=(*rest, *rows))  # type: ignore[arg-type]
        return " / ".join(issue.message for issue in issues(edited, portfolio, "actuals"))

    assert caught(actual) == ""
    assert caught() == "ana has recorded 5 h, but the plan has 0 h"
    assert caught(replace(actual, hours=4.0)) == "ana has recorded 5 h, but the plan has 4 h"
    assert "2025-12-30 to 2026-01-02" in caught(replace(actual, end=at(3, 17)))
    assert "nothing is recorded" in caught(actual, replace(actual, person="ben"))


def test_what_a_cancelled_task_logged_is_kept() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),), cancelled=True), progress=ROWS[:1])
    plan = plan_of(portfolio, {})
    assert not issues(plan, portfolio)
    assert issues(replace(plan, assignments=()), portfolio, "actuals")
