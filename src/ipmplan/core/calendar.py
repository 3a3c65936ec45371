"""The grid and working time: the only place where dates become slots and slots become dates.

A *tick* is a step of the grid (15, 30 or 60 minutes) counted from 1970-01-01 00:00 local time. Local times have no
offset: a working day of eight hours is eight hours on the days when clocks change, too. A tick number is also the
moment at which that tick begins; all intervals are half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate

EPOCH = date(1970, 1, 1)
MINUTES_A_DAY = 24 * 60
Moment = date | datetime
Spans = tuple[tuple[int, int], ...]
ENDLESS = 1 << 60


@dataclass(frozen=True, slots=True)
class Grid:
    """The steps in which time is planned.

    Parameters
    ----------
    minutes
        Length of a step: 15, 30 or 60.

    Examples
    --------
    >>> grid = Grid(60)
    >>> grid.moment(grid.start_of(date(2026, 1, 5)) + 9)
    datetime.datetime(2026, 1, 5, 9, 0)
    """

    minutes: int = 60

    @property
    def ticks_a_day(self) -> int:
        """Steps from midnight to midnight."""
        return MINUTES_A_DAY // self.minutes

    @property
    def hours(self) -> Fraction:
        """Hours of one step."""
        return Fraction(self.minutes, 60)

    def start_of(self, moment: Moment) -> int:
        """Tick at which `moment` begins: midnight for a date; off the grid it is the next step."""
        return self._tick(moment, round_up=True)

    def end_of(self, moment: Moment) -> int:
        """Tick at which `moment` ends: the next midnight for a date; off the grid it is the step before."""
        if isinstance(moment, datetime):
            return self._tick(moment, round_up=False)
        return self._tick(moment, round_up=False) + self.ticks_a_day

    def _tick(self, moment: Moment, *, round_up: bool) -> int:
        if not isinstance(moment, datetime):
            return (moment - EPOCH).days * self.ticks_a_day
        seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + (1 if moment.microsecond else 0)
        steps, rest = divmod(seconds, self.minutes * 60)
        return (moment.date() - EPOCH).days * self.ticks_a_day + steps + (1 if rest and round_up else 0)

    def moment(self, tick: int) -> datetime:
        """Local time at which `tick` begins."""
        days, step = divmod(tick, self.ticks_a_day)
        return datetime.combine(EPOCH + timedelta(days=days), time()) + timedelta(minutes=step * self.minutes)

    def day(self, tick: int) -> date:
        """Day in which `tick` lies."""
        return EPOCH + timedelta(days=tick // self.ticks_a_day)

    def ticks(self, hours: Fraction) -> int:
        """Whole steps that `hours` take, rounded up."""
        return -((-hours) // self.hours)

    def to_hours(self, ticks: int) -> float:
        """Hours of `ticks` steps."""
        return ticks * self.minutes / 60


@dataclass(frozen=True, slots=True)
class Workweek:
    """Working spans of each weekday, in minutes from midnight.

    Parameters
    ----------
    days
        Seven tuples of ``(start, end)`` minutes, Monday first, sorted and disjoint.

    Examples
    --------
    >>> week = Workweek(days=((((9 * 60), (17 * 60)),),) * 5 + ((), ()))
    >>> week.hours_a_week, week.hours_a_day
    (Fraction(40, 1), Fraction(8, 1))
    """

    days: tuple[Spans, ...]

    @property
    def hours_a_week(self) -> Fraction:
        """Working hours of a week."""
        return Fraction(sum(end - start for spans in self.days for start, end in spans), 60)

    @property
    def hours_a_day(self) -> Fraction:
        """Hours that a `d` stands for: hours a week over working days."""
        working = sum(1 for spans in self.days if spans)
        return self.hours_a_week / working if working else Fraction(8)


NINE_TO_FIVE = Workweek(days=(((9 * 60, 17 * 60),),) * 5 + ((), ()))


class BeyondReach(IndexError):
    """A calendar was asked for time that it does not know: a fault of ipmplan, never of what somebody wrote."""

    def __init__(self, tick: int, until: int) -> None:
        super().__init__(f"internal error: a calendar that is known until tick {until} was asked for tick {tick}")


class Calendar:
    """An immutable set of working ticks, stored as disjoint half-open intervals; its ticks are numbered from 0.

    Parameters
    ----------
    intervals
        ``(start, end)`` ticks in any order; overlapping and touching ones are merged.
    until
        Moment up to which it is known; what lies behind raises `BeyondReach`. Everything is known when not given.

    Examples
    --------
    >>> week = Calendar([(9, 17), (33, 41)])
    >>> week.total, week.before(33), week.slot(8), 17 in week
    (16, 8, 33, False)
    >>> week.end_after(16, 2)
    34
    """

    __slots__ = ("_before", "ends", "starts", "until")

    def __init__(self, intervals: Iterable[tuple[int, int]], until: int = ENDLESS) -> None:
        merged: list[list[int]] = []
        for start, end in sorted(intervals):
            if end <= start:
                continue
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self.starts: Sequence[int] = [start for start, _ in merged]
        self.ends: Sequence[int] = [end for _, end in merged]
        self.until = until
        self._before = [0, *accumulate(end - start for start, end in merged)]

    @property
    def intervals(self) -> list[tuple[int, int]]:
        """The disjoint intervals, in order."""
        return list(zip(self.starts, self.ends, strict=True))

    @property
    def total(self) -> int:
        """How many ticks are known."""
        return self._before[-1]

    def __contains__(self, tick: int) -> bool:
        if tick >= self.until:
            raise BeyondReach(tick, self.until)
        index = bisect_right(self.starts, tick) - 1
        return index >= 0 and tick < self.ends[index]

    def before(self, tick: int) -> int:
        """Count the working ticks before the moment `tick`; also the number of the first one at or after it."""
        if tick > self.until:
            raise BeyondReach(tick, self.until)
        index = bisect_right(self.starts, tick) - 1
        if index < 0:
            return 0
        return self._before[index] + min(tick, self.ends[index]) - self.starts[index]

    def count(self, start: int, end: int) -> int:
        """Count the working ticks in the half-open interval from `start` to `end`."""
        return self.before(end) - self.before(start)

    def slot(self, number: int) -> int:
        """Tick of the working tick with that number; IndexError outside ``0 .. total - 1``."""
        if number >= self.total and self.until < ENDLESS:
            raise BeyondReach(self.until, self.until)
        if not 0 <= number < self.total:
            raise IndexError(number)
        index = bisect_right(self._before, number) - 1
        return self.starts[index] + number - self._before[index]

    def end_after(self, start: int, ticks: int) -> int:
        """Moment at which `ticks` working ticks from `start` on have passed; IndexError beyond the calendar."""
        return start if ticks <= 0 else self.slot(self.before(start) + ticks - 1) + 1

    def minus(self, intervals: Iterable[tuple[int, int]]) -> Calendar:
        """Take away time."""
        holes = Calendar(intervals)
        left: list[tuple[int, int]] = []
        for start, end in zip(self.starts, self.ends, strict=True):
            index = bisect_right(holes.ends, start)
            while index < len(holes.starts) and holes.starts[index] < end:
                if start < holes.starts[index]:
                    left.append((start, holes.starts[index]))
                start = max(start, holes.ends[index])
                index += 1
            if start < end:
                left.append((start, end))
        return Calendar(left, self.until)

    def plus(self, intervals: Iterable[tuple[int, int]]) -> Calendar:
        """Add time, as far as the calendar is known."""
        known = ((start, min(end, self.until)) for start, end in intervals)
        return Calendar([*self.intervals, *known], self.until)

    def within(self, start: int, end: int) -> Calendar:
        """Keep only what lies between the moments `start` and `end`."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        kept = zip(self.starts[first:last], self.ends[first:last], strict=True)
        return Calendar(((max(s, start), min(e, end)) for s, e in kept), self.until)
