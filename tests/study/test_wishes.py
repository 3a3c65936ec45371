"""What bookings ask for: their periods, times and amounts, worked out by hand."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from tests.plans import at, studio
from tests.study.by_hand import HOURS, study

from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Project, TimeOfWeek
from ipmplan.study.wishes import booking_end, bookings_of, latest_end, period_start, periods, wishes

TWO = Booking("B1", "ana", hours=Fraction(2), every="day", start=date(2026, 1, 5), end=date(2026, 1, 6))
NINE = TimeOfWeek(9 * 60)


def asked(**more: Any) -> list[tuple[datetime, datetime, int]]:
    """Between when and when a booking takes how many hours, period by period."""
    portfolio = studio(bookings=(replace(TWO, **more),))
    found = wishes(portfolio, portfolio.bookings[0], study(portfolio).time.person("ana"))
    return [(HOURS.moment(wish.start), HOURS.moment(wish.stop), wish.ticks) for wish in found]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [(at(5), at(6), 2), (at(6), at(7), 2)]),
        ({"start": None}, [(at(5), at(6), 2), (at(6), at(7), 2)]),
        # At nine, for two hours; not before the booking begins, nor when it ends.
        ({"when": NINE}, [(at(5, 9), at(5, 11), 2), (at(6, 9), at(6, 11), 2)]),
        ({"when": NINE, "start": at(5, 9)}, [(at(5, 9), at(5, 11), 2), (at(6, 9), at(6, 11), 2)]),
        ({"when": NINE, "start": at(5, 10)}, [(at(6, 9), at(6, 11), 2)]),
        ({"when": NINE, "end": at(6, 9)}, [(at(5, 9), at(5, 11), 2)]),
        ({"when": NINE, "end": at(6, 10)}, [(at(5, 9), at(5, 11), 2), (at(6, 9), at(6, 10), 2)]),
        # Half past nine is rounded up to the grid.
        ({"when": TimeOfWeek(9 * 60 + 30), "end": date(2026, 1, 5)}, [(at(5, 10), at(5, 12), 2)]),
        ({"when": TimeOfWeek(23 * 60 + 30), "end": date(2026, 1, 5)}, []),
        # On its weekday; the first one of each period, and not before its beginning.
        ({"when": TimeOfWeek(9 * 60, 1)}, [(at(6, 9), at(6, 11), 2)]),
        ({"when": TimeOfWeek(9 * 60, 2)}, []),
        (
            {"when": NINE, "every": "week", "end": date(2026, 1, 12)},
            [(at(5, 9), at(5, 11), 2), (at(12, 9), at(12, 11), 2)],
        ),
        ({"when": NINE, "every": "week", "start": at(5, 10)}, [(at(6, 9), at(6, 11), 2)]),
        (
            {"when": TimeOfWeek(9 * 60, 6), "every": "week", "end": date(2026, 1, 18)},
            [(at(11, 9), at(11, 11), 2), (at(18, 9), at(18, 11), 2)],
        ),
        (
            {"when": TimeOfWeek(9 * 60, 0), "every": "", "start": at(5, 10), "end": date(2026, 1, 20)},
            [(at(12, 9), at(12, 11), 2)],
        ),
        # A share of the day begins at its time and goes on until midnight.
        (
            {"when": TimeOfWeek(15 * 60), "hours": None, "percent": Fraction(25), "every": ""},
            [(at(5, 15), at(6), 2), (at(6, 15), at(7), 2)],
        ),
        # Whole periods, cut at both ends.
        ({"every": "", "start": at(5, 10), "end": date(2026, 1, 20)}, [(at(5, 10), at(21), 2)]),
        (
            {"every": "week", "start": date(2026, 1, 8), "end": date(2026, 1, 13)},
            [(at(8), at(12), 2), (at(12), at(14), 2)],
        ),
        ({"every": "", "start": date(2026, 1, 8), "end": date(2026, 1, 7)}, []),
    ],
)
def test_each_period_asks_for_its_hours(more: dict[str, Any], expected: list[tuple[datetime, datetime, int]]) -> None:
    assert asked(**more) == expected


def test_without_an_end_it_goes_on_as_far_as_one_looks() -> None:
    assert len(asked(end=None)) == (date(2026, 3, 1) - date(2026, 1, 5)).days
    assert [ticks for *_, ticks in asked(end=None, hours=None, percent=Fraction(1), every="")].count(1) == 3


@pytest.mark.parametrize(
    ("percent", "ticks"),
    [(100, [8, 8, 8]), (50, [4, 4, 4]), (20, [2, 1, 2]), (10, [1, 1, 0]), (3, [0, 0, 1])],
)
def test_a_share_is_rounded_over_its_running_total(percent: int, ticks: list[int]) -> None:
    # 8 hours a day at 20 % are 1.6, 3.2 and 4.8; halves are rounded up.
    more = {
        "hours": None,
        "percent": Fraction(percent),
        "every": "",
        "start": date(2026, 1, 8),
        "end": date(2026, 1, 12),
    }
    assert [found for *_, found in asked(**more)] == ticks


def test_a_booking_ends_with_itself_or_its_project() -> None:
    projects = (Project("P0", due=date(2026, 1, 9)), Project("P1"))
    portfolio = studio(projects=projects)
    ends = [replace(TWO, project=project, end=end) for project in ("P0", "P1", "P9", "") for end in (TWO.end, None)]
    assert [None if (end := booking_end(portfolio, one)) is None else HOURS.moment(end) for one in ends] == [
        at(7),
        at(10),
        *[at(7), None] * 3,
    ]
    assert latest_end(portfolio) == HOURS.start_of(at(5))
    assert latest_end(replace(portfolio, bookings=(ends[1], ends[0], ends[3]))) == HOURS.start_of(at(10))
    assert latest_end(replace(portfolio, bookings=(replace(TWO, end=date(2026, 1, 2)),))) == HOURS.start_of(at(5))


def test_bookings_of_projects_that_are_not_planned_take_no_time() -> None:
    projects = (Project("P0"), Project("P1", status="tentative"))
    people = ("ana", EVERYBODY, "ben", "ana", "ana")
    named = ("P0", "P9", "P0", "P1", "")
    bookings = tuple(
        replace(TWO, id=f"B{n}", person=person, project=project)
        for n, (person, project) in enumerate(zip(people, named, strict=True))
    )
    portfolio = studio(projects=projects, bookings=bookings)
    assert [booking.id for booking in bookings_of(portfolio, "ana")] == ["B0", "B1", "B4"]
    assert [booking.id for booking in bookings_of(portfolio, "ben")] == ["B1", "B2"]


@pytest.mark.parametrize(("every", "first"), [("", 14), ("day", 14), ("week", 12), ("month", 1)])
def test_a_period_began_with_its_day_week_or_month(every: str, first: int) -> None:
    assert HOURS.moment(period_start(HOURS, every, HOURS.start_of(at(14, 15)))) == at(first)


def test_months_end_with_their_last_day() -> None:
    first, last = HOURS.start_of(date(2025, 12, 31)), HOURS.start_of(date(2026, 3, 2))
    found = [(HOURS.day(start), HOURS.day(stop)) for start, stop in periods(HOURS, "month", first, last)]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2)]
    assert found == list(pairwise(days))
    assert not list(periods(HOURS, "month", last, first)) + list(periods(HOURS, "", first, first))
