"""What became of what was forecast."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from ipmplan.core.forecast import LEVELS, Forecast
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.working_days import day_of
from ipmplan.study.study import Study
from ipmplan.study.timesheet import timesheet

OutcomeKind = Literal["milestone", "project", "task", "hours", "cost"]
DATES = ("milestone", "project", "task")


@dataclass(frozen=True, slots=True)
class CameOut:
    """A forecast and what came of it.

    Parameters
    ----------
    kind, id
        A date (milestone, project, task), the hours of a task, or the cost of a project.
    on, known
        Days of the forecast, and of its end.
    quantiles
        At `LEVELS`, as the runs gave them: days (ordinals), hours, or money.
    said
        P50, P80 and P95 as they were said.
    actual
        What it was.
    """

    kind: OutcomeKind
    id: str
    on: date
    known: date
    quantiles: tuple[float, ...]
    said: tuple[float, float, float]
    actual: float

    @property
    def position(self) -> float:
        """Level of the forecast at which it came out, 0 to 1; in the middle where several levels say the same."""
        if self.kind not in DATES:
            return (self._below(self.actual) + self._below(self.actual, strictly=True)) / 2
        # A day is all that lies after the day before.
        return (self._below(self.actual) + self._below(self.actual - 1)) / 2

    def _below(self, value: float, *, strictly: bool = False) -> float:
        """Share of the forecast that lies at or below a value."""
        rows = self.quantiles
        if value < rows[0] or (strictly and value <= rows[0]):
            return 0.0
        place = bisect_right(rows, value) if not strictly else sum(row < value for row in rows)
        if place == len(rows):
            return 1.0 if value > rows[-1] else LEVELS[-1]
        step = rows[place] - rows[place - 1]
        share = (value - rows[place - 1]) / step if step else 0.0
        return LEVELS[place - 1] + share * (LEVELS[place] - LEVELS[place - 1])

    def covers(self, low: float, high: float) -> bool:
        """Whether it came out between two of the `LEVELS`."""
        return self.quantiles[LEVELS.index(low)] <= self.actual <= self.quantiles[LEVELS.index(high)]


def outcomes(portfolio: Portfolio, forecasts: Iterable[Forecast]) -> tuple[CameOut, ...]:
    """Find what came of every forecast that was stored, as far as it is known on the status date.

    A milestone has come out when all its tasks have ended; a project also when it says that it is done. Forecasts made on the day of the
    end or later are left out, and of several of one day only the last counts.

    Examples
    --------
    >>> outcomes(Portfolio("Northlight", date(2026, 1, 5)), [])
    ()
    """
    last = {day_of(one.as_of): one for one in forecasts}
    facts = _Facts(portfolio)
    return tuple(row for _, one in sorted(last.items()) for row in _of(one, facts))


def _of(forecast: Forecast, facts: _Facts) -> Iterator[CameOut]:
    on = day_of(forecast.as_of)
    # A project that ends with one of its milestones is the same date.
    ends = {(row.project, row.quantiles) for row in forecast.known.dates if row.kind == "milestone"}
    for row in forecast.known.dates:
        if row.kind == "project" and (row.project, row.quantiles) in ends:
            continue
        ended = facts.reached(row.kind, row.id)
        if row.kind != "portfolio" and ended is not None and ended >= on and row.quantiles:
            days = tuple(_days(one) for one in row.quantiles)
            said = (_days(row.p50), _days(row.p80), _days(row.p95))
            yield CameOut(row.kind, row.id, on, ended, days, said, float(ended.toordinal()))
    for task in forecast.tasks:
        ended = facts.ended.get(task.id)
        if ended is not None and ended >= on and task.quantiles:
            p50, p80, p95 = (task.quantiles[LEVELS.index(level)] for level in (0.5, 0.8, 0.95))
            yield CameOut("hours", task.id, on, ended, task.quantiles, (p50, p80, p95), facts.hours[task.id])
    for cost in forecast.known.costs:
        ended = facts.reached("project", cost.id)
        spent = facts.cost(cost.id)
        if ended is not None and ended >= on and cost.quantiles and spent is not None:
            said = (float(cost.p50), float(cost.p80), float(cost.p95))
            yield CameOut("cost", cost.id, on, ended, tuple(float(one) for one in cost.quantiles), said, spent)


class _Facts:
    """What has ended, and when."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._rows = rows = timesheet(portfolio).rows
        self.ended: dict[str, date] = {}
        self.hours: dict[str, float] = {}
        self._tasks: dict[str, list[str]] = {}
        self._counts: set[str] = set()
        accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
        for task in portfolio.tasks:
            own = rows.get(task.id, ())
            says = [row for row in own if row.remaining is not None]
            if says and not says[-1].remaining:
                self.ended[task.id] = says[-1].date
                self.hours[task.id] = float(sum(row.hours for row in own))
            if not task.cancelled and (not task.change or task.change in accepted):
                self._tasks.setdefault(task.project, []).append(task.id)
                self._counts.add(task.id)

    def reached(self, kind: str, name: str) -> date | None:
        """Day on which something was reached; None while it has not been."""
        if kind == "task":
            return self.ended.get(name)
        tasks: Sequence[str] = self._tasks.get(name, ())
        if kind == "milestone":
            known = self._portfolio.milestone_tasks.get(name, ())
            tasks = [task for task in known if task in self._counts]
        project = self._portfolio.project.get(name)
        if kind == "project" and project is not None and project.status == "done":
            days = [row.date for task in tasks for row in self._rows.get(task, ())]
            return max(days, default=None)
        ends = [self.ended.get(task) for task in tasks]
        known_ends = [end for end in ends if end is not None]
        return max(known_ends) if known_ends and len(known_ends) == len(ends) else None

    def cost(self, project: str) -> float | None:
        """What a project that has ended cost; None when it is not planned any more, or without rates."""
        if not hasattr(self, "_costs"):
            today = self._portfolio.as_of_tick
            study = Study.reaching(self._portfolio, today)
            self._costs = {name: float(cost) for name, cost in study.costs_by(today).items()}
        return self._costs.get(project)


def _days(moment: datetime) -> float:
    """Day on which something that ends at a moment was last at work."""
    return float((moment - timedelta(microseconds=1)).date().toordinal())
