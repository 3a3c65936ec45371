"""Working when there, unbroken, exactly as long as the work takes."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from tests.plans import at, choice, does, edited, errors, issues, part, plan_of, retimed, studio, work

from ipmplan.core.people import Absence
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Booking, Portfolio, Task

TASK = Task("T1", "P0", work=(work(part(6, "qa")),))


def moved(plan: Schedule, **times: datetime) -> Schedule:
    return retimed(edited(plan, "T1", **times), "T1", **times)


def caught(plan: Schedule, portfolio: Portfolio) -> str:
    return "\n".join(str(issue) for issue in issues(plan, portfolio, "availability"))


def test_six_hours_at_half_the_speed_take_twelve() -> None:
    portfolio = studio(TASK)
    plan = plan_of(portfolio, {"T1": choice(does("ben", 5, 13))})
    assert not issues(plan, portfolio)
    assert (plan.tasks[0].end, plan.assignments[0].hours) == (at(6, 17), 12.0)


def test_an_end_too_early_is_caught() -> None:
    portfolio = studio(TASK)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 13))})
    assert plan.tasks[0].end == at(6, 11)
    assert "Maybe it ends at 6 January 2026 11:00." in caught(moved(plan, end=at(6, 10)), portfolio)


def test_an_end_after_a_night_is_the_moment_the_last_hour_ends() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(8)),)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5))})
    assert plan.tasks[0].end == at(5, 17)
    assert caught(moved(plan, end=at(6, 9)), portfolio)


def test_a_start_while_away_is_caught_with_its_reason() -> None:
    portfolio = studio(TASK)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 7))})
    away = replace(portfolio, absences=(Absence("ana", date(2026, 1, 7), date(2026, 1, 7), "holiday"),))
    assert "ana starts at 7 January 2026 09:00 but is away (holiday)\nMaybe 8 January 2026 09:00." in caught(plan, away)
    assert "does not work then" in caught(moved(plan, start=at(7, 18)), portfolio)


def test_a_booking_is_not_working_time_for_tasks() -> None:
    booked = replace(
        studio(TASK), bookings=(Booking("B1", "ana", hours=Fraction(2), every="day", end=date(2026, 1, 5)),)
    )
    plan = plan_of(booked, {"T1": choice(does("ana", 5, 11))})
    assert not issues(plan, booked)
    assert plan.tasks[0].end == at(5, 17)
    assert "is booked (B1)" in caught(moved(plan, start=at(5, 10)), booked)


def test_hours_are_rounded_up_to_the_grid_once() -> None:
    portfolio = studio(Task("T1", "P0", work=(work(part(5, "qa", fewest=2, most=2)),)))
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5), does("ben", 5))})
    assert [row.hours for row in plan.assignments] == [3.0, 5.0]
    assert "5 h" in caught(edited(plan, "T1", hours=2.5), portfolio)


def test_a_plan_edited_to_any_time_is_an_issue_and_no_crash() -> None:
    portfolio = studio(TASK)
    plan = plan_of(portfolio, {"T1": choice(does("ana", 5, 13))})
    for moment in (datetime(1960, 1, 1), datetime(9999, 12, 31), datetime(2026, 1, 5, 9, 7, 1)):
        assert errors(moved(plan, start=moment), portfolio)
        assert errors(moved(plan, end=moment), portfolio)
        assert errors(moved(plan, start=moment, end=moment), portfolio)
