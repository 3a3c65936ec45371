"""Working days as people count them: Monday 5 January 2026 and the days after it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from tests.plans import MONDAY, at, studio

from ipmplan.core.calendar import Moment, Workweek
from ipmplan.core.people import EVERYBODY, Absence, Extra
from ipmplan.core.portfolio import CalendarSettings
from ipmplan.core.working_days import days_between, is_working_day

SATURDAY = date(2026, 1, 10)
TWO_SPANS = Workweek((((9 * 60, 12 * 60), (13 * 60, 17 * 60)),) * 5 + ((), ()))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, date(2026, 1, 6), 1),
        (MONDAY, date(2026, 1, 9), 4),
        (MONDAY, SATURDAY, 4),
        (MONDAY, date(2026, 1, 12), 5),
        (SATURDAY, date(2026, 1, 12), 1),
        (date(2026, 1, 12), MONDAY, -5),
        (SATURDAY, MONDAY, -4),
        # A moment is its day.
        (at(5, 23), at(6, 1), 1),
        (at(5, 1), at(5, 23), 0),
        # Nobody looks further than 30 years of 366 days, which are 1568 weeks and four days.
        (MONDAY, date(2126, 1, 5), 5 * 1568 + 4),
    ],
)
def test_days_are_counted_from_one_to_another(first: Moment, last: Moment, days: int) -> None:
    assert days_between(studio(), first, last) == days


@pytest.mark.parametrize(
    ("start", "end", "works"),
    [
        (MONDAY, MONDAY, False),
        (at(5, 9), at(5, 17), False),
        (at(5, 10), at(5, 17), True),
        (at(5, 9), at(5, 16), True),
        # The afternoon is left, and then the morning.
        (at(5, 9), at(5, 13), True),
        (at(5, 12), at(5, 17), True),
        (at(5, 9), at(6), False),
        (date(2026, 1, 4), date(2026, 1, 4), True),
        (date(2026, 1, 6), date(2026, 1, 6), True),
        (MONDAY, None, True),
    ],
)
def test_what_everybody_is_away_for_is_no_working_day(start: Moment, end: Moment | None, works: bool) -> None:
    portfolio = studio(calendar=CalendarSettings(workweek=TWO_SPANS), absences=(Absence(EVERYBODY, start, end),))
    assert is_working_day(portfolio, MONDAY) == works
    one = replace(portfolio, absences=(Absence("ana", start, end),))
    assert is_working_day(one, MONDAY)


@pytest.mark.parametrize(
    ("start", "end", "works"),
    [
        (SATURDAY, SATURDAY, True),
        (at(10, 9), at(10, 10), True),
        (date(2026, 1, 9), date(2026, 1, 9), False),
        (at(9, 20), at(10), False),
        (at(9, 20), at(10, 1), True),
        (at(11), at(11, 3), False),
        (at(10, 23), at(11, 3), True),
    ],
)
def test_extra_time_of_everybody_makes_a_working_day(start: Moment, end: Moment, works: bool) -> None:
    assert is_working_day(studio(extra=(Extra(EVERYBODY, start, end),)), SATURDAY) == works
    assert not is_working_day(studio(extra=(Extra("ana", start, end),)), SATURDAY)


def test_holidays_of_the_portfolio_are_no_working_days() -> None:
    holidays = {"FR": {MONDAY: "New week"}, "DE": {date(2026, 1, 6): "Epiphany"}}
    portfolio = studio(calendar=CalendarSettings(holidays="FR"), holidays=holidays)
    assert [is_working_day(portfolio, date(2026, 1, day)) for day in (5, 6)] == [False, True]
    assert is_working_day(replace(portfolio, calendar=CalendarSettings()), MONDAY)
    assert is_working_day(replace(portfolio, calendar=CalendarSettings(holidays="none")), MONDAY)
    called_back = replace(portfolio, extra=(Extra(EVERYBODY, datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 10)),))
    assert is_working_day(called_back, MONDAY)
