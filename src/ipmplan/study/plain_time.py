"""The portfolio's plain working time: its week and holidays, without leave and extra time; as far as one asks."""

from __future__ import annotations

from fractions import Fraction

from ipmplan.core.calendar import ENDLESS, EPOCH, Calendar, Grid, Spans, Workweek
from ipmplan.core.portfolio import Portfolio

FIRST_DAYS = 90
MOST_DAYS = 366 * 30
NO_HOLIDAYS = "none"


def day_spans(grid: Grid, spans: Spans) -> Spans:
    """Working spans of a day in ticks from midnight, rounded inwards."""
    return tuple((-(-start // grid.minutes), end // grid.minutes) for start, end in spans)


def week_time(portfolio: Portfolio, week: Workweek, code: str | None, first: int, last: int) -> Calendar:
    """Working time of a week without holidays, from one ordinal day to before another."""
    grid = portfolio.grid
    free_days = portfolio.holidays.get(code, {}) if code and code != NO_HOLIDAYS else {}
    holidays = {day.toordinal() for day in free_days}
    origin = EPOCH.toordinal()
    spans = [day_spans(grid, week.days[number]) for number in range(7)]
    a_day = grid.ticks_a_day
    return Calendar(
        ((day - origin) * a_day + start, (day - origin) * a_day + end)
        for day in range(first, last)
        if day not in holidays
        for start, end in spans[(day - 1) % 7]
    )


def after(portfolio: Portfolio, start: int, hours: Fraction) -> int:
    """Tick at which so many hours of plain working time have passed since `start`; 30 years where nobody ever works.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> studio.grid.moment(after(studio, studio.as_of_tick, Fraction(40)))
    datetime.datetime(2026, 1, 9, 17, 0)
    """
    grid, settings = portfolio.grid, portfolio.calendar
    length = grid.ticks(hours)
    first = grid.day(start).toordinal()
    days = FIRST_DAYS
    while days <= MOST_DAYS:
        plain = week_time(portfolio, settings.workweek, settings.holidays, first, first + days).within(start, ENDLESS)
        if length <= plain.total:
            return plain.end_after(start, length)
        days *= 4
    return start + MOST_DAYS * grid.ticks_a_day
