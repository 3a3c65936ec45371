"""Bookings that do not fit into somebody's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ipmplan.core.calendar import Calendar
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.study.study import Study
from ipmplan.study.wishes import booking_end, bookings_of

WHOLE = Fraction(100)
MONTHS, WEEKS = 12, 52


@dataclass(frozen=True, slots=True)
class Unfit:
    """A booking of which a person has less time than it asks for, in hours from the status date on."""

    booking: str
    person: str
    planned: float
    wanted: float


def unfit(study: Study, last_finish: int) -> Iterator[Unfit]:
    """Yield what does not fit, in the order of people and then bookings.

    Periods in which a person never works ask for nothing; an appointment of everybody asks for no more than a person
    works then.

    Parameters
    ----------
    study
        Of the portfolio.
    last_finish
        Tick before which the periods of bookings without an end begin that are looked at.
    """
    portfolio, grid = study.portfolio, study.grid
    for person in portfolio.people:
        working = study.time.person(person.id)
        placed = {row.booking: row for row in study.time.bookings(person.id)}
        for booking in bookings_of(portfolio, person.id):
            endless = booking_end(portfolio, booking) is None
            taken = Calendar(placed[booking.id].intervals)
            wanted = planned = 0
            for start, stop, ticks in study.time.wishes(person.id, booking):
                if endless and start >= last_finish:
                    break
                there = working.count(start, stop)
                if there or booking.when is not None:
                    wanted += min(ticks, there) if booking.when is not None and booking.person == EVERYBODY else ticks
                    planned += taken.count(start, stop)
            if planned < wanted:
                yield Unfit(booking.id, person.id, grid.to_hours(planned), grid.to_hours(wanted))


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A person whose bookings of one time ask for more hours a week than they have."""

    person: str
    bookings: tuple[str, ...]
    wanted: Fraction
    hours: Fraction


def overbooked(portfolio: Portfolio) -> Iterator[Overbooked]:
    """Yield people who are booked for more than their week, at the first moment at which they are.

    A week is the workweek, of which `fill` leaves a part; leave and holidays do not count.
    """
    grid = portfolio.grid
    fill = portfolio.sprint.fill if portfolio.sprint is not None else Fraction(1)
    for person in portfolio.people:
        week = person.workweek or portfolio.calendar.workweek
        days = sum(1 for spans in week.days if spans)
        hours = week.hours_a_week * fill
        rows = []
        for booking in bookings_of(portfolio, person.id):
            begin = max(grid.start_of(booking.start) if booking.start else 0, portfolio.as_of_tick)
            end = booking_end(portfolio, booking)
            if (booking.every or booking.percent is not None) and (end is None or begin < end):
                rows.append((begin, end, booking.id, _a_week(booking, hours, days)))
        for moment in sorted({begin for begin, *_ in rows}):
            now = [row for row in rows if row[0] <= moment and (row[1] is None or moment < row[1])]
            wanted = sum((row[3] for row in now), Fraction(0))
            if wanted > hours:
                yield Overbooked(person.id, tuple(row[2] for row in now), wanted, hours)
                break


def _a_week(booking: Booking, hours: Fraction, days: int) -> Fraction:
    if booking.percent is not None:
        return booking.percent / WHOLE * hours
    times = {"day": Fraction(days), "week": Fraction(1), "month": Fraction(MONTHS, WEEKS)}
    return (booking.hours or Fraction(0)) * times.get(booking.every, Fraction(0))
