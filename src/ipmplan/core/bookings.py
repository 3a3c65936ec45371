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


def place_bookings(portfolio: Portfolio, person: str, working: Calendar, until: int) -> tuple[PlacedBooking, ...]:
    """Place all bookings of a person, in file order, in the earliest free working time of each period.

    Parameters
    ----------
    working
        The person's working time.
    until
        Tick at which placing stops for bookings without an end.
    """
    free = working
    placed = []
    for booking in portfolio.bookings:
        if booking.person not in (person, EVERYBODY) or not _takes_time(portfolio, booking):
            continue
        end = _end(portfolio, booking)
        first = max(portfolio.as_of_tick, portfolio.grid.start_of(booking.start) if booking.start else 0)
        last = until if end is None else min(end, until)
        if booking.percent is not None:
            taken = _place_percent(portfolio.grid, booking.percent, working, free, first, last)
        else:
            ticks = portfolio.grid.ticks(booking.hours or Fraction(0))
            taken = [
                interval
                for start, stop in _periods(portfolio.grid, booking.every, first, last)
                for interval in _earliest(free, start, stop, ticks)
            ]
        free = free.minus(taken)
        placed.append(PlacedBooking(booking.id, person, tuple(Calendar(taken).intervals), end is None))
    return tuple(placed)


def _takes_time(portfolio: Portfolio, booking: Booking) -> bool:
    project = portfolio.project.get(booking.project)
    return project is None or project.status in PLANNED_STATUS


def _end(portfolio: Portfolio, booking: Booking) -> int | None:
    if booking.end is not None:
        return portfolio.grid.end_of(booking.end)
    project = portfolio.project.get(booking.project)
    return portfolio.grid.end_of(project.due) if project is not None and project.due is not None else None


def _earliest(free: Calendar, start: int, stop: int, ticks: int) -> Iterator[tuple[int, int]]:
    """Yield the first `ticks` free ticks between two moments, as much as fits."""
    index = bisect_right(free.ends, start)
    while ticks > 0 and index < len(free.starts) and free.starts[index] < stop:
        begin = max(free.starts[index], start)
        end = min(free.ends[index], stop, begin + ticks)
        yield begin, end
        ticks -= end - begin
        index += 1


def _place_percent(
    grid: Grid, percent: Fraction, working: Calendar, free: Calendar, first: int, last: int
) -> list[tuple[int, int]]:
    """Take that share of every working day; the running total is rounded (half up) to the grid."""
    total = Fraction(0)
    given = 0
    taken: list[tuple[int, int]] = []
    for start, stop in _periods(grid, "day", first, last):
        ticks = working.count(start, stop)
        if not ticks:
            continue
        total += percent / 100 * ticks
        due = int(total + Fraction(1, 2)) - given
        given += due
        taken.extend(_earliest(free, start, stop, due))
    return taken


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
