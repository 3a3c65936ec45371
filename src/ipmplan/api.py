"""What a notebook calls: planning and checking with `Plan` objects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.models.search import Event


def plan(
    portfolio: Portfolio,
    *,
    time_limit: float | None = 20.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    allow_over_budget: bool = False,
    on_event: Callable[[Event], None] | None = None,
    stop: StopEvent | None = None,
) -> Plan:
    """Plan a portfolio.

    Parameters
    ----------
    time_limit
        Seconds to search.
    work_limit
        Deterministic solver time; with ``time_limit=None``, one worker and the same seed, every run gives the same
        plan.
    workers
        Search workers; by default as many as pay on this machine.
    goals
        A named order (``deadline``, ``calm``, ``cheap``) or goals in their order; by default the portfolio's.
    including
        Ids of tentative projects to plan as if confirmed.
    allow_over_budget
        Take every budget as soft.
    on_event
        Called while searching, with the best value and bound so far.
    stop
        When set, the best plan so far is returned.

    Returns
    -------
    Plan
        A plan that `check` finds nothing wrong with.

    Raises
    ------
    InputError
        When goals or projects are unknown, or the portfolio is wrong, with every problem.
    Infeasible
        When no plan exists, with the smallest conflict and what would help.
    OutOfTime
        When none was found in time and none was proved impossible.
    InternalError
        When what was found breaks a rule: a mistake of ours, to be reported.
    """
    from ipmplan import planner

    schedule = planner.plan(
        portfolio,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        goals=goals,
        including=tuple(including),
        allow_over_budget=allow_over_budget,
        on_event=on_event,
        stop=stop,
    )
    return Plan(schedule, portfolio)


def check(plan: Plan | Schedule, portfolio: Portfolio) -> list[Issue]:
    """Judge a plan without the solver; an empty list says that it breaks no rule."""
    from ipmplan import planner

    return planner.check(plan.schedule if isinstance(plan, Plan) else plan, portfolio)
