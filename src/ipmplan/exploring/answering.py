"""A changed portfolio to its plan: at once from the plan that is shown, moving little; or anew, with more time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event as Flag
from typing import TYPE_CHECKING

from ipmplan import planner, replanner
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import OutOfTime
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.models.incumbent import Event


@dataclass(frozen=True, slots=True)
class ExplorerLimits:
    """How long an explorer searches.

    Parameters
    ----------
    quick
        Seconds for the answer to a change; a second comes on top for reading and judging.
    patient
        Seconds where nothing was planned before, where a quick answer has found no plan, and for planning again.
    work
        Deterministic work for any of them instead; then runs repeat with one worker.
    workers, seed
        As `plan` takes them.
    """

    quick: float = 2.5
    patient: float = 15.0
    work: float | None = None
    workers: int | None = None
    seed: int = 0


Listener = Callable[["Event"], None]


def answer(
    portfolio: Portfolio, shown: Plan | None, limits: ExplorerLimits, on_event: Listener, stop: Flag, *, anew: bool
) -> Plan:
    """Plan a portfolio that is explored.

    Parameters
    ----------
    portfolio
        As it is with all edits.
    shown
        The plan to begin from; None = there is none.
    limits
        How long.
    on_event, stop
        As for `planner.plan`.
    anew
        Whether as much may move as brings anything; else as little as goals allow.

    Raises
    ------
    InputError, Infeasible, OutOfTime
        As `planner.plan`.
    """
    if shown is not None and not anew:
        try:
            return _little(portfolio, shown, limits, on_event, stop)
        except OutOfTime:
            if stop.is_set():
                raise
    made = planner.plan(
        portfolio,
        time_limit=limits.patient if limits.work is None else None,
        work_limit=limits.work,
        workers=limits.workers,
        seed=limits.seed,
        start=None if shown is None else shown.schedule,
        on_event=on_event,
        stop=stop,
    )
    return Plan(made, portfolio, None if shown is None else shown.schedule)


def _little(portfolio: Portfolio, shown: Plan, limits: ExplorerLimits, on_event: Listener, stop: Flag) -> Plan:
    found = replanner.replan(
        replace(portfolio, reference=None),
        shown.schedule,
        time_limit=limits.quick if limits.work is None else None,
        work_limit=limits.work,
        workers=limits.workers,
        seed=limits.seed,
        on_event=on_event,
        stop=stop,
        offers=False,
    )
    return Plan(found.schedule, found.portfolio, found.before)
