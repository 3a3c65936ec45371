"""Money of bookings that have an end, by the last finish of a plan: what stands before them may end with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Calendar
from ipmplan.study.bookings import PlacedBooking, earliest
from ipmplan.study.wishes import booking_end, bookings_of

if TYPE_CHECKING:
    from ipmplan.study.study import Study

Costs = dict[str, Decimal]
Spans = list[tuple[int, int]]


def booked_steps(study: Study, person: str) -> list[tuple[int, Costs]]:
    """Cost by project of a person's bookings that have an end, from each last finish (a tick) on until the next one.

    There is one entry, at the status date, where their cost does not depend on it.

    Notes
    -----
    Bookings take the earliest free time, so a later last finish moves them only when a booking without an end then
    takes a tick that one of them has: from one such tick to the next nothing has to be placed again.
    """
    today = study.portfolio.as_of_tick
    placed = study.time.bookings(person)
    if not _may_move(study, placed) or _costs_the_same(study, person, placed):
        return [(today, _costs(study, person, placed))]
    ends = [end for row in placed if not row.endless for _, end in row.intervals]
    ends += [
        stop
        for booking in bookings_of(study.portfolio, person)
        if booking_end(study.portfolio, booking) is not None
        for _, stop, _ in study.time.wishes(person, booking)
    ]
    final = max(ends, default=today)
    working = study.time.person(person).within(today, final)
    endless = {row.booking: Calendar(row.intervals).within(today, final) for row in placed if row.endless}
    taken = Calendar(row for calendar in endless.values() for row in calendar.intervals)
    steps: list[tuple[int, Costs]] = []
    last = today
    while True:
        now = _placed(study, person, working, {name: row.within(today, last) for name, row in endless.items()})
        costs = _costs(study, person, now)
        if not steps or costs != steps[-1][1]:
            steps.append((last, costs))
        ended = Calendar(row for booking in now for row in booking.intervals)
        tick = _first_common(taken.within(last, final), ended.within(last, final))
        if tick is None:
            return steps
        last = tick + 1


def _placed(study: Study, person: str, working: Calendar, endless: dict[str, Calendar]) -> list[PlacedBooking]:
    """The bookings that have an end, when the others take these ticks."""
    free = working
    found = []
    for booking in bookings_of(study.portfolio, person):
        if booking.id in endless:
            free = free.minus(endless[booking.id].intervals)
            continue
        taken = [row for period in study.time.wishes(person, booking) for row in earliest(free, *period)]
        free = free.minus(taken)
        found.append(PlacedBooking(booking.id, person, tuple(Calendar(taken).intervals), endless=False))
    return found


def _may_move(study: Study, placed: tuple[PlacedBooking, ...]) -> bool:
    """Whether somebody pays for a booking that stands behind one without an end."""
    behind = False
    for row in placed:
        if behind and not row.endless and study.portfolio.booking[row.booking].project:
            return study.portfolio.has_money
        behind = behind or row.endless
    return False


def _costs_the_same(study: Study, person: str, placed: tuple[PlacedBooking, ...]) -> bool:
    """Whether bookings with an end fit wherever those before them lie, and every step of time costs whole, equal cents.

    Each period then takes its full time, in whichever of its ticks.
    """
    today, card = study.portfolio.as_of_tick, study.card(person)
    cents = card.at(today) * study.grid.minutes / 60 * 100
    if any(tick > today for tick in card.breaks) or cents != int(cents):
        return False
    working = study.time.person(person)
    claims: list[tuple[int, int, int]] = []
    for booking, row in zip(bookings_of(study.portfolio, person), placed, strict=True):
        if row.endless:
            claims += [(start, end, end - start) for start, end in row.intervals]
            continue
        own = list(study.time.wishes(person, booking))
        if study.portfolio.booking[row.booking].project:
            held = _Held(claims)
            if any(ticks + held.between(start, stop) > working.count(start, stop) for start, stop, ticks in own):
                return False
        claims += own
    return True


class _Held:
    """Upper bound of the ticks that some periods take between two moments: all of each one that overlaps."""

    def __init__(self, periods: list[tuple[int, int, int]]) -> None:
        by_start = sorted((start, ticks) for start, _, ticks in periods)
        by_end = sorted((end, ticks) for _, end, ticks in periods)
        self._starts, self._ends = [start for start, _ in by_start], [end for end, _ in by_end]
        self._begun = [0, *accumulate(ticks for _, ticks in by_start)]
        self._over = [0, *accumulate(ticks for _, ticks in by_end)]

    def between(self, start: int, end: int) -> int:
        return self._begun[bisect_left(self._starts, end)] - self._over[bisect_right(self._ends, start)]


def _costs(study: Study, person: str, placed: Iterable[PlacedBooking]) -> Costs:
    working, card = study.time.person(person), study.card(person)
    total: Costs = {}
    for row in placed:
        project = study.portfolio.booking[row.booking].project
        if project and not row.endless:
            for start, end in row.intervals:
                total[project] = total.get(project, Decimal(0)) + card.cost(working, start, end)
    return total


def _first_common(one: Calendar, other: Calendar) -> int | None:
    """First tick that is in both."""
    first = second = 0
    while first < len(one.starts) and second < len(other.starts):
        start = max(one.starts[first], other.starts[second])
        if start < min(one.ends[first], other.ends[second]):
            return start
        if one.ends[first] <= other.ends[second]:
            first += 1
        else:
            second += 1
    return None
