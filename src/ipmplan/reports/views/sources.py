"""Everything that views are made from: read once, seen by no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ipmplan.core.forecast import DateOdds, Forecast
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.working_days import day_of
from ipmplan.reports.scene import Scene, scene
from ipmplan.tracking.track import Track, track

UNSIGNED = ("tentative", "lost")


@dataclass(frozen=True)
class Sources:
    """A plan with all that is known about it.

    Parameters
    ----------
    scene
        The plan and its portfolio.
    track
        Where the work stands.
    approved
        Plans that were approved, the first one first.
    forecast
        The last one that was kept by the status date; None = none was.
    raw
        The portfolio as it was read: in `scene`, tentative projects that the plan includes are confirmed.
    """

    scene: Scene
    track: Track
    approved: tuple[Schedule, ...] = ()
    forecast: Forecast | None = None
    raw: Portfolio | None = None

    @property
    def unsigned(self) -> frozenset[str]:
        """Ids of projects that no client has signed."""
        return unsigned_projects(self.as_read)

    @property
    def as_read(self) -> Portfolio:
        """The portfolio as it was read."""
        return self.raw or self.portfolio

    @property
    def portfolio(self) -> Portfolio:
        """The facts."""
        return self.scene.portfolio

    @property
    def odds(self) -> Mapping[str, DateOdds]:
        """Odds of milestones and projects, by id."""
        return {row.id: row for row in self.forecast.known.dates} if self.forecast is not None else {}

    @property
    def promises(self) -> Mapping[str, tuple[datetime, datetime]]:
        """P50 and P80 by id."""
        return self.forecast.promises if self.forecast is not None else {}


def sources(
    schedule: Schedule,
    portfolio: Portfolio,
    approved: Sequence[Schedule] = (),
    forecasts: Sequence[Forecast] = (),
) -> Sources:
    """Put together what views are made from.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    approved
        Approved plans; those of a later day are left out.
    forecasts
        Kept forecasts, oldest first; those of a later day are left out.
    """
    today = portfolio.as_of_day
    plans = tuple(plan for plan in approved if day_of(plan.as_of) <= today)
    known = [one for one in forecasts if day_of(one.as_of) <= today]
    last = known[-1] if known else None
    view = scene(schedule, portfolio)
    found = track(view.portfolio, schedule, plans, last.promises if last is not None else {})
    return Sources(view, found, plans, last, portfolio)


def unsigned_projects(portfolio: Portfolio) -> frozenset[str]:
    """Ids of projects that no client has signed."""
    return frozenset(row.id for row in portfolio.projects if row.status in UNSIGNED)


def sources_beside(folder: Path, schedule: Schedule, portfolio: Portfolio) -> Sources:
    """Put a plan together with the approved plans and forecasts of a folder.

    Raises
    ------
    InputError
        When one of them cannot be read.
    """
    from ipmplan.files.forecastfile import stored_forecasts
    from ipmplan.files.planfile import approved_plans

    return sources(schedule, portfolio, approved_plans(folder), stored_forecasts(folder))
