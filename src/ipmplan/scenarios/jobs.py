"""One plan of many: what is asked, as data that travels to another process, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from threading import Event as Flag
from time import monotonic

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Infeasible, NoPlanError
from ipmplan.explaining.orders import values_of
from ipmplan.planner import plan
from ipmplan.scenarios.odds import DateChance, chances


@dataclass(frozen=True, slots=True)
class PlanJob:
    """A portfolio to plan, with one solver worker.

    Parameters
    ----------
    name
        What it is called.
    portfolio
        What to plan.
    start
        A plan to begin from; None = none.
    held
        Tasks that stay where it has them, unless facts have moved them.
    including, allow_over_budget
        As `plan` takes them.
    goals
        In their order; empty = the portfolio's.
    slack
        What each goal may give up for later ones, in its unit; None = what the portfolio says, tolerance included.
    time_limit, work_limit
        Seconds, or deterministic work.
    seed
        Of the search.
    runs
        How many runs its odds are read from; 0 = no odds.
    """

    name: str
    portfolio: Portfolio
    start: Schedule | None = None
    held: tuple[str, ...] = ()
    including: tuple[str, ...] = ()
    allow_over_budget: bool = False
    goals: tuple[str, ...] = ()
    slack: Mapping[str, Fraction] | None = None
    time_limit: float | None = None
    work_limit: float | None = None
    seed: int = 0
    runs: int = 0


@dataclass(frozen=True, slots=True)
class PlanResult:
    """What became of a job.

    Parameters
    ----------
    name
        The job's.
    schedule
        The plan; None where there is none.
    goal_values
        What every goal makes of it, each in its unit.
    chances, runs
        Dates with their odds, where they were asked for, and how many runs those were read from.
    problem
        Why there is no plan, in words.
    is_impossible
        Whether that was proved.
    seconds
        Wall time that it took.
    """

    name: str
    schedule: Schedule | None = None
    goal_values: Mapping[str, float] = field(default_factory=dict)
    chances: tuple[DateChance, ...] = ()
    runs: int = 0
    problem: str = ""
    is_impossible: bool = False
    seconds: float = field(default=0.0, compare=False)


def run_job(job: PlanJob, stop: Flag | None = None) -> PlanResult:
    """Make the plan of a job, here; the same job gives the same plan wherever it is run, when work limits it.

    Parameters
    ----------
    job
        What is asked.
    stop
        Set it to end the search, with the best plan so far.

    Raises
    ------
    InputError
        When the portfolio is wrong.
    """
    began = monotonic()
    portfolio = job.portfolio
    if job.slack is not None:
        portfolio = replace(portfolio, goals=replace(portfolio.goals, tolerance=Fraction(0), slack=dict(job.slack)))
    try:
        found = plan(
            portfolio,
            time_limit=job.time_limit,
            work_limit=job.work_limit,
            workers=1,
            seed=job.seed,
            goals=job.goals or None,
            including=job.including,
            allow_over_budget=job.allow_over_budget,
            start=job.start,
            held=job.held if job.start is not None else (),
            loosely=True,
            stop=stop,
        )
    except NoPlanError as error:
        return PlanResult(
            job.name, problem=str(error), is_impossible=isinstance(error, Infeasible), seconds=monotonic() - began
        )
    odds = chances(found, portfolio, job.runs, 0) if job.runs else ()
    return PlanResult(job.name, found, values_of(found, portfolio), odds, job.runs, seconds=monotonic() - began)
