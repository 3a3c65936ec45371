"""What follows from a portfolio, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from ipmplan.core.calendar import Grid
from ipmplan.core.portfolio import Portfolio
from ipmplan.study import broken
from ipmplan.study.booked import Costs, booked_steps
from ipmplan.study.holds import HeldTask, holds
from ipmplan.study.money import RateCard, raised_budgets
from ipmplan.study.pieces import Started
from ipmplan.study.reach import reach
from ipmplan.study.scope import Due, Scope
from ipmplan.study.spent import recorded_cost, spent_by_project
from ipmplan.study.started import started
from ipmplan.study.timesheet import Timesheet, timesheet
from ipmplan.study.working_time import WorkingTime


class Study:
    """Everything that follows from a portfolio without choosing, to a horizon that is given.

    It is made once by whoever needs it, and passed on. Two studies of one portfolio agree wherever both reach, whatever
    they were asked before; a question beyond `until` raises `BeyondReach`.

    Parameters
    ----------
    portfolio
        As it is planned: tentative projects that are included count as confirmed.
    until
        Tick up to which calendars are known, moved on to the end of its day; `Study.reaching` finds one.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.people import Person
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), people=(Person("ana"),))
    >>> study = Study(studio, studio.as_of_tick + 7 * 24)
    >>> study.time.free("ana").total - study.time.free("ana").before(studio.as_of_tick), study.scope.tasks
    (40, ())
    """

    def __init__(self, portfolio: Portfolio, until: int) -> None:
        self.portfolio = portfolio
        self.grid: Grid = portfolio.grid
        self.time = WorkingTime(portfolio, until)
        self.until: int = self.time.until
        self._cards: dict[str, RateCard] = {}
        self._recorded: dict[str, Decimal] = {}
        self._booked: dict[str, list[tuple[int, Costs]]] = {}

    @classmethod
    def reaching(cls, portfolio: Portfolio, last_finish: int) -> Study:
        """A study that reaches far enough for plans with this last finish; see `reach`."""
        return cls(portfolio, reach(portfolio, last_finish))

    @cached_property
    def scope(self) -> Scope:
        """Which tasks are planned, their links and dates."""
        return Scope(self.portfolio)

    @cached_property
    def sheet(self) -> Timesheet:
        """Timesheet rows as they count."""
        return timesheet(self.portfolio)

    @cached_property
    def started(self) -> dict[str, Started]:
        """State of every planned task that has progress, by id."""
        return started(self.portfolio, self.scope, self.sheet, self._far_time)

    @cached_property
    def holds(self) -> Mapping[str, HeldTask]:
        """What is held, by task, and what of it facts have broken."""
        return holds(self, self._far_time, self.started)

    @cached_property
    def _far_time(self) -> WorkingTime:
        """Calendars that reach every date: whether work may be handed over, or is held in vain, depends on dates that a short study does not."""
        far = reach(self.portfolio, self.portfolio.as_of_tick)
        return self.time if self.until >= far else WorkingTime(self.portfolio, far)

    def card(self, person: str) -> RateCard:
        """Rates of a person."""
        if person not in self._cards:
            self._cards[person] = RateCard(self.portfolio, self.time, person)
        return self._cards[person]

    def recorded(self, work: str) -> Decimal:
        """Cost of everything that was recorded on a task or booking, to the cent."""
        if work not in self._recorded:
            self._recorded[work] = recorded_cost(self, work)
        return self._recorded[work]

    def booked_steps(self, person: str) -> list[tuple[int, Costs]]:
        """Cost by project of a person's bookings that have an end, from each last finish (a tick) on."""
        if person not in self._booked:
            self._booked[person] = booked_steps(self, person)
        return self._booked[person]

    @cached_property
    def budgets(self) -> Mapping[str, Decimal]:
        """Budget of every project that has one, raised by accepted changes."""
        return raised_budgets(self.portfolio)

    @cached_property
    def certain_costs(self) -> Mapping[str, Decimal]:
        """What each planned project costs at least, bookings without an end left out; empty without rates."""
        return spent_by_project(self, None)

    def costs_by(self, last_finish: int) -> dict[str, Decimal]:
        """What each planned project costs whatever is chosen in a plan with this last finish; empty without rates."""
        return spent_by_project(self, last_finish)

    def is_broken(self, due: Due) -> bool:
        """Whether a firm date is lost already."""
        return broken.is_broken_due(self, due)

    @cached_property
    def broken_budgets(self) -> frozenset[str]:
        """Ids of projects at work whose budget is gone."""
        return broken.broken_budgets(self)

    @cached_property
    def broken_pools(self) -> frozenset[str]:
        """Ids of consumable pools of which started work needs more than there was."""
        return broken.broken_pools(self)
