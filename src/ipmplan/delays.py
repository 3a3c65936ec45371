"""What a notebook calls after a delay: re-planning, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.given import portfolio_of, schedule_of
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.models.search import Event
    from ipmplan.reports.differences import Differences


def replan(
    portfolio: Portfolio | str | Path,
    plan: Plan | Schedule | str | Path,
    *,
    freeze: str | Moment | None = None,
    moves: int | None = None,
    time_limit: float | None = 10.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    on_event: Callable[[Event], None] | None = None,
    stop: StopEvent | None = None,
) -> Plan:
    """Plan the rest after a delay, moving as little of a plan as the goals allow.

    Parameters
    ----------
    portfolio
        As it is now; what its progress says is a fact.
    plan
        The plan that is compared with, or its file.
    freeze
        What starts before stays, unless facts have moved it: ``"sprint"``, a length such as ``"2w"``, or a date.
    moves
        As many tasks may move where that is better for the first goal; by default as few as possible move.
    time_limit, work_limit, workers, seed, goals, on_event, stop
        As for `plan`; the goal `stability` is added after lateness, or after the first goal.

    Returns
    -------
    Plan
        Its `schedule.compared` says how much moved and what more moves would bring.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> replan(studio, Schedule("Northlight", date(2026, 1, 5), "optimal")).schedule.compared.moved
    0
    """
    from ipmplan import replanner

    known = portfolio_of(portfolio, "replan(portfolio, plan)")
    found = replanner.replan(
        known,
        schedule_of(plan),
        freeze=replanner.frozen_until(known, freeze) if isinstance(freeze, str) else freeze,
        moves=moves,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        goals=goals,
        on_event=on_event,
        stop=stop,
    )
    return Plan(found.schedule, found.portfolio, found.before)


def diff(
    old: Plan | Schedule | str | Path,
    new: Plan | Schedule | str | Path,
    portfolio: Portfolio | str | Path | None = None,
    *,
    manager: bool = True,
) -> Differences:
    """Say what changed from one plan to another: dates, people, hours and money, each with its reason.

    Parameters
    ----------
    old, new
        The plans, or their files.
    portfolio
        What the new one was made for; not needed for a `Plan`, which holds it.
    manager
        Whether the one who manages reads it; everybody else reads that somebody is away, and not why.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> empty = Schedule("Northlight", date(2026, 1, 5), "optimal")
    >>> diff(empty, empty, studio)
    Nothing changed against the plan of Mon 5 Jan 2026.
    """
    from ipmplan.explaining.changes import diff as compare
    from ipmplan.reports.differences import Differences

    if portfolio is None and isinstance(new, Plan):
        portfolio = new.portfolio
    known = portfolio_of(portfolio, "diff(old, new, portfolio)")
    return Differences(compare(schedule_of(old), schedule_of(new), known), known, manager)
