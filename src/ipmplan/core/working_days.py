"""Working days of the portfolio, counted as people count them: from one date to another."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ipmplan.core.calendar import Moment
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Portfolio

MOST_DAYS = 366 * 30


def day_of(moment: Moment) -> date:
    """Return the day of a date or date-time."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_working_day(portfolio: Portfolio, day: date) -> bool:
    """Whether anything of a day is the portfolio's working time: workweek, holidays, and what is for everybody.

    Examples
    --------
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> is_working_day(studio, date(2026, 1, 9)), is_working_day(studio, date(2026, 1, 10))
    (True, False)
    """
    begin, end = datetime.combine(day, time.min), datetime.combine(day + timedelta(days=1), time.min)
    if any(row.person == EVERYBODY and _start(row.start) < end and begin < _end(row.end) for row in portfolio.extra):
        return True
    code = portfolio.calendar.holidays
    if code and day in portfolio.holidays.get(code, {}):
        return False
    away = [row for row in portfolio.absences if row.person == EVERYBODY]
    return any(
        not any(
            _start(row.start) <= begin + timedelta(minutes=first) and begin + timedelta(minutes=last) <= _end(row.end)
            for row in away
            if row.end is not None
        )
        for first, last in portfolio.calendar.workweek.days[day.weekday()]
    )


def days_between(portfolio: Portfolio, first: Moment, last: Moment) -> int:
    """How many working days later `last` is than `first`; negative when it is earlier.

    Examples
    --------
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> days_between(studio, date(2026, 1, 9), date(2026, 1, 13)), days_between(studio, date(2026, 1, 13), date(2026, 1, 9))
    (2, -2)
    """
    day, goal = day_of(first), day_of(last)
    if goal < day:
        return -days_between(portfolio, goal, day)
    length = min((goal - day).days, MOST_DAYS)
    return sum(is_working_day(portfolio, day + timedelta(days=number)) for number in range(1, length + 1))


def _start(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


def _end(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment + timedelta(days=1), time.min)
