"""Bookings before the status date, Wednesday 7 January 2026: what was recorded of them, or else planned, is gone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import studio
from tests.study.by_hand import HOURS, logged, study

from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking
from ipmplan.core.records import Progress
from ipmplan.study.past import Past

WEDNESDAY = date(2026, 1, 7)
DECEMBER_29 = date(2025, 12, 29)
WEEKLY = Booking("B1", "ana", hours=Fraction(3), every="week", start=DECEMBER_29)
HALF = replace(WEEKLY, hours=None, percent=Fraction(50), every="week")


def past(*bookings: Booking, rows: Iterable[Progress] = (), person: str = "ana") -> Past:
    return study(replace(studio(bookings=bookings, progress=tuple(rows)), as_of=WEDNESDAY)).time.past(person)


def planned(found: Past) -> list[tuple[str, int, int]]:
    """First day and hours of each past period that nobody recorded."""
    return [(row.booking, HOURS.day(row.intervals[0][0]).day, row.ticks) for row in found.unrecorded]


def on(day: int, hours: float, task: str = "B1", person: str = "ana") -> Progress:
    return logged(task, person, hours, on=date(2026 if day < 20 else 2025, 1 if day < 20 else 12, day))


@pytest.mark.parametrize(
    ("more", "rows", "expected", "gone"),
    [
        # The last week and this one, which lies on both sides of the status date.
        ({}, [], [29, 5], 3),
        ({}, [on(6, 2)], [29], 2),
        ({}, [on(6, 2), on(5, 2.5)], [29], 4.5),
        ({}, [on(5, 0)], [29], 0),
        ({}, [on(30, 1)], [5], 3),
        # The first and the last day of a week are its own.
        ({}, [on(29, 1)], [5], 3),
        ({}, [logged("B1", "ana", 1, on=date(2026, 1, 4))], [5], 3),
        # A named person's booking may be recorded by anybody.
        ({}, [on(6, 2, person="ben")], [29], 2),
        ({}, [on(6, 2, task="B2")], [29, 5], 3),
        # Days on which it was cut: it ended with Sunday, and has nothing of this week.
        ({"end": date(2026, 1, 4)}, [], [29], None),
        ({"end": date(2026, 1, 5)}, [], [29, 5], None),
        ({"end": date(2026, 1, 6)}, [], [29, 5], None),
        ({"end": date(2026, 1, 7)}, [], [29, 5], 3),
        # Its last day is its own however little of it is left; the day after is not.
        ({"end": datetime(2026, 1, 6, 1)}, [on(6, 2)], [29], None),
        ({"end": datetime(2026, 1, 6)}, [on(6, 2)], [29, 5], None),
        # Without a start, or with one that comes, there is no past.
        ({"start": None}, [], [], None),
        ({"start": WEDNESDAY}, [], [], None),
        ({"start": date(2026, 1, 8)}, [], [], None),
        ({"start": date(2026, 1, 6)}, [], [6], 3),
        # Once, from its start on.
        ({"every": ""}, [], [29], 3),
        ({"every": "month", "start": date(2025, 12, 1)}, [], [1, 1], 3),
    ],
)
def test_past_periods_are_recorded_or_planned(
    more: dict[str, Any], rows: list[Progress], expected: list[int], gone: float | None
) -> None:
    found = past(replace(WEEKLY, **more), rows=rows)
    assert [day for _, day, _ in planned(found)] == expected
    assert all(ticks == 3 for _, _, ticks in planned(found))
    # Three hours fit into the first day: no empty time of others is written down.
    assert all(len(row.intervals) == 1 for row in found.unrecorded)
    assert found.gone == ({} if gone is None else {"B1": -(-gone // 1)})


@pytest.mark.parametrize(
    ("start", "counts"),
    [
        (date(2025, 12, 31), True),
        # Half of the week, and less than half of it.
        (datetime(2025, 12, 31, 13), True),
        (datetime(2025, 12, 31, 14), False),
        (date(2026, 1, 1), False),
    ],
)
def test_a_first_week_that_was_mostly_over_counts_only_what_is_recorded(start: date, counts: bool) -> None:
    booking = replace(WEEKLY, start=start)
    assert [day for _, day, _ in planned(past(booking))] == ([start.day] if counts else []) + [5]
    recorded = past(booking, rows=[logged("B1", "ana", 1, on=date(2026, 1, 2))])
    assert [day for _, day, _ in planned(recorded)] == [5]
    # Each day is whole, and so is what is done once.
    assert planned(past(replace(booking, every="day")))[0][1] == start.day
    assert planned(past(replace(booking, every="")))[0][1] == start.day


def test_a_first_month_that_was_mostly_over_counts_only_what_is_recorded() -> None:
    # December 2025 has 23 working days: eleven and a half of them lie before the 16th at 13:00.
    half = replace(WEEKLY, every="month", start=datetime(2025, 12, 16, 13))
    assert [day for _, day, _ in planned(past(half))] == [16, 1]
    assert [day for _, day, _ in planned(past(replace(half, start=datetime(2025, 12, 16, 14))))] == [1]


def test_hours_of_everybody_are_recorded_by_each_or_for_all() -> None:
    everybody = replace(WEEKLY, person=EVERYBODY)
    rows = [on(6, 2, person="ben"), on(6, 1, person="")]
    assert past(everybody, rows=rows).gone == {"B1": 1}
    assert past(everybody, rows=rows, person="ben").gone == {"B1": 3}
    assert [day for _, day, _ in planned(past(everybody, rows=rows[:1]))] == [29, 5]


def test_a_share_has_a_row_for_each_day_or_none_for_its_week() -> None:
    # Four hours of each of seven days; nothing of the day on which the status date begins.
    days = [("B1", day, 4) for day in (29, 30, 31, 1, 2, 5, 6)]
    assert planned(past(HALF)) == days
    assert planned(past(HALF, rows=[on(6, 6)])) == days[:5]
    assert planned(past(HALF, rows=[on(30, 6)])) == days[5:]
    monthly = replace(HALF, every="month")
    assert planned(past(monthly, rows=[on(6, 6)])) == days[:3]
    assert planned(past(monthly, rows=[on(30, 6)])) == days[3:]
    assert planned(past(replace(HALF, every="day"), rows=[on(6, 6)])) == days[:6]
    assert past(HALF).gone == {}


def test_what_was_planned_is_placed_one_after_the_other() -> None:
    first = replace(WEEKLY, every="day", start=date(2026, 1, 6))
    second = replace(first, id="B2", hours=Fraction(6))
    found = past(first, second)
    six = HOURS.start_of(datetime(2026, 1, 6, 9))
    assert [row.intervals for row in found.unrecorded] == [((six, six + 3),), ((six + 3, six + 8),)]
    assert [row.ticks for row in found.unrecorded] == [3, 5]
    assert {row.person for row in found.unrecorded} == {"ana"}
    # What was recorded has no place.
    recorded = past(first, second, rows=[on(6, 3)])
    assert [(row.booking, row.intervals) for row in recorded.unrecorded] == [("B2", ((six, six + 6),))]


def test_a_period_stops_at_the_status_date() -> None:
    # Eight hours are asked for from Tuesday noon on: five of them lie before Wednesday.
    booking = replace(WEEKLY, hours=Fraction(8), start=datetime(2026, 1, 6, 12), every="")
    assert [(row.ticks, found) for found in [past(booking).gone] for row in past(booking).unrecorded] == [
        (5, {"B1": 5})
    ]
