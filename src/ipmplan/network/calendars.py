"""Calendars as arrays, so that many moments are looked up at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipmplan.core.calendar import Calendar

Ticks = npt.NDArray[np.int32]
PORTFOLIO = 0
BEYOND = 1 << 29
"""Working ticks before a moment beyond all calendars."""


@dataclass(frozen=True, eq=False)
class Calendars:
    """Working ticks of several calendars, numbered from 0; moments are ticks since an origin.

    Parameters
    ----------
    before
        int32, (calendars, far + 1). Working ticks of a calendar before a moment; `BEYOND` before `far`.
    slots
        int32, (calendars, most working ticks + 1). Tick of a working tick by its number; `far` after the last one.
    far
        The moment that stands for "never": one after the last that calendars know.
    """

    before: Ticks
    slots: Ticks
    far: int

    def begin(self, calendar: int, moment: Ticks) -> Ticks:
        """First working tick at or after a moment."""
        found: Ticks = self.slots[calendar].take(self.before[calendar].take(moment), mode="clip")
        return found

    def end(self, calendar: int, start: Ticks, length: Ticks | int) -> Ticks:
        """End of so many working ticks from a start on; the start itself for none."""
        number = self.before[calendar].take(start) + length
        end = np.minimum(self.slots[calendar].take(number - 1, mode="clip") + 1, self.far)
        return np.where(np.asarray(length) > 0, end, start).astype(np.int32)

    def begin_to_end(self, calendar: int, end: Ticks, length: Ticks | int) -> Ticks:
        """First start from which so many working ticks end at or after a moment; 0 when any does."""
        first = self.before[calendar].take(np.maximum(end - 1, 0)) - length + 1
        start = np.where(first <= 0, 0, self.slots[calendar].take(first, mode="clip"))
        start = np.where(end >= self.far, self.far, start)
        return np.where(np.asarray(length) > 0, start, end).astype(np.int32)

    def after(self, moment: Ticks, lag: int, *, counts: bool = True) -> Ticks:
        """First moment with `lag` portfolio working ticks since another one; 0 when there always were as many.

        Nothing is moved where nothing `counts` (see `ArcColumn`).
        """
        if not counts:
            return moment
        number = self.before[PORTFOLIO].take(moment) + lag
        return np.where(number <= 0, 0, np.minimum(self.slots[PORTFOLIO].take(number - 1, mode="clip") + 1, self.far))

    def latest_begin(self, calendar: int, end: int, length: int) -> int:
        """Last start from which so many working ticks end at or before a moment; -1 when none does."""
        if length <= 0:
            return end
        number = int(self.before[calendar, end]) - length
        return int(self.slots[calendar, number]) if number >= 0 else -1

    def last_member(self, calendar: int, moment: int) -> int:
        """Last working tick at or before a moment that is not `far`; -1 when there is none."""
        number = int(self.before[calendar, moment + 1]) - 1 if moment + 1 < self.far else self.total(calendar) - 1
        return int(self.slots[calendar, number]) if number >= 0 else -1

    def latest_before(self, moment: int, lag: int, *, counts: bool = True) -> int:
        """Last moment that another one is `lag` portfolio working ticks after; -1 when there is none; see `after`."""
        if not counts:
            return moment
        number = int(self.before[PORTFOLIO, moment]) - lag
        if number < 0:
            return -1
        return int(self.slots[PORTFOLIO, min(number, self.slots.shape[1] - 1)])

    def total(self, calendar: int) -> int:
        """How many working ticks a calendar has."""
        return int(self.before[calendar, self.far - 1])


def tables(calendars: Sequence[Calendar], origin: int, until: int) -> Calendars:
    """Write calendars down between two ticks.

    Examples
    --------
    >>> made = tables([Calendar([(9, 12), (33, 36)])], 0, 48)
    >>> int(made.end(0, np.array([11]), 2)[0]), made.latest_begin(0, 40, 4), made.far
    (34, 11, 49)
    """
    far = until - origin + 1
    cut = [calendar.within(origin, until) for calendar in calendars]
    width = max((calendar.total for calendar in cut), default=0) + 1
    before = np.zeros((len(cut), far + 1), np.int32)
    slots = np.full((len(cut), width), far, np.int32)
    for row, calendar in enumerate(cut):
        works = np.zeros(far, np.int32)
        for start, end in calendar.intervals:
            works[start - origin : end - origin] = 1
        before[row, 1:] = np.cumsum(works)
        before[row, far] = BEYOND
        slots[row, : calendar.total] = np.flatnonzero(works)
    return Calendars(before, slots, far)
