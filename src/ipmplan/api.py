"""What a notebook calls: planning and checking with `Plan` objects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event as StopEvent
from typing import TYPE_CHECKING, Literal

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.given import kind_of, portfolio_of, schedule_of
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.models.search import Event
    from ipmplan.reports.odds import ForecastScores, PlanForecast
    from ipmplan.reports.orders import GoalPrices
    from ipmplan.reports.standing.result import Standing
    from ipmplan.tracking.decisions import Question


def plan(
    portfolio: Portfolio | str | Path,
    *,
    time_limit: float | None = 20.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    allow_over_budget: bool = False,
    start: Plan | Schedule | None = None,
    held: Collection[str] = (),
    on_event: Callable[[Event], None] | None = None,
    stop: StopEvent | None = None,
) -> Plan:
    """Plan a portfolio.

    Parameters
    ----------
    portfolio
        What to plan, or the folder or workbook to read it from.
    time_limit
        Seconds to search.
    work_limit
        Deterministic solver time; with ``time_limit=None``, one worker and the same seed, every run gives the same
        plan.
    workers
        Search workers; by default as many as pay on this machine.
    seed
        Of the random numbers.
    goals
        A named order (``deadline``, ``calm``, ``cheap``) or goals in their order; by default the portfolio's.
    including
        Ids of tentative projects to plan as if confirmed.
    allow_over_budget
        Take every budget as soft.
    start
        A plan to begin from, such as the last one, also when tables were changed since: the new one is never worse in the
        order of the goals, where the old one still keeps the rules.
    held
        Ids of tasks that stay where that plan has them; work in progress, and what has to stay with them, does so too.
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
        When goals or projects are unknown, the portfolio is wrong, with every problem, or what is given is no portfolio.
    Infeasible
        When no plan exists, with the smallest conflict and what would help.
    OutOfTime
        When none was found in time and none was proved impossible.
    InternalError
        When what was found breaks a rule: a mistake of ours, to be reported.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ipmplan.files.scaffold import init
    >>> with TemporaryDirectory() as folder:
    ...     _ = init(Path(folder))
    ...     made = plan(folder, time_limit=None, work_limit=0.1, workers=1)
    >>> check(made, made.portfolio)
    []
    """
    from ipmplan import planner

    known = portfolio_of(portfolio, "plan(portfolio)")
    schedule = planner.plan(
        known,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        goals=goals,
        including=tuple(including),
        allow_over_budget=allow_over_budget,
        start=start.schedule if isinstance(start, Plan) else start,
        held=held,
        on_event=on_event,
        stop=stop,
    )
    return Plan(schedule, known, _before(known))


def check(plan: Plan | Schedule | str | Path, portfolio: Portfolio | str | Path) -> list[Issue]:
    """Judge a plan without the solver; an empty list says that it breaks no rule.

    Parameters
    ----------
    plan
        A plan, or the plan.json to read it from.
    portfolio
        What it was planned from, or the folder or workbook to read that from.

    Raises
    ------
    InputError
        When either cannot be read, or is something else: swapped, say.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> check(Schedule("Northlight", date(2026, 1, 5), "optimal"), studio)
    []
    """
    from ipmplan import planner

    if isinstance(plan, Portfolio) and isinstance(portfolio, (Plan, Schedule)):
        raise InputError(Issue("the portfolio was given first, the plan second", "check", "Maybe swap the two?"))
    return planner.check(schedule_of(plan), portfolio_of(portfolio, "check(plan, portfolio)"))


def forecast(plan: object, *, runs: int = 10_000, seed: int = 0) -> PlanForecast:
    """Say when a plan will be done and what it will cost, with odds.

    Parameters
    ----------
    plan
        A plan, or the folder or workbook beside which one lies.
    runs
        How many times the plan is run through, each time with other hours, waits and answers.
    seed
        Of the random numbers; equal ones give equal forecasts.

    Raises
    ------
    InputError
        When there is no plan, or it cannot be read.

    Examples
    --------
    >>> from datetime import date
    >>> made = Plan(Schedule("N", date(2026, 1, 5), "optimal"), Portfolio("N", date(2026, 1, 5)))
    >>> print(forecast(made, runs=100))
    ok Nothing is left to do: there is nothing to forecast...
    """
    from ipmplan.reports.odds import forecast_of

    if isinstance(plan, (str, Path)):
        from ipmplan.files.planfile import beside, read_plan

        known = portfolio_of(plan, "forecast(plan)")
        return forecast_of(read_plan(beside(Path(plan))), known, runs, seed)
    if not isinstance(plan, Plan):
        hint = "Maybe make one with `ipm.plan(portfolio)`?"
        raise InputError(Issue(f"a plan or its folder is needed, not {kind_of(plan)}", "forecast(plan)", hint))
    return forecast_of(plan.schedule, plan.portfolio, runs, seed)


def scorecard(
    portfolio: Portfolio | str | Path, *, by: Literal["kind", "skill", "client", "size", "person"] = "kind"
) -> ForecastScores:
    """Say how good the forecasts were that are stored beside a portfolio, and what estimates turned into.

    Parameters
    ----------
    portfolio
        A portfolio with its progress, or the folder or workbook to read it from.
    by
        How finished tasks are grouped.

    Raises
    ------
    InputError
        When anything there cannot be read.

    Examples
    --------
    >>> from datetime import date
    >>> print(scorecard(Portfolio("Northlight", date(2026, 1, 5))))
    Northlight: no forecast is stored yet...
    """
    from ipmplan.reports.odds import scores_of

    return scores_of(portfolio_of(portfolio, "scorecard(portfolio)"), by)


def track(
    plan: Plan | Portfolio | str | Path,
    *,
    approved: Sequence[Plan | Schedule] | None = None,
    forecasts: Mapping[str, tuple[datetime | None, datetime | None]] | None = None,
) -> Standing:
    """Say where the work stands against what was approved.

    Parameters
    ----------
    plan
        The current plan, or the portfolio, its folder or workbook; then the plan beside the tables counts, else the newest
        that was approved.
    approved
        Approved plans, the first one first; by default those in the portfolio's ``plans/``.
    forecasts
        P50 and P80 dates by the id of a milestone or project, for red, amber and green; by default those of the forecast
        that was kept last.

    Returns
    -------
    Standing
        With tables of slips, earned value, budget, tasks, people and what can be billed.

    Raises
    ------
    InputError
        When anything cannot be read, or what is given is something else.

    Examples
    --------
    >>> from datetime import date
    >>> len(track(Portfolio("Northlight", date(2026, 1, 5))).slips)
    0
    """
    from ipmplan.reports.standing.result import Standing
    from ipmplan.tracking.track import track as work_out

    known = plan.portfolio if isinstance(plan, Plan) else portfolio_of(plan, "track(plan)")
    current = plan.schedule if isinstance(plan, Plan) else _beside(known)
    plans = [schedule_of(one) for one in approved] if approved is not None else _approved(known)
    odds = forecasts if forecasts is not None else _promises(known)
    return Standing(work_out(known, current, plans, odds))


def _promises(portfolio: Portfolio) -> Mapping[str, tuple[datetime, datetime]]:
    """P50 and P80 dates of the forecast that was kept last."""
    from ipmplan.files.forecastfile import latest_promises

    return latest_promises(_folder(portfolio), portfolio.as_of_day) if portfolio.source else {}


def _folder(portfolio: Portfolio) -> Path:
    source = Path(portfolio.source)
    return source if source.is_dir() else source.parent


def _beside(portfolio: Portfolio) -> Schedule | None:
    """The plan that lies beside the tables."""
    from ipmplan.files.planfile import read_plan

    path = _folder(portfolio) / "plan.json"
    return read_plan(path) if portfolio.source and path.is_file() else None


def _approved(portfolio: Portfolio) -> Sequence[Schedule]:
    from ipmplan.files.planfile import approved_plans

    return approved_plans(_folder(portfolio)) if portfolio.source else ()


def explain_goals(
    portfolio: Portfolio | str | Path,
    *,
    time_limit: float | None = 60.0,
    work_limit: float | None = None,
    workers: int | None = None,
    seed: int = 0,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    stop: StopEvent | None = None,
) -> GoalPrices:
    """Say what each goal costs the others: plans without one goal at a time, and in the named orders, side by side.

    Parameters
    ----------
    portfolio
        What to plan, or the folder or workbook to read it from.
    time_limit, work_limit
        Seconds, or deterministic work, for all plans; each has an equal part.
    workers, seed, including
        As for `plan`.
    goals
        The order that is taken apart; by default the portfolio's.
    stop
        When set, it ends with the plan that is being made.

    Raises
    ------
    InputError, Infeasible, OutOfTime
        As `plan` does.

    Examples
    --------
    >>> from datetime import date
    >>> prices = explain_goals(Portfolio("Northlight", date(2026, 1, 5)), time_limit=1)
    >>> list(prices.values.index)[-3:]
    ['deadline', 'calm', 'cheap']
    """
    from ipmplan.explaining.orders import compare_orders
    from ipmplan.reports.orders import GoalPrices

    known = portfolio_of(portfolio, "explain_goals(portfolio)")
    found = compare_orders(
        known,
        time_limit=time_limit,
        work_limit=work_limit,
        workers=workers,
        seed=seed,
        goals=goals,
        including=tuple(including),
        stop=stop,
    )
    return GoalPrices(found, known.currency)


def decisions(plan: Plan) -> tuple[Question, ...]:
    """Open questions of a plan: by when their answers are needed, and what a week's delay does.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> decisions(Plan(Schedule("Northlight", date(2026, 1, 5), "optimal"), studio))
    ()
    """
    from ipmplan.tracking.decisions import decisions as of

    return of(plan.schedule, plan.portfolio)


def _before(portfolio: Portfolio) -> Schedule | None:
    """The plan that lies beside the tables, or else the one approved last."""
    if not portfolio.source:
        return portfolio.baseline
    from ipmplan.files.planfile import plan_before

    source = Path(portfolio.source)
    folder = source if source.is_dir() else source.parent
    return plan_before(folder / "plan.json", folder, written=False)
