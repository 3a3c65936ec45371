"""Where bookings lie: worked out by hand, and against placing them one step after the other."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from tests.plans import MONDAY, at, studio
from tests.study.by_hand import HOURS, moment, study

from ipmplan.core.calendar import Moment
from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.core.portfolio import Booking, Portfolio, Project

Span = tuple[datetime, datetime]


def booked(portfolio: Portfolio, person: str = "ana", last: Moment | None = None) -> dict[str, list[Span]]:
    """From when to when each booking of a person lies."""
    finish = None if last is None else HOURS.start_of(last)
    return {
        row.booking: [(moment(start), moment(end)) for start, end in row.intervals]
        for row in study(portfolio).time.bookings(person, finish)
    }


def hours(day: int, start: int, end: int, month: int = 1) -> Span:
    return at(day, start, month), at(day, end, month)


def booking(name: str = "B", **more: object) -> Booking:
    return Booking(name, "ana", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"hours": Fraction(2), "end": date(2026, 1, 9)}, [hours(5, 9, 11)]),
        ({"hours": Fraction(3, 2), "end": date(2026, 1, 9)}, [hours(5, 9, 11)]),
        ({"hours": Fraction(10), "end": date(2026, 1, 9)}, [hours(5, 9, 17), hours(6, 9, 11)]),
        # What does not fit is left out.
        ({"hours": Fraction(10), "end": MONDAY}, [hours(5, 9, 17)]),
        ({"hours": Fraction(2), "start": date(2026, 1, 7), "end": date(2026, 1, 9)}, [hours(7, 9, 11)]),
        # It was planned on 1 December; of 42 hours, 40 fit into the week before the status date.
        ({"hours": Fraction(2), "start": date(2025, 12, 1), "end": date(2026, 1, 9)}, []),
        ({"hours": Fraction(42), "start": date(2025, 12, 29), "end": date(2026, 1, 9)}, [hours(5, 9, 11)]),
        ({"hours": Fraction(2), "start": at(6, 16), "end": at(7, 17)}, [hours(6, 16, 17), hours(7, 9, 10)]),
        ({"hours": Fraction(2), "start": date(2026, 1, 10), "end": date(2026, 1, 11)}, []),
        ({"hours": Fraction(2), "start": date(2026, 1, 9), "end": date(2026, 1, 8)}, []),
        ({"hours": Fraction(1), "every": "day", "end": date(2026, 1, 6)}, [hours(5, 9, 10), hours(6, 9, 10)]),
        (
            {"hours": Fraction(1), "every": "week", "start": date(2026, 1, 8), "end": date(2026, 1, 20)},
            [hours(8, 9, 10), hours(12, 9, 10), hours(19, 9, 10)],
        ),
        # Friday 30 January is all that is left of the month and of the week; Sunday 1 February is of the same week.
        (
            {"hours": Fraction(9), "every": "week", "start": date(2026, 1, 30), "end": date(2026, 2, 1)},
            [hours(30, 9, 17)],
        ),
        (
            {"hours": Fraction(9), "every": "month", "start": date(2026, 1, 30), "end": date(2026, 2, 27)},
            [hours(30, 9, 17), hours(2, 9, 17, 2), hours(3, 9, 10, 2)],
        ),
    ],
)
def test_a_booking_takes_the_earliest_time_of_each_period(more: dict[str, Any], expected: list[Span]) -> None:
    assert booked(studio(bookings=(replace(booking(), **more),))) == {"B": expected}


def test_iso_weeks_go_on_over_new_year() -> None:
    # 2026 has a week 53, from Monday 28 December to Sunday 3 January 2027.
    portfolio = replace(studio(), as_of=date(2026, 12, 30))
    weekly = booking(hours=Fraction(1), every="week", end=date(2027, 1, 8))
    found = study(replace(portfolio, bookings=(weekly,)), date(2027, 2, 1)).time.bookings("ana")[0]
    assert [moment(start) for start, _ in found.intervals] == [at(30, 9, 12), datetime(2027, 1, 4, 9)]


def test_bookings_are_placed_in_file_order() -> None:
    rows = (
        booking("B0", hours=Fraction(2), every="day", end=MONDAY),
        booking("B1", hours=Fraction(3), end=MONDAY),
        Booking("B2", EVERYBODY, hours=Fraction(1), end=MONDAY),
        Booking("B3", "ben", hours=Fraction(1), end=MONDAY),
        booking("B4", hours=Fraction(9), end=MONDAY),
    )
    portfolio = studio(bookings=rows)
    assert booked(portfolio) == {
        "B0": [hours(5, 9, 11)],
        "B1": [hours(5, 11, 14)],
        "B2": [hours(5, 14, 15)],
        "B4": [hours(5, 15, 17)],
    }
    assert booked(portfolio, "ben") == {"B2": [hours(5, 9, 10)], "B3": [hours(5, 10, 11)]}
    assert next(iter(booked(replace(portfolio, bookings=rows[::-1])).items())) == ("B4", [hours(5, 9, 17)])


def test_an_absence_within_a_period_is_skipped() -> None:
    portfolio = studio(
        bookings=(booking(hours=Fraction(4), end=MONDAY),), absences=(Absence("ana", at(5, 10), at(5, 12)),)
    )
    assert booked(portfolio) == {"B": [hours(5, 9, 10), hours(5, 12, 15)]}


@pytest.mark.parametrize(
    ("percent", "by_day"),
    [
        # 2 of 8 hours each day.
        (25, [2, 2, 2, 2]),
        # 1.6, 3.2, 4.8, 6.4 in all: 2, 3, 5, 6.
        (20, [2, 1, 2, 1]),
        # 0.4, 0.8, 1.2, 1.6.
        (5, [0, 1, 0, 1]),
        # Half a step is rounded up: 0.5, 1, 1.5, 2.
        (Fraction(25, 4), [1, 0, 1, 0]),
        (100, [8, 8, 8, 8]),
    ],
)
def test_a_percentage_is_rounded_over_the_running_total(percent: Fraction, by_day: list[int]) -> None:
    portfolio = studio(bookings=(booking(percent=Fraction(percent), end=date(2026, 1, 8)),))
    expected = [hours(5 + day, 9, 9 + length) for day, length in enumerate(by_day) if length]
    assert booked(portfolio) == {"B": expected}


def test_a_percentage_is_of_all_working_time_also_where_some_is_booked() -> None:
    rows = (
        booking("B0", hours=Fraction(7), every="day", end=MONDAY),
        booking("B1", percent=Fraction(25), end=date(2026, 1, 12)),
    )
    found = booked(studio(bookings=rows))["B1"]
    # One of its two hours fits on Monday; the weekend counts as no day.
    assert found == [hours(5, 16, 17), *(hours(day, 9, 11) for day in (6, 7, 8, 9, 12))]


@pytest.mark.parametrize(
    ("status", "due", "end", "days"),
    [
        ("confirmed", date(2026, 1, 6), None, 2),
        ("confirmed", date(2026, 1, 6), date(2026, 1, 7), 3),
        ("confirmed", None, None, 4),
        ("tentative", date(2026, 1, 6), None, None),
        ("on_hold", None, None, None),
        ("done", None, None, None),
    ],
)
def test_a_projects_booking_ends_at_its_due_and_goes_with_it(
    status: str, due: date | None, end: date | None, days: int | None
) -> None:
    row = booking(project="P0", hours=Fraction(1), every="day", end=end)
    portfolio = studio(bookings=(row,), projects=(Project("P0", due=due, status=status),))  # type: ignore[arg-type]
    found = booked(portfolio, last=date(2026, 1, 9))
    assert found == ({} if days is None else {"B": [hours(5 + day, 9, 10) for day in range(days)]})


@pytest.mark.parametrize(("last", "end"), [(at(7, 9), None), (at(7, 10), 10), (at(7, 11), 11), (at(7, 12), 11)])
def test_a_booking_without_an_end_is_cut_at_the_last_finish(last: datetime, end: int | None) -> None:
    portfolio = studio(bookings=(booking(hours=Fraction(2), every="day"), Booking("B9", "ben", hours=Fraction(1))))
    expected = [hours(5, 9, 11), hours(6, 9, 11), *([hours(7, 9, end)] if end is not None else [])]
    assert booked(portfolio, last=last) == {"B": expected}
    assert [row.endless for row in study(portfolio).time.bookings("ana")] == [True]
    assert len(booked(portfolio)["B"]) > 30


def random_bookings(rng: Random) -> tuple[Booking, ...]:
    rows = []
    for number in range(rng.randint(1, 4)):
        start = MONDAY + timedelta(days=rng.randint(-3, 20))
        asked = (
            {"percent": Fraction(rng.choice((10, 25, 33, 60)))}
            if rng.random() < 0.3
            else {"hours": Fraction(rng.randint(1, 12))}
        )
        every = rng.choice(("", "day", "week", "month")) if "hours" in asked else ""
        end = start + timedelta(days=rng.randint(0, 40)) if rng.random() < 0.7 else None
        rows.append(Booking(f"B{number}", rng.choice(("ana", EVERYBODY)), every=every, start=start, end=end, **asked))  # type: ignore[arg-type]
    return tuple(rows)


def period(row: Booking, day: date) -> object:
    return {"": "", "day": day, "week": day.isocalendar()[:2], "month": (day.year, day.month)}[row.every]


@pytest.mark.parametrize("seed", range(40))
def test_bookings_lie_where_one_step_after_the_other_puts_them(seed: int) -> None:
    """Walk over ana's hours, 9 to 17 on working days, and take each that a booking still wants in its period.

    What began before the status date, Monday the 5th, has had its part of the period before it.
    """
    rng = Random(seed)
    portfolio = studio(bookings=random_bookings(rng))
    free = [
        at(1) + timedelta(days=day, hours=hour)
        for day in range(59)
        if (at(1) + timedelta(days=day)).weekday() < 5
        for hour in range(9, 17)
    ]
    working = list(free)
    expected = {}
    for row in portfolio.bookings:
        first, last = row.start or MONDAY, row.end or date(2026, 2, 28)
        assert not isinstance(first, datetime)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        taken: list[datetime] = []
        wanted: dict[object, int] = {}
        if row.percent is None:
            wanted = {period(row, day): int(row.hours or 0) for day in days}
        else:
            total, given = Fraction(0), 0
            for day in days:
                total += row.percent / 100 * sum(time.date() == day for time in working)
                wanted[day], given = int(total + Fraction(1, 2)) - given, int(total + Fraction(1, 2))
        for time in free:
            key = time.date() if row.percent is not None else period(row, time.date())
            if time.date() in days and wanted.get(key, 0) > 0:
                wanted[key] -= 1
                taken.append(time)
        free = [time for time in free if time not in taken]
        expected[row.id] = [time for time in taken if time >= at(5)]
    found = {
        name: [
            start + timedelta(hours=hour)
            for start, end in spans
            for hour in range(int((end - start).total_seconds() // 3600))
        ]
        for name, spans in booked(portfolio).items()
    }
    assert found == expected
