"""Working time of the portfolio as hours on one axis, which is what planned value and earned schedule are read against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.working_time import WorkingTime

MARGIN = timedelta(days=3 * 366)


class Axis:
    """Hours of the portfolio's working time, from before the first plan to three years after the last.

    Parameters
    ----------
    portfolio
        Whose workweek, holidays and absences of everybody.
    plans
        What it has to reach.

    Examples
    --------
    >>> from datetime import date
    >>> axis = Axis(Portfolio("Northlight", date(2026, 1, 5)), ())
    >>> axis.between(date(2026, 1, 5), datetime(2026, 1, 6, 12)), axis.after(date(2026, 1, 5), Fraction(20))
    (Fraction(11, 1), datetime.datetime(2026, 1, 7, 13, 0))
    """

    def __init__(self, portfolio: Portfolio, plans: Sequence[Schedule]) -> None:
        self._grid = portfolio.grid
        worked = [plan for plan in plans if plan.tasks]
        oldest = min(worked, key=lambda plan: min(task.start for task in plan.tasks), default=portfolio.baseline)
        ends = [task.end for plan in worked for task in plan.tasks]
        last = max([self._grid.moment(portfolio.as_of_tick), *ends]) + MARGIN
        self._time = WorkingTime(replace(portfolio, baseline=oldest), self._grid.start_of(last))
        self._calendar = self._time.portfolio

    def at(self, moment: Moment) -> Fraction:
        """Hours at the beginning of a day or at a moment."""
        return self.at_tick(self._grid.start_of(moment))

    def at_end(self, moment: Moment) -> Fraction:
        """Hours at the end of a day, or at a moment."""
        return self.at_tick(self._grid.end_of(moment))

    def at_tick(self, tick: int) -> Fraction:
        """Hours at a tick."""
        return self._calendar.before(min(tick, self._time.until)) * self._grid.hours

    def between(self, start: Moment, end: Moment) -> Fraction:
        """Working hours from one moment to another one; negative backwards."""
        return self.at(end) - self.at(start)

    def after(self, start: Moment, hours: Fraction) -> datetime | None:
        """Moment at which so many working hours have passed since another one; None when that is too far to say."""
        if hours <= 0:
            return self._grid.moment(self._grid.start_of(start))
        ticks = self._calendar.before(self._grid.start_of(start)) + self._grid.ticks(hours)
        return self._grid.moment(self._calendar.slot(ticks - 1) + 1) if ticks <= self._calendar.total else None
