"""Time that is gone before tasks: bookings are placed by rule, one after the other, and not by the solver."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ipmplan.core.calendar import Calendar
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.study.wishes import booking_end, bookings_of, wishes


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
    portfolio: Portfolio,
    person: str,
    working: Calendar,
    gone: Mapping[str, int],
    last_finish: int | None = None,
) -> tuple[PlacedBooking, ...]:
    """Place all bookings of a person, in file order, in the earliest free working time of each period.

    Parameters
    ----------
    portfolio, person
        Whose bookings.
    working
        The person's working time; placing stops where it ends to be known.
    gone
        Ticks by booking that are gone of the period in which the status date lies.
    last_finish
        Tick at which bookings without an end stop; None = they go on. Up to it both ways place the same.
    """
    free = working
    placed = []
    for booking in bookings_of(portfolio, person):
        endless = booking_end(portfolio, booking) is None
        asked = wishes_to_come(portfolio, booking, working, gone.get(booking.id, 0))
        taken = [row for period in asked for row in earliest(free, *period)]
        if endless and last_finish is not None:
            taken = [(start, min(stop, last_finish)) for start, stop in taken if start < last_finish]
        free = free.minus(taken)
        placed.append(PlacedBooking(booking.id, person, tuple(Calendar(taken).intervals), endless))
    return tuple(placed)


def wishes_to_come(
    portfolio: Portfolio, booking: Booking, working: Calendar, gone: int
) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and ticks of what a booking asks for from the status date on.

    Parameters
    ----------
    portfolio, booking
        Whose wishes.
    working
        The person's working time.
    gone
        Ticks that are taken off the period in which the status date lies.
    """
    today = portfolio.as_of_tick
    for wish in wishes(portfolio, booking, working):
        if wish.stop <= today:
            continue
        begun = wish.period[0] < today
        yield max(wish.start, today), wish.stop, max(wish.ticks - gone, 0) if begun else wish.ticks


def earliest(free: Calendar, start: int, stop: int, ticks: int) -> Iterator[tuple[int, int]]:
    """Yield the first `ticks` free ticks between two moments, as much as fits."""
    index = bisect_right(free.ends, start)
    while ticks > 0 and index < len(free.starts) and free.starts[index] < stop:
        begin = max(free.starts[index], start)
        end = min(free.ends[index], stop, begin + ticks)
        yield begin, end
        ticks -= end - begin
        index += 1
