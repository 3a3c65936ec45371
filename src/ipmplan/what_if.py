"""What a notebook asks when it asks what if: scenarios compared, and what else `ipmplan.scenarios` offers, with `Plan` objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from threading import Event as StopEvent
from typing import TYPE_CHECKING, Any

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import Scenario
from ipmplan.given import portfolio_of
from ipmplan.reports.comparison import ScenarioComparison
from ipmplan.reports.result import Plan

if TYPE_CHECKING:
    from ipmplan.reports.alternatives import Alternatives
    from ipmplan.reports.frontier import Frontier
    from ipmplan.scenarios.jobs import PlanResult

Told = Callable[["PlanResult", int, int], None]


def compare(
    portfolio: Portfolio | str | Path,
    scenarios: Iterable[Scenario],
    *,
    start: Plan | Schedule | None = None,
    time_limit: float | None = 10.0,
    work_limit: float | None = None,
    seed: int = 0,
    seeds: int = 2,
    runs: int = 500,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    executor: Executor | None = None,
    on_done: Told | None = None,
    stop: StopEvent | None = None,
) -> ScenarioComparison:
    """Plan scenarios beside the portfolio as it is, on all processors, and say what differs by more than chance.

    Parameters
    ----------
    portfolio
        As it is, or the folder or workbook to read it from.
    scenarios
        What may be different.
    start
        Plan that all of them begin from; by default one is made first.
    time_limit, work_limit
        For each plan: seconds, or deterministic work.
    seed
        Of all searches.
    seeds
        How often the portfolio as it is is planned, to learn how far plans are apart by chance.
    runs
        How many runs odds are read from; 0 = no odds.
    goals, including
        As `plan` takes them.
    executor
        Where to plan: a `concurrent.futures` executor, Dask's ``Client.get_executor()``, or another one like them. By default
        a process for each processor; a script then begins with ``if __name__ == "__main__":``.
    on_done
        Called with each result, how many there are, and of how many.
    stop
        Set it to cancel what has not begun.

    Raises
    ------
    InputError
        When a scenario names what is unknown, with the nearest name, or makes the portfolio wrong: all problems at once.
    Infeasible, OutOfTime
        When the portfolio as it is has no plan.

    Examples
    --------
    >>> from datetime import date
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> with ThreadPoolExecutor(1) as executor:
    ...     made = compare(studio, [Scenario("same")], time_limit=1, executor=executor)
    >>> list(made.plans)
    ['as it is', 'same']
    """
    from ipmplan.scenarios.compare import compare as compare_facts

    found = compare_facts(
        portfolio_of(portfolio, "compare(portfolio, scenarios)"),
        scenarios,
        start=start.schedule if isinstance(start, Plan) else start,
        time_limit=time_limit,
        work_limit=work_limit,
        seed=seed,
        seeds=seeds,
        runs=runs,
        goals=goals,
        including=including,
        executor=executor,
        on_done=on_done,
        stop=stop,
    )
    return ScenarioComparison(found)


def sweep(portfolio: Portfolio | str | Path, over: Mapping[str, Sequence[object]], **limits: Any) -> ScenarioComparison:  # noqa: ANN401
    """Plan a portfolio for each value of something, or each combination of values.

    Parameters
    ----------
    portfolio
        As it is, or the folder or workbook to read it from.
    over
        Values by what they are set in: ``{"pools.lab.capacity": [1, 2, 3], "people.ana.until": ["2026-03-06"]}``.
    limits
        What else `compare` takes: `time_limit`, `executor` and so on.

    Raises
    ------
    InputError
        When something is unknown or cannot be read.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(ipm.Pool("lab"), as_of="2026-01-05")
    >>> with ThreadPoolExecutor(1) as executor:
    ...     made = ipm.sweep(studio, {"pools.lab.capacity": [2, 3]}, time_limit=1, seeds=1, executor=executor)
    >>> len(made.plans)
    3
    """
    from ipmplan.scenarios.sweep import sweep_scenarios

    known = portfolio_of(portfolio, "sweep(portfolio, over)")
    return compare(known, sweep_scenarios(known, over), **limits)


def frontier(
    portfolio: Portfolio | str | Path,
    first: str = "cost",
    second: str = "completion",
    *,
    points: int = 8,
    keeping: Sequence[str] = (),
    time_limit: float | None = 5.0,
    work_limit: float | None = None,
    seed: int = 0,
    including: Sequence[str] = (),
    executor: Executor | None = None,
    on_done: Told | None = None,
    stop: StopEvent | None = None,
) -> Frontier:
    """Trade one goal for another: plans of which none is better in both, each with its bounds.

    Parameters
    ----------
    portfolio
        What to plan, or the folder or workbook to read it from.
    first, second
        Names of the two goals.
    points
        How many plans are wanted, the two ends included.
    keeping
        Goals that come before both and give up nothing, such as ``lateness``.
    time_limit, work_limit
        For each plan: seconds, or deterministic work.
    seed, including
        As `plan` takes them.
    executor, on_done, stop
        As `compare` takes them.

    Raises
    ------
    InputError
        When a goal is unknown or named twice.
    OutOfTime
        When no plan was found.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(
    ...     ipm.Person("ana", skills="ux", rate=50),
    ...     ipm.Person("ben", skills="ux", rate=50),
    ...     ipm.Project("P"),
    ...     ipm.Task("T", work="ux 16h", project="P", due="2026-01-05"),
    ...     as_of="2026-01-05",
    ... )
    >>> limits = {"points": 2, "time_limit": None, "work_limit": 0.02}
    >>> with ThreadPoolExecutor(1) as executor:
    ...     made = ipm.frontier(studio, "cost", "completion", executor=executor, **limits)
    >>> made.points[["cost_eur", "completion_hours"]]
       cost_eur  completion_hours
    0     800.0              16.0
    """
    from ipmplan.reports.frontier import Frontier
    from ipmplan.scenarios.frontier import frontier as find

    found = find(
        portfolio_of(portfolio, "frontier(portfolio, first, second)"),
        first,
        second,
        points=points,
        keeping=keeping,
        time_limit=time_limit,
        work_limit=work_limit,
        seed=seed,
        including=including,
        executor=executor,
        on_done=on_done,
        stop=stop,
    )
    return Frontier(found)


def alternatives(
    plan: Plan,
    *,
    within: float = 0.02,
    n: int = 3,
    time_limit: float | None = 5.0,
    work_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_done: Told | None = None,
    stop: StopEvent | None = None,
) -> Alternatives:
    """Find plans about as good as one, that differ from it and from each other as much as can be found.

    Parameters
    ----------
    plan
        The plan, with its portfolio.
    within
        By how much each of its goals may be worse, as a part of its value.
    n
        How many are wanted; fewer come out where there are no more.
    time_limit, work_limit
        For each plan that is tried, four for each that is wanted.
    seed
        Of what is tried.
    executor, on_done, stop
        As `compare` takes them.

    Returns
    -------
    Alternatives
        A sequence of `Plan`, the one that differs most first; each shows what moved against `plan`.

    Raises
    ------
    InputError
        When fewer than one is asked for.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import ipmplan as ipm
    >>> studio = ipm.portfolio(
    ...     ipm.Person("ana", skills="ux", rate=50),
    ...     ipm.Person("ben", skills="ux", rate=50),
    ...     ipm.Project("P"),
    ...     ipm.Task("T", work="ux 16h", project="P", due="2026-01-05"),
    ...     as_of="2026-01-05",
    ... )
    >>> plan = ipm.plan(studio, time_limit=None, work_limit=0.05, workers=1)
    >>> with ThreadPoolExecutor(1) as executor:
    ...     ipm.alternatives(plan, n=1, time_limit=None, work_limit=0.02, executor=executor)
    1 other plan of Portfolio
      1: 0 of 1 task on other days, 1 with other people
    """
    from ipmplan.reports.alternatives import Alternatives
    from ipmplan.scenarios.alternatives import alternatives as find

    found = find(
        plan.schedule,
        plan.portfolio,
        within=within,
        number=n,
        time_limit=time_limit,
        work_limit=work_limit,
        seed=seed,
        executor=executor,
        on_done=on_done,
        stop=stop,
    )
    return Alternatives(plan, tuple(Plan(one.schedule, plan.portfolio, plan.schedule) for one in found))
