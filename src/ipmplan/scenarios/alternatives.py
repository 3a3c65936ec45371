"""Plans about as good as one, that differ from it and from each other as much as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from random import Random
from threading import Event as Flag

from ipmplan.assemble import completed
from ipmplan.core.edits import Edit, SetValue, apply_all
from ipmplan.core.moves import workers
from ipmplan.core.plan import GoalValue, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.work import Pin
from ipmplan.errors import InputError, Issue
from ipmplan.explaining.orders import values_of
from ipmplan.planner import check
from ipmplan.scenarios.executing import run_all
from ipmplan.scenarios.jobs import PlanJob, PlanResult
from ipmplan.study.reading import Reading

TRIES_FOR_EACH = 4
LONGEST_PUSH = 40.0
"""Working hours by which a task is pushed back at most."""
SHARES = (0.15, 0.3, 0.5, 0.8)
"""Parts of the tasks that are pushed to something else, from few to many."""


@dataclass(frozen=True, slots=True)
class OtherPlan:
    """A plan about as good as another one.

    Parameters
    ----------
    schedule
        The plan.
    differs
        Share of the tasks that start on another day or are done by others than in the plan that was asked about.
    goal_values
        What the goals make of it, in their order.
    """

    schedule: Schedule
    differs: float
    goal_values: Mapping[str, float]


def alternatives(
    schedule: Schedule,
    portfolio: Portfolio,
    *,
    within: float = 0.02,
    number: int = 3,
    time_limit: float | None = 5.0,
    work_limit: float | None = None,
    seed: int = 0,
    executor: Executor | None = None,
    on_done: Callable[[PlanResult, int, int], None] | None = None,
    stop: Flag | None = None,
) -> tuple[OtherPlan, ...]:
    """Find other plans that are about as good.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    within
        By how much each goal may be worse, as a part of its value; `slack` of the portfolio's goals comes on top.
    number
        How many are wanted; fewer come out where there are no more.
    time_limit, work_limit
        For each of the plans that are tried, four for each that is wanted.
    seed
        Of the search, and of what is tried.
    executor, on_done, stop
        As `run_all` takes them.

    Raises
    ------
    InputError
        When fewer than one is asked for, or `within` is below 0.

    Notes
    -----
    Some tasks may not be done by those who do them, or not start when they do; what comes out and is good enough is kept. Of these
    the one that differs most from all that were taken is taken next (farthest first).
    """
    if number < 1 or within < 0:
        raise InputError(
            Issue(f"{number} plans within {within} are asked for", "alternatives", "Maybe n=3, within=0.02?")
        )
    rng = Random(seed)
    order = tuple(row.goal for row in schedule.goals) or portfolio.goals.order
    whole = PlanJob(
        "",
        portfolio,
        including=schedule.including,
        allow_over_budget=schedule.allow_over_budget,
        goals=order,
        time_limit=time_limit if work_limit is None else None,
        work_limit=work_limit,
    )
    jobs = []
    for row in range(number * TRIES_FOR_EACH):
        edits = tuple(_pushed(schedule, portfolio, SHARES[row % len(SHARES)], rng, people=row % 2 == 0))
        pushed = apply_all(portfolio, edits)
        jobs.append(replace(whole, name=f"try {row + 1}", portfolio=pushed, seed=seed + row, start=schedule))
    good = []
    limits = {name: _limit(portfolio, name, value, within) for name, value in values_of(schedule, portfolio).items()}
    for one in run_all(jobs, executor, on_done=on_done, stop=stop):
        if one is None or one.schedule is None:
            continue
        # Pushed to where it is, but a plan of the tables as they are.
        made = completed(replace(one.schedule, goals=(), status="feasible"), portfolio)
        if any(issue.severity == "error" for issue in check(made, portfolio)):
            continue
        values = {name: value for name, value in values_of(made, portfolio).items() if name in order}
        if all(value <= limits[name] + 1e-9 for name, value in values.items()):
            units = {row.goal: row.unit for row in one.schedule.goals}
            made = replace(made, goals=tuple(GoalValue(name, values[name], None, units[name]) for name in order))
            good.append(OtherPlan(made, distance(schedule, made), values))
    return tuple(_farthest(schedule, good, number))


def distance(one: Schedule, other: Schedule) -> float:
    """Share of the tasks of two plans that start on different days, or are done by different people, from 0 to 1."""
    starts, doing = {row.id: row.start.date() for row in other.tasks}, workers(other)
    people = workers(one)
    rows = [row for row in one.tasks if row.id in starts]
    differ = sum(row.start.date() != starts[row.id] or people.get(row.id) != doing.get(row.id) for row in rows)
    return differ / len(rows) if rows else 0.0


def _farthest(schedule: Schedule, good: Sequence[OtherPlan], number: int) -> Iterator[OtherPlan]:
    taken = [schedule]
    left = list(good)
    while left and len(taken) <= number:
        best = max(left, key=lambda one: min(distance(one.schedule, other) for other in taken))
        if not min(distance(best.schedule, other) for other in taken):
            return
        yield best
        taken.append(best.schedule)
        left.remove(best)


def _pushed(schedule: Schedule, portfolio: Portfolio, share: float, rng: Random, *, people: bool) -> Iterator[Edit]:
    """Push some tasks that have not begun away from those who do them, or from when they are done."""
    plan = Reading(schedule, portfolio)
    doing = workers(schedule)
    fresh = [row for row in schedule.tasks if plan.is_fresh(row.id) and row.id in portfolio.task]
    for row in fresh:
        if rng.random() > share:
            continue
        task = portfolio.task[row.id]
        if people and doing.get(row.id):
            yield SetValue("tasks", row.id, "people", (*task.people, Pin("not", tuple(sorted(doing[row.id])))))
        elif not people and row.slack_hours:
            spare = int(min(row.slack_hours, LONGEST_PUSH) * rng.random() * 60) // plan.grid.minutes
            if spare:
                later = plan.time.portfolio.end_after(plan.tick(row.start), spare)
                yield SetValue("tasks", row.id, "not_before", plan.grid.moment(later))


def _limit(portfolio: Portfolio, name: str, value: float, within: float) -> float:
    return value + abs(value) * within + float(portfolio.goals.slack.get(name, 0))
