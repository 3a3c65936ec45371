"""How far a study has to go."""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.study.wishes import latest_end

FARTHEST_YEARS = 30
MARGIN_DAYS = 366


def farthest(portfolio: Portfolio) -> int:
    """Tick behind which nothing is told apart: dates that lie there count as this one."""
    return portfolio.as_of_tick + FARTHEST_YEARS * 366 * portfolio.grid.ticks_a_day


def reach(portfolio: Portfolio, last_finish: int) -> int:
    """Tick to which everything goes that a plan's rules, goals and money ask for.

    That is the last finish, every date that work or a person's booking is measured against or waits for, and a year
    more, in which somebody who edits a plan may be told where work would end; not more than 30 years from the status
    date.

    Parameters
    ----------
    portfolio
        What is planned.
    last_finish
        Tick of the last end in a plan, or of the end of the grid on which one is searched.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Booking
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), bookings=(Booking("B1", "ana", end=date(2027, 2, 28)),))
    >>> studio.grid.moment(reach(studio, studio.as_of_tick))
    datetime.datetime(2028, 3, 1, 0, 0)
    """
    grid = portfolio.grid
    ends = [last_finish, latest_end(portfolio)]
    moments = [milestone.due for milestone in portfolio.milestones]
    moments += [project.due for project in portfolio.projects]
    moments += [moment for task in portfolio.tasks for moment in (task.not_before, task.due)]
    moments += [decision.expected for decision in portfolio.decisions]
    moments += [hold.start for hold in portfolio.holds]
    kept = portfolio.reference or portfolio.baseline
    moments += [row.end for row in kept.tasks] if kept is not None else []
    ends += [grid.end_of(moment) for moment in moments if moment is not None]
    return min(max(ends) + MARGIN_DAYS * grid.ticks_a_day, farthest(portfolio))
