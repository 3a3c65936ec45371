"""A forecast as facts: how likely each date and each cost of a plan is, and what moves them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from ipmplan.core.calendar import Moment

LEVELS = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Levels of the quantiles that a forecast keeps."""

DateKind = Literal["milestone", "project", "task", "portfolio"]


@dataclass(frozen=True, slots=True)
class Driver:
    """A task, or an open question, that a date hangs on.

    Parameters
    ----------
    id, kind
        Of the task, or of the decision whose answer is waited for.
    criticality
        Share of the runs in which it is on the chain that ends with the date.
    cruciality
        Rank correlation, over the runs, of how long it takes with the date.
    """

    id: str
    kind: Literal["task", "answer"]
    criticality: float
    cruciality: float


@dataclass(frozen=True, slots=True)
class DateOdds:
    """When a milestone, a project (its last task), a dated task, or everything is done.

    Parameters
    ----------
    id, kind, project
        What it is; no id for everything.
    due, agreed
        Dates as written; None = not given.
    planned
        The plan's date.
    p50, p80, p95
        Moments that it will be done by with that chance, as we say them.
    chance
        Of the due date; None without one. A milestone's buffer is not taken off.
    chance_agreed
        Of the agreed date.
    quantiles
        What the runs gave at `LEVELS`, before `p50`, `p80` and `p95` were corrected by what became of earlier forecasts.
    drivers
        What moves it most, at most three.
    """

    id: str
    kind: DateKind
    project: str
    planned: datetime
    p50: datetime
    p80: datetime
    p95: datetime
    due: Moment | None = None
    agreed: Moment | None = None
    chance: float | None = None
    chance_agreed: float | None = None
    quantiles: tuple[datetime, ...] = ()
    drivers: tuple[Driver, ...] = ()


@dataclass(frozen=True, slots=True)
class CostOdds:
    """What a project costs in all, in the portfolio's currency.

    Parameters
    ----------
    id
        The project's.
    planned
        What the plan says.
    p50, p80, p95
        Amounts that it will not cost more than with that chance.
    budget, chance
        Budget with accepted changes, and the chance of keeping it; None without one.
    quantiles
        At `LEVELS`.
    """

    id: str
    planned: Decimal
    p50: Decimal
    p80: Decimal
    p95: Decimal
    budget: Decimal | None = None
    chance: float | None = None
    quantiles: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskOdds:
    """Hours of an open task, and what hangs on it.

    Parameters
    ----------
    id
        The task's.
    spent, planned
        Hours recorded, and hours in all if what is left takes what the plan says.
    criticality, cruciality
        For its project's last finish; see `Driver`.
    quantiles
        Hours in all at `LEVELS`; empty for a wait.
    """

    id: str
    spent: float
    planned: float
    criticality: float
    cruciality: float
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Odds:
    """Dates and costs under one assumption about the scope."""

    dates: tuple[DateOdds, ...] = ()
    costs: tuple[CostOdds, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """What may become of a plan.

    Parameters
    ----------
    portfolio, currency
        Its name, and that of all money.
    as_of
        The day of the forecast.
    planned_as_of
        The status date of the plan whose order of work was kept.
    runs, seed
        Of the simulation.
    learned_from
        How many finished tasks it learned from; none = widths are those of published data.
    known
        With the work that is known today.
    arrivals
        With as much new work as arrived in the past; None where no history shows how much that is.
    tasks
        Open tasks that the plan has.
    notes
        What one has to know to read it.
    """

    portfolio: str
    as_of: Moment
    planned_as_of: Moment
    runs: int
    seed: int
    learned_from: int
    known: Odds = Odds()
    arrivals: Odds | None = None
    tasks: tuple[TaskOdds, ...] = ()
    currency: str = ""
    notes: tuple[str, ...] = ()

    @property
    def promises(self) -> dict[str, tuple[datetime, datetime]]:
        """P50 and P80 of each milestone, project and dated task, by id, with the work that is known."""
        return {row.id: (row.p50, row.p80) for row in self.known.dates if row.id}
