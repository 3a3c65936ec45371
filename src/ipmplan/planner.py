"""plan() and check(): from a portfolio to a plan, and from any plan to what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from os import cpu_count
from threading import Event as Flag
from typing import TYPE_CHECKING

from ipmplan.core.edits import apply_all, planned_as
from ipmplan.core.goal_names import NAMED_ORDERS, known_goals
from ipmplan.core.plan import Comparison, GoalValue, Making, PlanStatus, Schedule, fingerprint
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean
from ipmplan.errors import Infeasible, InputError, InternalError, Issue, NoPlanError
from ipmplan.models.goals import goal as goal_module
from ipmplan.models.rules import all_rules
from ipmplan.study.reading import Reading
from ipmplan.study.reserved import confirmed_first, reserved, without_reservations
from ipmplan.study.stability import compared
from ipmplan.validation import faults
from ipmplan.validation.impossible import findings

if TYPE_CHECKING:
    from ipmplan.models.clock import Clock
    from ipmplan.models.search import Found, Listener

__all__ = ["check", "plan", "prepare"]
FIRST = 0.7
"""Part of the time for what is confirmed, where tentative projects are held."""


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
    start: Schedule | None = None,
    held: Collection[str] = (),
    loosely: bool = False,
    on_event: Listener | None = None,
    stop: Flag | None = None,
) -> Schedule:
    """Plan a portfolio: who does what when.

    Parameters
    ----------
    portfolio
        What to plan; it is judged first.
    time_limit
        Wall seconds; the best plan so far is returned when they are over.
    work_limit
        Deterministic solver time instead: with one worker the same seed then gives the same plan on every run.
    workers
        Search workers; None = one for each core.
    seed
        Of the random numbers.
    goals
        A named order (``deadline``, ``calm``, ``cheap``) or goals in order; None = the portfolio's.
    including
        Ids of tentative projects that are planned as if confirmed.
    allow_over_budget
        Take every budget as soft.
    start
        A plan to begin from, also one of an older state of the portfolio or edited by hand. What comes out is never worse
        in the order of the goals than it (where it keeps the rules), also within their tolerances.
    held
        Ids of tasks that stay where `start` has them. Others stay with them where they have to: work in progress, and what is tied
        to them by its start, or by both ends' people. No bounds are proved then.
    loosely
        Whether tasks of `held` that cannot stay, since facts have moved them, may move.
    on_event
        Called whenever there is something to show.
    stop
        Set it to end the search and keep the best plan so far; Ctrl-C does the same.

    Returns
    -------
    Schedule
        The plan as facts, also when the search was stopped.

    Raises
    ------
    Infeasible
        When it was proved that no plan exists.
    OutOfTime
        When none was found that keeps all hard rules.
    InputError
        When a goal, a project or a task is unknown, a task cannot stay, or anything in the portfolio is wrong: it carries
        every problem.
    InternalError
        When what was found breaks a rule, which is a mistake of ours.
    """
    from ipmplan.models.clock import Clock
    from ipmplan.models.search import Search

    unknown = [
        Issue(f"unknown task `{name}`", "held", did_you_mean(name, portfolio.task))
        for name in held
        if name not in portfolio.task
    ]
    if unknown:
        raise InputError(unknown)
    chosen = _effective(portfolio, goals, including, allow_over_budget)
    waiting = tuple(project.id for project in reserved(portfolio) if project.id not in including)
    if waiting:
        again = partial(
            plan,
            workers=workers,
            seed=seed,
            goals=goals,
            including=(*including, *waiting),
            allow_over_budget=allow_over_budget,
            on_event=on_event,
            stop=stop,
        )
        everything = without_reservations(portfolio)
        first = again(
            confirmed_first(everything, waiting),
            time_limit=_part(time_limit, FIRST),
            work_limit=_part(work_limit, FIRST),
            start=start,
            held=[name for name in held if portfolio.task[name].project not in waiting],
            loosely=loosely,
        )
        try:
            return again(
                everything,
                time_limit=_part(time_limit, 1 - FIRST),
                work_limit=_part(work_limit, 1 - FIRST),
                start=first,
                held=[row.id for row in first.tasks],
            )
        except (NoPlanError, InputError):
            note = f"there is no place for what is held: {', '.join(waiting)}"
            return replace(first, notes=(*first.notes, note))
    prepare()
    clock = Clock(seconds=time_limit, work=work_limit)
    if stop is not None:
        clock.stop = stop
    workers = workers or cpu_count() or 1
    impossible = findings(chosen)
    if impossible:
        from ipmplan.models.conflict import explain_findings

        raise Infeasible(explain_findings(chosen, impossible, clock, workers, seed))
    found = Search(chosen, clock, workers, seed, on_event, start, held, loosely=loosely).run()
    asked = replace(portfolio, goals=chosen.goals)
    made = _schedule(found, chosen, asked, tuple(including), allow_over_budget)
    made = replace(made, made=_making(clock, time_limit, workers, seed), compared=_compared(asked))
    broken = [issue for issue in check(made, asked) if issue.severity == "error"]
    if broken:
        limits = f"work limit {work_limit:g}" if work_limit is not None else f"time limit {time_limit} s"
        raise InternalError(broken, f"seed {seed}, workers {workers}, {limits}, goals {', '.join(chosen.goals.order)}")
    return made


def _part(limit: float | None, share: float) -> float | None:
    return None if limit is None else limit * share


def prepare(tell: Callable[[], None] = lambda: None) -> None:
    """Load the compiled part of the search; `plan` does so before its time begins to count.

    Parameters
    ----------
    tell
        Called when it has to be compiled first, which takes half a minute, once on a machine.
    """
    from ipmplan.models.kernel.prepare import prepare as prepare_kernel

    prepare_kernel(tell)


def check(schedule: Schedule, portfolio: Portfolio) -> list[Issue]:
    """Judge any plan, also a hand-edited one, without the solver.

    Returns
    -------
    list of Issue
        Every breach; empty when the plan keeps all rules. Issues with severity ``warning`` are rules that recorded
        facts alone have broken.
    """
    plan = Reading(schedule, portfolio)
    return [issue for rule in all_rules() for issue in rule.check(plan)]


def goal_order(goals: str | Sequence[str]) -> tuple[str, ...]:
    """Turn a named order, a comma-separated list or a sequence into goals in order.

    Raises
    ------
    InputError
        When a goal is unknown.

    Examples
    --------
    >>> goal_order("lateness, cost")
    ('lateness', 'cost')
    >>> goal_order("cheap")
    ('overrun', 'cost', 'lateness', 'completion')
    """
    from difflib import get_close_matches

    if isinstance(goals, str):
        if goals in NAMED_ORDERS:
            return NAMED_ORDERS[goals]
        goals = [name.strip() for name in goals.split(",") if name.strip()]
    issues = []
    for name in goals:
        if name not in known_goals():
            near = get_close_matches(name, (*known_goals(), *NAMED_ORDERS), 1)
            hint = f"Maybe you meant `{near[0]}`?" if near else f"Maybe one of {', '.join(known_goals())}."
            issues.append(Issue(f"unknown goal `{name}`", "goals", hint))
    if not goals:
        issues.append(Issue("no goal is given", "goals", f"Maybe one of {', '.join(known_goals())}."))
    if issues:
        raise InputError(issues)
    return tuple(dict.fromkeys(goals))


def _effective(
    portfolio: Portfolio, goals: str | Sequence[str] | None, including: Sequence[str], allow_over_budget: bool
) -> Portfolio:
    """The portfolio that is really planned, with what the call says on top.

    Raises
    ------
    InputError
        When anything is wrong with either.
    """
    issues = [Issue(f"unknown project `{name}`", "including") for name in including if name not in portfolio.project]
    if goals is not None:
        try:
            portfolio = replace(portfolio, goals=replace(portfolio.goals, order=goal_order(goals)))
        except InputError as error:
            issues += error.issues
    issues += faults(portfolio)
    if any(issue.severity == "error" for issue in issues):
        raise InputError(issues)
    return apply_all(portfolio, planned_as(including, allow_over_budget=allow_over_budget))


def _making(clock: Clock, time_limit: float | None, workers: int, seed: int) -> Making:
    """How a plan was made: seconds only where they decided, so that runs that have to repeat say the same."""
    versions = [_version(name) for name in ("ipmplan", "ortools", "numba")]
    seconds = None if clock.deterministic else round(clock.elapsed, 1)
    return Making(seed, workers, None if clock.deterministic else time_limit, clock.work, seconds, *versions)


def _compared(portfolio: Portfolio) -> Comparison | None:
    """What changes were counted against, where they were."""
    plan = compared(portfolio)
    from ipmplan.models.stage import asks_of

    counts = any(asks_of(name).stays for name in portfolio.goals.order)
    return Comparison(fingerprint(plan), plan.as_of) if counts and plan is not None else None


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _schedule(
    found: Found, chosen: Portfolio, portfolio: Portfolio, including: tuple[str, ...], allow_over_budget: bool
) -> Schedule:
    from ipmplan.assemble import assemble
    from ipmplan.models.stage import measure, to_value

    instance = found.solution.instance
    rows = []
    for name, bound in found.bounds:
        value = to_value(name, instance, measure(name, found.solution))
        unit = goal_module(name).UNIT
        # What was proved holds for plans in which those tasks stay.
        limit = min(value, to_value(name, instance, bound)) if instance.held is None else None
        rows.append(GoalValue(name, value, limit, portfolio.currency if unit == "money" else unit))
    return assemble(found.solution, portfolio, status(rows, chosen), rows, including, allow_over_budget)


def status(rows: Sequence[GoalValue], portfolio: Portfolio) -> PlanStatus:
    """`optimal` when every goal's bound shows that it is within tolerance and slack of its best."""
    goals = portfolio.goals
    for row in rows:
        if row.bound is None:
            return "feasible"
        given = float(goals.tolerance) * abs(row.bound) + float(goals.slack.get(row.goal, 0))
        if row.value > row.bound + given + 1e-9 * max(1.0, abs(row.value)):
            return "feasible"
    return "optimal"


def __getattr__(name: str) -> object:
    """`Event`, which lives beside the search, without loading the search."""
    if name == "Event":
        from ipmplan.models.search import Event

        return Event
    raise AttributeError(name)
