"""Bookings that ask for more than there is; everybody works 9 to 17, and the status date is Monday 5 January 2026."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.plans import at, studio
from tests.study.by_hand import HOURS, study

from ipmplan.core.calendar import Workweek
from ipmplan.core.people import EVERYBODY, Person
from ipmplan.core.portfolio import Booking, CalendarSettings, Sprint, TimeOfWeek
from ipmplan.study.unfit import Overbooked, Unfit, overbooked, unfit

FAR = HOURS.start_of(at(26))


def daily(hours: int, first: int = 5, last: int = 6, person: str = "ana", **more: Any) -> Booking:
    """A booking of so many hours on each day."""
    facts = {"every": "day", "start": date(2026, 1, first), "end": date(2026, 1, last), **more}
    return Booking("B1", person, hours=Fraction(hours), **facts)


def lacks(booking: Booking, last: int = FAR) -> list[tuple[str, float, float]]:
    found = list(unfit(study(studio(bookings=(booking,))), last))
    assert {row.booking for row in found} <= {"B1"}
    return [(row.person, row.planned, row.wanted) for row in found]


@pytest.mark.parametrize(
    ("booking", "expected"),
    [
        (daily(8), []),
        (daily(9), [("ana", 16, 18)]),
        # Nobody works on the weekend, which asks for nothing.
        (daily(8, 9, 12), []),
        (daily(9, 9, 12), [("ana", 16, 18)]),
        (daily(9, 10, 11), []),
        (daily(9, person=EVERYBODY), [("ana", 16, 18), ("ben", 16, 18)]),
        # Two hours from 16:00 on: one is there.
        (daily(2, when=TimeOfWeek(16 * 60)), [("ana", 2, 4)]),
        (daily(1, when=TimeOfWeek(16 * 60)), []),
        # An appointment of one's own on Saturday is one that does not fit ...
        (daily(2, 5, 11, every="week", when=TimeOfWeek(10 * 60, 5)), [("ana", 0, 2)]),
        # ... while those of everybody ask for what is there.
        (daily(2, 5, 11, EVERYBODY, every="week", when=TimeOfWeek(10 * 60, 5)), []),
        (daily(2, person=EVERYBODY, when=TimeOfWeek(16 * 60)), []),
        (daily(2, person=EVERYBODY, when=TimeOfWeek(15 * 60)), []),
    ],
)
def test_what_does_not_fit_is_what_is_missing_of_all_periods(
    booking: Booking, expected: list[tuple[str, float, float]]
) -> None:
    assert lacks(booking) == expected


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [(5, 0, []), (5, 1, [("ana", 8, 9)]), (6, 0, [("ana", 8, 9)]), (6, 1, [("ana", 16, 18)])],
)
def test_without_an_end_those_periods_count_that_begin_before_the_last_finish(
    day: int, hour: int, expected: list[tuple[str, float, float]]
) -> None:
    last = HOURS.start_of(at(day, hour))
    assert lacks(daily(9, end=None), last) == expected
    assert lacks(daily(9), last) == [("ana", 16, 18)]


def test_bookings_are_told_in_the_order_of_people_and_then_of_bookings() -> None:
    bookings = (
        daily(9, 5, 5, "ben"),
        replace(daily(4, 6, 6, EVERYBODY), id="B2"),
        replace(daily(9, 7, 7, EVERYBODY), id="B3"),
        replace(daily(5, 6, 6), id="B4"),
    )
    assert list(unfit(study(studio(bookings=bookings)), FAR)) == [
        Unfit("B3", "ana", 8, 9),
        Unfit("B4", "ana", 4, 5),
        Unfit("B1", "ben", 8, 9),
        Unfit("B3", "ben", 8, 9),
    ]


def weekly(number: int, hours: int, first: int | None = None, last: int | None = None, **more: Any) -> Booking:
    start = None if first is None else date(2026, 1, first)
    end = None if last is None else date(2026, 1, last)
    return Booking(
        f"B{number}", **{"person": "ana", "hours": Fraction(hours), "every": "week", "start": start, "end": end, **more}
    )


HALF = Booking("B2", "ana", percent=Fraction(50))
FOUR_MORNINGS = Workweek((((9 * 60, 14 * 60),),) * 4 + ((), (), ()))


@pytest.mark.parametrize(
    ("bookings", "names", "wanted"),
    [
        ([weekly(1, 40)], "", 0),
        ([weekly(1, 41)], "B1", 41),
        ([weekly(1, 30), weekly(2, 11)], "B1 B2", 41),
        ([weekly(1, 30), weekly(2, 11, person=EVERYBODY)], "B1 B2", 41),
        ([weekly(1, 30), weekly(2, 11, person="ben")], "", 0),
        # Half of the week is 20 hours.
        ([weekly(1, 20), HALF], "", 0),
        ([weekly(1, 21), HALF], "B1 B2", 41),
        ([weekly(1, 8, every="day")], "", 0),
        ([weekly(1, 9, every="day")], "B1", 45),
        # Twelve months are 52 weeks: 173 hours a month are 39.9 a week.
        ([weekly(1, 173, every="month")], "", 0),
        ([weekly(1, 174, every="month")], "B1", Fraction(174 * 12, 52)),
        # What is done once is not done every week.
        ([weekly(1, 99, every="")], "", 0),
        # One after the other, or together from Sunday on.
        ([weekly(1, 30, 5, 11), weekly(2, 30, 12)], "", 0),
        ([weekly(1, 30, 5, 11), weekly(2, 30, 11)], "B1 B2", 60),
        # What has ended is over.
        ([weekly(1, 41, 1, 4)], "", 0),
        ([weekly(1, 41, 1, 5)], "B1", 41),
        # The first moment is told, not all that comes later.
        ([weekly(1, 30), weekly(2, 20, 12), weekly(3, 20, 19)], "B1 B2", 50),
        ([weekly(1, 30, None, 18), weekly(2, 20, 12), weekly(3, 30, 19)], "B1 B2", 50),
    ],
)
def test_more_than_a_week_has_is_told_at_its_first_moment(
    bookings: list[Booking], names: str, wanted: Fraction
) -> None:
    found = list(overbooked(studio(bookings=tuple(bookings))))
    people = [row for row in found if row.person == "ana"]
    expected = [Overbooked("ana", tuple(names.split()), Fraction(wanted), Fraction(40))] if names else []
    assert people == expected


@pytest.mark.parametrize(("hours", "told"), [(20, False), (21, True)])
def test_a_week_is_ones_own_and_what_fill_leaves_of_it(hours: int, told: bool) -> None:
    half = Sprint(date(2026, 1, 5), fill=Fraction(1, 2))
    assert bool(list(overbooked(studio(bookings=(weekly(1, hours),), sprint=half)))) == told
    cleo = (Person("cleo", workweek=FOUR_MORNINGS),)
    one = weekly(1, hours, person="cleo")
    assert bool(list(overbooked(studio(bookings=(one,), people=cleo)))) == told
    settings = CalendarSettings(workweek=FOUR_MORNINGS)
    assert bool(list(overbooked(studio(bookings=(weekly(1, hours),), calendar=settings)))) == told


@pytest.mark.parametrize(("hours", "told"), [(5, False), (6, True)])
def test_each_working_day_counts(hours: int, told: bool) -> None:
    cleo = (Person("cleo", workweek=FOUR_MORNINGS),)
    found = list(overbooked(studio(bookings=(weekly(1, hours, person="cleo", every="day"),), people=cleo)))
    assert found == ([Overbooked("cleo", ("B1",), Fraction(24), Fraction(20))] if told else [])


def test_everybody_who_is_overbooked_is_told() -> None:
    found = overbooked(studio(bookings=(weekly(1, 41, person=EVERYBODY),)))
    assert [row.person for row in found] == ["ana", "ben"]
