"""What work costs: rates by day, premiums of extra time, rounded to cents once for each assignment."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from ipmplan.core.calendar import ENDLESS, Calendar
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.working_time import WorkingTime

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Round half up to two places.

    Examples
    --------
    >>> cents(Decimal("10.005"))
    Decimal('10.01')
    """
    return amount.quantize(CENT, ROUND_HALF_UP)


def raised_budgets(portfolio: Portfolio) -> dict[str, Decimal]:
    """Budget of every project that has one, raised by accepted changes: by their budget, or else their price."""
    raised = {project.id: project.budget for project in portfolio.projects if project.budget is not None}
    for change in portfolio.changes:
        more = change.price if change.budget is None else change.budget
        if change.status == "accepted" and more is not None and change.project in raised:
            raised[change.project] += more
    return raised


class RateCard:
    """A person's cost of an hour over time.

    Parameters
    ----------
    portfolio, time
        What it follows from.
    person
        Id of the person; somebody without any rate costs nothing.

    Attributes
    ----------
    known_from
        Tick from which on there is a rate.
    """

    def __init__(self, portfolio: Portfolio, time: WorkingTime, person: str) -> None:
        who = portfolio.person.get(person)
        self._grid = portfolio.grid
        base = who.rate if who is not None and who.rate is not None else Decimal(0)
        steps = [(0, base)]
        dated = [rate for rate in portfolio.rates if rate.person == person and rate.cost is not None]
        for rate in sorted(dated, key=lambda rate: self._grid.start_of(rate.start) if rate.start else 0):
            steps.append((self._grid.start_of(rate.start) if rate.start else 0, rate.cost or Decimal(0)))
        self._steps = steps
        known = [start for start, _ in steps[1:]]
        if who is not None and who.rate is not None:
            known.append(0)
        self.known_from: int = min(known, default=ENDLESS)
        self._premiums = time.premiums(person) if who is not None else []

    @property
    def breaks(self) -> list[int]:
        """Ticks at which the cost of an hour changes."""
        ticks = {tick for tick, _ in self._steps[1:]}
        for start, end, _ in self._premiums:
            ticks |= {start, end}
        return sorted(ticks)

    def at(self, tick: int) -> Decimal:
        """Cost of an hour worked at `tick`, premium included (the highest one that holds)."""
        premium = max((p for start, end, p in self._premiums if start <= tick < end), default=Decimal(0))
        return self._plain(tick) * (1 + premium)

    def on(self, day: date) -> Decimal:
        """Cost of an hour on a day, without premium."""
        return self._plain(self._grid.start_of(datetime(day.year, day.month, day.day)))

    def least(self, tick: int) -> Decimal:
        """Cheapest hour from a tick on, without premium."""
        return min(self._plain(max(start, tick)) for start, _ in self._steps)

    def _plain(self, tick: int) -> Decimal:
        return next(rate for start, rate in reversed(self._steps) if start <= tick)

    def cost(self, worked: Calendar, start: int, end: int, share: Decimal = Decimal(1)) -> Decimal:
        """Cost of working in all ticks of `worked` between two moments at a share of the time, to the cent."""
        bounds = [start, *(tick for tick in self.breaks if start < tick < end), end]
        total = Decimal(0)
        for begin, stop in pairwise(bounds):
            hours = Decimal(worked.count(begin, stop) * self._grid.minutes) / 60
            total += hours * self.at(begin)
        return cents(total * share)
