"""Time that is gone before tasks: bookings are placed by rule, one after the other, and not by the solver."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ipmplan.core.calendar import Calendar, Grid
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Portfolio

PLANNED_STATUS = ("confirmed",)


@dataclass(frozen=True, slots=True)
class PlacedBooking:
    """A booking in one person's calendar: the half-open intervals of ticks that it takes.

    `endless` ones end at the plan's last finish, wherever that will be.
    """

    booking: str
    person: str
    intervals: tuple[tuple[int, int], ...]
    endless: bool


def place_bookings(
    portfolio: Portfolio, person: str, working: Calendar, last_finish: int | None = None
) -> tuple[PlacedBooking, ...]:
    """Place all bookings of a person, in file order, in the earliest free working time of each period.

    Parameters
    ----------
    working
        The person's working time; placing stops where it ends to be known.
    last_finish
        Tick at which bookings without an end stop; None = they go on. Up to it both ways place the same.
    """
    free = working
    placed = []
    for booking in bookings_of(portfolio, person):
        endless = booking_end(portfolio, booking) is None
        taken = [row for period in wishes(portfolio, booking, working) for row in earliest(free, *period)]
        if endless and last_finish is not None:
            taken = [(start, min(stop, last_finish)) for start, stop in taken if start < last_finish]
        free = free.minus(taken)
        placed.append(PlacedBooking(booking.id, person, tuple(Calendar(taken).intervals), endless))
    return tuple(placed)


def latest_end(portfolio: Portfolio) -> int:
    """Tick of the last end of bookings that end by themselves, the status date when there is none."""
    ends = (booking_end(portfolio, booking) for booking in portfolio.bookings)
    return max([portfolio.as_of_tick, *(end for end in ends if end is not None)])


def bookings_of(portfolio: Portfolio, person: str) -> Iterator[Booking]:
    """Yield the bookings that take a person's time, in file order."""
    for booking in portfolio.bookings:
        if booking.person in (person, EVERYBODY) and _takes_time(portfolio, booking):
            yield booking


def wishes(portfolio: Portfolio, booking: Booking, working: Calendar) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and ticks of each period in which a booking takes the earliest free time of a person.

    A percentage is that share of every working day; the running total is rounded (half up) to the grid.
    """
    grid = portfolio.grid
    end = booking_end(portfolio, booking)
    first = max(portfolio.as_of_tick, grid.start_of(booking.start) if booking.start else 0)
    last = working.until if end is None else min(end, working.until)
    if booking.percent is None:
        ticks = grid.ticks(booking.hours or Fraction(0))
        for start, stop in _periods(grid, booking.every, first, last):
            yield start, stop, ticks
        return
    total = Fraction(0)
    given = 0
    for start, stop in _periods(grid, "day", first, last):
        ticks = working.count(start, stop)
        if ticks:
            total += booking.percent / 100 * ticks
            due = int(total + Fraction(1, 2)) - given
            given += due
            yield start, stop, due


def booking_end(portfolio: Portfolio, booking: Booking) -> int | None:
    """Tick at which a booking ends by itself: its own end or its project's due; None = with the plan's last finish."""
    if booking.end is not None:
        return portfolio.grid.end_of(booking.end)
    project = portfolio.project.get(booking.project)
    return portfolio.grid.end_of(project.due) if project is not None and project.due is not None else None


def _takes_time(portfolio: Portfolio, booking: Booking) -> bool:
    project = portfolio.project.get(booking.project)
    return project is None or project.status in PLANNED_STATUS


def earliest(free: Calendar, start: int, stop: int, ticks: int) -> Iterator[tuple[int, int]]:
    """Yield the first `ticks` free ticks between two moments, as much as fits."""
    index = bisect_right(free.ends, start)
    while ticks > 0 and index < len(free.starts) and free.starts[index] < stop:
        begin = max(free.starts[index], start)
        end = min(free.ends[index], stop, begin + ticks)
        yield begin, end
        ticks -= end - begin
        index += 1


def _periods(grid: Grid, every: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the periods (day, ISO week, month, or the whole) between two moments, cut at both."""
    if not every:
        if first < last:
            yield first, last
        return
    begin = first
    while begin < last:
        end = min(grid.start_of(_next_period(grid.day(begin), every)), last)
        yield begin, end
        begin = end


def _next_period(day: date, every: str) -> date:
    if every == "day":
        return day + timedelta(days=1)
    if every == "week":
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
