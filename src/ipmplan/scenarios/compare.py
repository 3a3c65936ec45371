"""Scenarios planned beside the portfolio as it is, and what differs by more than chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from threading import Event as Flag

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.scenario import BASE, Scenario, ensure_named_apart
from ipmplan.errors import InputError, Issue
from ipmplan.planner import goal_order, plan
from ipmplan.scenarios.differences import Difference, differences
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult
from ipmplan.scenarios.ready import ready
from ipmplan.validation import faults

SECONDS, SEEDS, RUNS = 10.0, 2, 500


@dataclass(frozen=True, slots=True)
class ScenarioPlan:
    """A scenario with its plan.

    Parameters
    ----------
    scenario
        What is different; without edits for the portfolio as it is.
    portfolio
        As it would be.
    result
        Its plan, values and odds.
    """

    scenario: Scenario
    portfolio: Portfolio
    result: PlanResult

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def schedule(self) -> Schedule | None:
        """The plan; None where there is none."""
        return self.result.schedule


@dataclass(frozen=True, slots=True)
class Compared:
    """Scenarios beside the portfolio as it is.

    Parameters
    ----------
    base
        The portfolio as it is.
    scenarios
        In the order that was asked; those that were cancelled are left out.
    spread
        The same portfolio planned with other seeds: how far apart plans are by chance.
    cancelled
        Names of those that were.
    """

    base: ScenarioPlan
    scenarios: tuple[ScenarioPlan, ...]
    spread: tuple[PlanResult, ...] = ()
    cancelled: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[ScenarioPlan, ...]:
        """The portfolio as it is, and the scenarios."""
        return (self.base, *self.scenarios)

    def differences(self, one: ScenarioPlan) -> tuple[Difference, ...]:
        """What a scenario differs in from the portfolio as it is; each says whether it is larger than chance."""
        return differences(self.base, one, self.spread)


def compare(
    portfolio: Portfolio,
    scenarios: Iterable[Scenario],
    *,
    start: Schedule | None = None,
    time_limit: float | None = SECONDS,
    work_limit: float | None = None,
    seed: int = 0,
    seeds: int = SEEDS,
    runs: int = RUNS,
    goals: str | Sequence[str] | None = None,
    including: Sequence[str] = (),
    allow_over_budget: bool = False,
    executor: Executor | None = None,
    on_done: Callable[[PlanResult, int, int], None] | None = None,
    stop: Flag | None = None,
) -> Compared:
    """Plan scenarios and the portfolio as it is, all from the same plan on and with the same effort.

    Parameters
    ----------
    portfolio
        As it is.
    scenarios
        What may be different.
    start
        Plan that all of them begin from; by default one is made first, in the time of one scenario.
    time_limit, work_limit
        For each plan: seconds, or deterministic work.
    seed
        Of all searches.
    seeds
        How often the portfolio as it is is planned, each time with another seed: how far apart those plans are is what a
        difference is held against. At least 1, which knows no spread.
    runs
        How many runs odds are read from; 0 = no odds.
    goals, including, allow_over_budget
        As `plan` takes them. Goals that a scenario sets come before the portfolio's, those of the call before both.
    executor
        Where to plan; see `run_all`.
    on_done
        Called with each result, how many there are, and of how many.
    stop
        Set it to cancel what has not begun.

    Raises
    ------
    InputError
        When a scenario names what is unknown, or makes the portfolio wrong: with every problem of every scenario.
    Infeasible, OutOfTime
        When the portfolio as it is has no plan.
    """
    asked = tuple(scenarios)
    ensure_named_apart(asked)
    if seeds < 1:
        raise InputError(Issue(f"{seeds} seeds are asked for, at least 1 is needed", "seeds"))
    base = Scenario(BASE)
    portfolios = prepared(portfolio, (base, *asked))
    order = () if goals is None else goal_order(goals)
    if start is None:
        start = plan(
            portfolio,
            time_limit=time_limit if work_limit is None else None,
            work_limit=work_limit,
            workers=1 if work_limit is not None else None,
            seed=seed,
            goals=order or None,
            including=including,
            allow_over_budget=allow_over_budget,
            stop=stop,
        )
    whole = PlanJob(
        "",
        portfolio,
        start,
        including=tuple(including),
        allow_over_budget=allow_over_budget,
        goals=order,
        time_limit=time_limit if work_limit is None else None,
        work_limit=work_limit,
        seed=seed,
        runs=runs,
    )
    jobs = [replace(whole, name=one.name, portfolio=portfolios[one.name]) for one in (base, *asked)]
    jobs += [replace(whole, name=BASE, seed=seed + more) for more in range(1, seeds)]
    results = run_all(jobs, executor, on_done=on_done, stop=stop)
    first = results[0] or PlanResult(BASE, start)
    made = [
        ScenarioPlan(one, portfolios[one.name], result)
        for one, result in zip(asked, results[1:], strict=False)
        if result is not None
    ]
    others = [one for one in results[1 + len(asked) :] if one is not None and one.schedule is not None]
    names = {one.name for one in made}
    return Compared(
        ScenarioPlan(base, portfolio, first),
        tuple(made),
        tuple(others),
        tuple(one.name for one in asked if one.name not in names),
    )


def prepared(portfolio: Portfolio, scenarios: Iterable[Scenario]) -> Mapping[str, Portfolio]:
    """The portfolio as each scenario has it, by the scenario's name, judged before anything is planned.

    Raises
    ------
    InputError
        With every problem of every scenario.
    """
    issues: list[Issue] = []
    found: dict[str, Portfolio] = {}
    for one in scenarios:
        try:
            made = ready(one.apply(portfolio))
        except InputError as error:
            issues += error.issues
            continue
        wrong = [issue for issue in faults(made) if issue.severity == "error"]
        issues += one.blame(wrong) if one.edits else wrong
        found[one.name] = made
    if issues:
        raise InputError(issues)
    return found
