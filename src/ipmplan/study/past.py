"""Bookings before the status date: what was recorded counts, and what was planned where nothing was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ipmplan.core.calendar import Calendar, Grid
from ipmplan.core.people import EVERYBODY
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.core.records import Progress
from ipmplan.study.bookings import earliest
from ipmplan.study.timesheet import Timesheet
from ipmplan.study.wishes import Wish, bookings_of, period_start, wishes


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A booking's time of a person in a past period that has no row in progress, as it was planned; ticks."""

    booking: str
    person: str
    intervals: tuple[tuple[int, int], ...]

    @property
    def ticks(self) -> int:
        """How much it is."""
        return sum(end - start for start, end in self.intervals)


@dataclass(frozen=True)
class Past:
    """A person's bookings before the status date.

    Parameters
    ----------
    unrecorded
        Past periods without a row, in order.
    gone
        Ticks by booking that are gone of the period in which the status date lies: recorded, or else planned.
    """

    unrecorded: tuple[Unrecorded, ...]
    gone: Mapping[str, int]


def past_bookings(portfolio: Portfolio, person: str, working: Calendar, sheet: Timesheet) -> Past:
    """Look at the bookings of a person that began before the status date; one without a start has no past.

    A first week or month of which most was over when the booking began counts only what is recorded of it.
    """
    grid, today = portfolio.grid, portfolio.as_of_tick
    free = working
    found: list[Unrecorded] = []
    gone: dict[str, int] = {}
    for booking in bookings_of(portfolio, person):
        if booking.start is None or grid.start_of(booking.start) >= today:
            continue
        rows = [
            row for row in sheet.rows.get(booking.id, ()) if booking.person != EVERYBODY or row.person in ("", person)
        ]
        taken: list[tuple[int, int]] = []
        for wish in _begun(wishes(portfolio, booking, working), today):
            hours = _recorded(grid, booking, wish, rows)
            if hours is not None:
                done = grid.ticks(hours)
            else:
                planned: list[tuple[int, int]] = []
                if not _mostly_over(grid, booking, wish, working):
                    planned = list(earliest(free, wish.start, min(wish.stop, today), wish.ticks))
                done = sum(end - start for start, end in planned)
                taken += planned
                if planned:
                    found.append(Unrecorded(booking.id, person, tuple(planned)))
            if wish.period[1] > today:
                gone[booking.id] = done
        free = free.minus(taken)
    return Past(tuple(found), gone)


def _begun(asked: Iterator[Wish], today: int) -> Iterator[Wish]:
    for wish in asked:
        if wish.period[0] >= today:
            return
        yield wish


def _recorded(grid: Grid, booking: Booking, wish: Wish, rows: list[Progress]) -> Fraction | None:
    """Hours that rows say of a period; None when there is no row. For shares, days of a recorded week count 0."""
    first, last = (grid.day(tick) for tick in (wish.period[0], wish.period[1] - 1))
    own = [row.hours for row in rows if first <= row.date <= last]
    if booking.percent is not None and booking.every in ("week", "month") and not own:
        begin = grid.day(period_start(grid, booking.every, wish.period[0]))
        key = begin.isocalendar()[:2] if booking.every == "week" else (begin.year, begin.month)
        same = (
            row.date.isocalendar()[:2] if booking.every == "week" else (row.date.year, row.date.month) for row in rows
        )
        return Fraction(0) if key in same else None
    return sum(own, Fraction(0)) if own else None


def _mostly_over(grid: Grid, booking: Booking, wish: Wish, working: Calendar) -> bool:
    if booking.percent is not None or booking.every not in ("week", "month"):
        return False
    begin = period_start(grid, booking.every, wish.period[0])
    return working.count(begin, wish.period[0]) > working.count(*wish.period)
