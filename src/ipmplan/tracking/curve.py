"""Planned value over working time: piecewise linear, exact, and read in both directions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Spread:
    """Value that is planned evenly between two moments of working time, or at once where they are the same.

    Parameters
    ----------
    start, end
        Moments in steps of working time.
    value
        In any unit.
    """

    start: Fraction
    end: Fraction
    value: Fraction


class Curve:
    """The sum of spreads, cumulated.

    Parameters
    ----------
    spreads
        In any order; those without value are passed over.

    Examples
    --------
    >>> curve = Curve([Spread(Fraction(0), Fraction(8), Fraction(400)), Spread(Fraction(8), Fraction(8), Fraction(100))])
    >>> curve.at(Fraction(4)), curve.at(Fraction(8)), curve.total
    (Fraction(200, 1), Fraction(500, 1), Fraction(500, 1))
    >>> curve.when(Fraction(100), Fraction(6))
    Fraction(2, 1)
    """

    def __init__(self, spreads: Iterable[Spread]) -> None:
        slopes: dict[Fraction, Fraction] = {}
        jumps: dict[Fraction, Fraction] = {}
        for spread in spreads:
            if not spread.value:
                continue
            if spread.end <= spread.start:
                jumps[spread.start] = jumps.get(spread.start, Fraction(0)) + spread.value
                continue
            slope = spread.value / (spread.end - spread.start)
            slopes[spread.start] = slopes.get(spread.start, Fraction(0)) + slope
            slopes[spread.end] = slopes.get(spread.end, Fraction(0)) - slope
        moments = sorted({*slopes, *jumps})
        # Each corner twice, so that a jump is a line that goes straight up.
        self._x: list[Fraction] = []
        self._y: list[Fraction] = []
        level, slope = Fraction(0), Fraction(0)
        for number, moment in enumerate(moments):
            if number:
                level += slope * (moment - moments[number - 1])
            slope += slopes.get(moment, Fraction(0))
            for step in (Fraction(0), jumps.get(moment, Fraction(0))):
                level += step
                self._x.append(moment)
                self._y.append(level)
        self.total: Fraction = level

    def at(self, moment: Fraction) -> Fraction:
        """Value that is planned until a moment, what is planned at the moment itself included."""
        after = bisect_right(self._x, moment)
        if after == 0:
            return Fraction(0)
        if after == len(self._x):
            return self.total
        (x0, x1), (y0, y1) = self._x[after - 1 : after + 1], self._y[after - 1 : after + 1]
        return y0 + (y1 - y0) * (moment - x0) / (x1 - x0)

    def when(self, value: Fraction, near: Fraction) -> Fraction:
        """Moment at which so much is planned to have been done; of several, the one nearest to `near`."""
        if not self._x:
            return near
        if value <= 0:
            return min(self._x[0], near)
        if value >= self.total:
            first = next(x for x, y in zip(self._x, self._y, strict=True) if y >= self.total)
            return max(first, near)
        after = next(number for number, y in enumerate(self._y) if y >= value)
        if self._y[after] > value:
            (x0, x1), (y0, y1) = self._x[after - 1 : after + 1], self._y[after - 1 : after + 1]
            return x0 + (x1 - x0) * (value - y0) / (y1 - y0)
        last = max(number for number, y in enumerate(self._y) if y == value)
        return min(max(self._x[after], near), self._x[last])

    def corners(self) -> list[tuple[Fraction, Fraction]]:
        """The moments at which its slope changes, with the value there, without doubles."""
        points = list(zip(self._x, self._y, strict=True))
        return points[:1] + [second for first, second in pairwise(points) if second != first]
