"""Hours that cost nothing: those of ana before anybody said what she costs, for projects with a budget."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.plans import Choice, choice, does, part, plan_of, studio, work
from tests.study.by_hand import logged

from ipmplan.core.people import Rate
from ipmplan.core.portfolio import Booking, Portfolio, Project, Task
from ipmplan.study.reading import Reading
from ipmplan.study.unpaid import project_of, unpaid

TWELVE = Task("T1", "P0", work=(work(part(12, "ux")),))
TUESDAY = {"T1": choice(does("ana", 6))}


def agency(*tasks: Task, ana: Decimal | None = None, **more: object) -> Portfolio:
    """P0 has a budget, P1 has none; ben costs 40, ana nothing that is known."""
    first, second = studio().people
    people = (replace(first, rate=ana), second)
    return studio(
        *tasks, **{"people": people, "projects": (Project("P0", budget=Decimal(9000)), Project("P1")), **more}
    )


def found(portfolio: Portfolio, choices: Mapping[str, Choice] | None = None) -> list[tuple[str, str, float]]:
    plan = Reading(plan_of(portfolio, choices or {}), portfolio)
    return [(row.person, row.project, row.hours) for row in unpaid(plan)]


@pytest.mark.parametrize(
    ("rates", "hours"),
    [
        ((), 12),
        # Tuesday has eight of the twelve hours.
        ((Rate("ana", date(2026, 1, 7), Decimal(60)),), 8),
        ((Rate("ana", date(2026, 1, 6), Decimal(60)),), 0),
        ((Rate("ana", date(2026, 1, 9), Decimal(60)), Rate("ana", date(2026, 1, 7), Decimal(70))), 8),
        ((Rate("ana", date(2026, 1, 7), bill=Decimal(60)),), 12),
        ((Rate("ben", date(2026, 1, 7), Decimal(60)),), 12),
        ((Rate("ana", None, Decimal(60)),), 0),
    ],
)
def test_planned_hours_before_the_first_rate_cost_nothing(rates: tuple[Rate, ...], hours: int) -> None:
    assert found(agency(TWELVE, rates=rates), TUESDAY) == ([("ana", "P0", hours)] if hours else [])


def test_who_has_a_rate_is_paid_from_the_beginning() -> None:
    assert not found(agency(TWELVE, ana=Decimal(50), rates=(Rate("ana", date(2026, 1, 9), Decimal(60)),)), TUESDAY)
    # A rate of nothing was given by somebody.
    assert not found(agency(TWELVE, ana=Decimal(0)), TUESDAY)


def test_without_any_rate_there_is_no_money() -> None:
    portfolio = agency(TWELVE)
    assert not found(replace(portfolio, people=tuple(replace(p, rate=None) for p in portfolio.people)), TUESDAY)


def test_only_projects_with_a_budget_count_each_with_all_its_hours() -> None:
    tasks = (
        TWELVE,
        replace(TWELVE, id="T2", project="P1"),
        replace(TWELVE, id="T3"),
        replace(TWELVE, id="T4", project="P2"),
    )
    choices = {f"T{number}": choice(does("ana", 4 + number)) for number in range(1, 5)}
    projects = (Project("P0", budget=Decimal(1)), Project("P1"), Project("P2", budget=Decimal(0)))
    assert found(agency(*tasks, projects=projects), choices) == [("ana", "P0", 24), ("ana", "P2", 12)]


def test_half_of_somebodys_time_is_half_of_the_hours() -> None:
    shared = replace(TWELVE, work=(work(part(12, "ux", share=50)),))
    # 24 hours at half her time: eight of them, four of work, on Tuesday.
    assert found(agency(shared), TUESDAY) == [("ana", "P0", 12)]
    assert found(agency(shared, rates=(Rate("ana", date(2026, 1, 7), Decimal(60)),)), TUESDAY) == [("ana", "P0", 4)]


@pytest.mark.parametrize(("since", "hours"), [(None, 5), (date(2026, 1, 2), 2), (date(2026, 1, 1), 0)])
def test_recorded_hours_count_by_their_day(since: date | None, hours: int) -> None:
    rows = (
        logged("T1", "ana", 2, on=date(2026, 1, 1)),
        logged("T1", "ana", 3, 0),
        logged("T1", "ben", 7),
        logged("T9", "ana", 8),
    )
    rates = () if since is None else (Rate("ana", since, Decimal(60)),)
    portfolio = agency(TWELVE, progress=rows, rates=rates)
    assert found(portfolio) == ([("ana", "P0", hours)] if hours else [])


@pytest.mark.parametrize(
    ("start", "end", "since", "hours"),
    [
        # Thursday and Friday before the status date, three hours each, which nobody recorded.
        (1, 2, None, 6),
        (1, 2, 2, 3),
        (1, 2, 1, 0),
        # Monday and Tuesday from the status date on.
        (5, 6, None, 6),
        (5, 6, 6, 3),
        (5, 6, 5, 0),
        (2, 5, None, 6),
    ],
)
def test_bookings_count_on_both_sides_of_the_status_date(start: int, end: int, since: int | None, hours: int) -> None:
    booking = Booking(
        "B1", "ana", project="P0", hours=Fraction(3), every="day", start=date(2026, 1, start), end=date(2026, 1, end)
    )
    others = (
        replace(booking, id="B2", project="P1"),
        replace(booking, id="B3", project=""),
        replace(booking, id="B4", person="ben"),
    )
    rates = () if since is None else (Rate("ana", date(2026, 1, since), Decimal(60)),)
    portfolio = agency(bookings=(booking, *others), rates=rates)
    assert found(portfolio) == ([("ana", "P0", hours)] if hours else [])


def test_the_project_of_work_is_that_of_a_task_or_booking() -> None:
    portfolio = agency(TWELVE, bookings=(Booking("B1", "ana", project="P1", hours=Fraction(1)), Booking("B2", "ana")))
    plan = Reading(plan_of(portfolio, {}), portfolio)
    assert [project_of(plan, name) for name in ("T1", "B1", "B2", "T9")] == ["P0", "P1", "", ""]
