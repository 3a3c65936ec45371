"""What a booking asks for: its periods, how much in each, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ipmplan.core.calendar import Calendar, Grid
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Portfolio

PLANNED_STATUS = ("confirmed",)


@dataclass(frozen=True, slots=True)
class Wish:
    """Working time that a booking asks of a person in one of its periods, in ticks.

    Parameters
    ----------
    period
        The period, half-open, cut at the booking's start and end.
    start, stop
        Between which it takes the earliest free time.
    ticks
        How many.
    """

    period: tuple[int, int]
    start: int
    stop: int
    ticks: int


def bookings_of(portfolio: Portfolio, person: str) -> Iterator[Booking]:
    """Yield the bookings that take a person's time, in file order."""
    for booking in portfolio.bookings:
        if booking.person in (person, EVERYBODY) and _takes_time(portfolio, booking):
            yield booking


def booking_end(portfolio: Portfolio, booking: Booking) -> int | None:
    """Tick at which a booking ends by itself: its own end or its project's due; None = with the plan's last finish."""
    if booking.end is not None:
        return portfolio.grid.end_of(booking.end)
    project = portfolio.project.get(booking.project)
    return portfolio.grid.end_of(project.due) if project is not None and project.due is not None else None


def latest_end(portfolio: Portfolio) -> int:
    """Tick of the last end of bookings that end by themselves, the status date when there is none."""
    ends = (booking_end(portfolio, booking) for booking in portfolio.bookings)
    return max([portfolio.as_of_tick, *(end for end in ends if end is not None)])


def wishes(portfolio: Portfolio, booking: Booking, working: Calendar) -> Iterator[Wish]:
    """Yield what a booking asks of a person in each period from its start on, or from the status date without one.

    A percentage is that share of every working day; the running total is rounded (half up) to the grid. A time that
    `at` gives is the first such moment of the period.
    """
    grid = portfolio.grid
    end = booking_end(portfolio, booking)
    first = grid.start_of(booking.start) if booking.start else portfolio.as_of_tick
    last = working.until if end is None else min(end, working.until)
    for start, stop, ticks in _amounts(grid, booking, working, first, last):
        begin: int | None = start
        if booking.when is not None:
            begin = _moment(grid, booking, start, stop)
        if begin is not None:
            close = stop if booking.when is None else min(stop, _close(grid, booking, begin, ticks))
            yield Wish((start, stop), begin, close, ticks)


def _amounts(grid: Grid, booking: Booking, working: Calendar, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and ticks of each period."""
    if booking.percent is None:
        ticks = grid.ticks(booking.hours or Fraction(0))
        for start, stop in periods(grid, booking.every, first, last):
            yield start, stop, ticks
        return
    total = Fraction(0)
    given = 0
    for start, stop in periods(grid, "day", first, last):
        ticks = working.count(start, stop)
        if ticks:
            total += booking.percent / 100 * ticks
            due = int(total + Fraction(1, 2)) - given
            given += due
            yield start, stop, due


def _moment(grid: Grid, booking: Booking, start: int, stop: int) -> int | None:
    """First moment of a period at which it is the time that `at` gives; None when there is none."""
    when = booking.when
    assert when is not None
    day = start - start % grid.ticks_a_day
    while day < stop:
        moment = day + -(-when.minute // grid.minutes)
        if (when.weekday is None or grid.day(day).weekday() == when.weekday) and start <= moment < stop:
            return moment
        day += grid.ticks_a_day
    return None


def _close(grid: Grid, booking: Booking, begin: int, ticks: int) -> int:
    """Hours at a time are one appointment; a share begins at it and goes on until the day is over."""
    if booking.percent is None:
        return begin + ticks
    return begin - begin % grid.ticks_a_day + grid.ticks_a_day


def _takes_time(portfolio: Portfolio, booking: Booking) -> bool:
    project = portfolio.project.get(booking.project)
    return project is None or project.status in PLANNED_STATUS


def periods(grid: Grid, every: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the periods (day, ISO week, month, or the whole) between two moments, cut at both.

    Examples
    --------
    >>> grid = Grid(60)
    >>> first, last = grid.start_of(date(2026, 1, 9)), grid.start_of(date(2026, 1, 14))
    >>> [(grid.day(start).day, grid.day(stop).day) for start, stop in periods(grid, "week", first, last)]
    [(9, 12), (12, 14)]
    """
    if not every:
        if first < last:
            yield first, last
        return
    begin = first
    while begin < last:
        end = min(grid.start_of(_next_period(grid.day(begin), every)), last)
        yield begin, end
        begin = end


def period_start(grid: Grid, every: str, tick: int) -> int:
    """Tick at which the whole week or month began in which `tick` lies; the day's midnight for all others."""
    day = grid.day(tick)
    if every == "week":
        day -= timedelta(days=day.weekday())
    elif every == "month":
        day = day.replace(day=1)
    return grid.start_of(day)


def _next_period(day: date, every: str) -> date:
    if every == "day":
        return day + timedelta(days=1)
    if every == "week":
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
