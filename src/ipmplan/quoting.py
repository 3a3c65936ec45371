"""What a notebook asks when a new client asks, and when many portfolios are planned at once, with `Plan` objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path
from threading import Event as StopEvent
from typing import TYPE_CHECKING

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.given import portfolio_of
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.core.brief import Brief
    from ipmplan.reports.quote import Quote
    from ipmplan.scenarios.jobs import PlanResult

Told = Callable[["PlanResult", int, int], None]


def quote(
    portfolio: Portfolio | str | Path,
    brief: Brief | str | Path,
    *,
    plan: Plan | Schedule | None = None,
    time_limit: float | None = 3.0,
    work_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_done: Told | None = None,
    stop: StopEvent | None = None,
) -> Quote:
    """Say when a new project could be done, with odds and price, without breaking what was agreed and told.

    Parameters
    ----------
    portfolio
        As it is, or the folder or workbook to read it from.
    brief
        What is asked for, the file to read it from, or the id of a tentative project.
    plan
        The plan of everything else; by default one is made first.
    time_limit, work_limit
        For each way that is tried.
    seed
        Of the searches.
    executor, on_done, stop
        As `compare` takes them.

    Raises
    ------
    InputError
        When the brief cannot be read, or the project is unknown or not tentative.
    Infeasible, OutOfTime
        When everything else has no plan.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(
    ...     ipm.Person("ana", skills="ux", rate=50),
    ...     ipm.Project("NEW", status="tentative"),
    ...     ipm.Task("T", work="ux 8h", project="NEW"),
    ...     as_of="2026-01-05",
    ... )
    >>> with ThreadPoolExecutor(1) as executor:
    ...     offered = ipm.quote(studio, "NEW", work_limit=0.02, executor=executor)
    >>> offered.offers["cost_eur"].unique().tolist()
    [400.0]
    """
    from ipmplan import planner
    from ipmplan.core.brief import Brief as Asked
    from ipmplan.files.brieffile import read_brief
    from ipmplan.reports.quote import Quote
    from ipmplan.scenarios.quote import quote as find
    from ipmplan.scenarios.quote import tentative

    known = portfolio_of(portfolio, "quote(portfolio, brief)")
    if isinstance(brief, Asked):
        asked = brief
    else:
        named = str(brief)
        asked = tentative(known, named) if named in known.project else read_brief(Path(brief), known)
    base = plan.schedule if isinstance(plan, Plan) else plan
    if base is None:
        limit = None if work_limit is not None else time_limit
        workers = None if work_limit is None else 1
        base = planner.plan(known, time_limit=limit, work_limit=work_limit, workers=workers, seed=seed, stop=stop)
    found = find(
        known,
        asked,
        base,
        time_limit=time_limit,
        work_limit=work_limit,
        seed=seed,
        executor=executor,
        on_done=on_done,
        stop=stop,
    )
    return Quote(found)


def plan_many(
    portfolios: Iterable[Portfolio | str | Path],
    *,
    time_limit: float | None = 10.0,
    work_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_done: Told | None = None,
    stop: StopEvent | None = None,
) -> list[Plan | None]:
    """Plan many portfolios, each with one worker.

    Parameters
    ----------
    portfolios
        What to plan, or the folders and workbooks to read them from.
    time_limit, work_limit
        For each: seconds, or deterministic work.
    seed
        Of all searches.
    executor, on_done, stop
        As `compare` takes them; `on_done` gets each result as soon as it is there.

    Returns
    -------
    list of Plan or None
        In the order of the portfolios; None where there is no plan, or it was cancelled.

    Raises
    ------
    InputError
        When one cannot be read or is wrong.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studios = [ipm.portfolio(name=name, as_of="2026-01-05") for name in ("North", "South")]
    >>> with ThreadPoolExecutor(1) as executor:
    ...     [plan.schedule.portfolio for plan in ipm.plan_many(studios, work_limit=0.01, executor=executor)]
    ['North', 'South']
    """
    from ipmplan.scenarios.executing import run_all
    from ipmplan.scenarios.jobs import PlanJob

    known = [portfolio_of(one, "plan_many(portfolios)") for one in portfolios]
    limit = time_limit if work_limit is None else None
    jobs = [PlanJob(one.name, one, time_limit=limit, work_limit=work_limit, seed=seed) for one in known]
    results = run_all(jobs, executor, on_done=on_done, stop=stop)
    return [
        None if result is None or result.schedule is None else Plan(result.schedule, one)
        for one, result in zip(known, results, strict=True)
    ]
