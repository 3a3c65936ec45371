"""Random progress over random portfolios, replanned step by step to the end: no rule is ever broken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from tests.plans import errors
from tests.tiny import tiny_portfolio

from ipmplan import planner, replanner
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.errors import Infeasible, InputError
from ipmplan.study.study import Study

WORK = 0.03
STEPS = 8


def worked(plan: Schedule, portfolio: Portfolio, day: date, rng: Random) -> Iterator[Progress]:
    """What happened until a day: work done as planned, less of it, or more of it left than was thought."""
    ends = {row.id: row.end.date() for row in plan.tasks}
    started = {row.task for row in portfolio.progress}
    for row in plan.assignments:
        if row.kind == "planned" and row.start.date() < day:
            done = row.end.date() < day and rng.random() < 0.7
            hours = Fraction(row.hours).limit_denominator(100) * (1 if done else Fraction(1, 2))
            remaining = Fraction(0) if done and ends[row.task] < day else Fraction(rng.choice((1, 2, 4)))
            yield Progress(row.start.date(), row.task, row.person, hours, remaining)
    people = {row.task for row in plan.assignments}
    for task in plan.tasks:
        # Waits that are over.
        if task.id not in people and task.id not in started and task.end.date() < day:
            yield Progress(task.end.date(), task.id, remaining=Fraction(0))


def replayed(seed: int) -> tuple[int, bool]:
    """Steps that were replanned, and whether everything came to an end."""
    rng = Random(seed)
    portfolio = tiny_portfolio(rng)
    limits = {"time_limit": None, "work_limit": WORK, "workers": 1}
    try:
        plan = planner.plan(portfolio, **limits)  # type: ignore[arg-type]
    except (Infeasible, InputError):
        return 0, False
    for step in range(STEPS):
        day = portfolio.as_of_day + timedelta(days=rng.choice((1, 2, 3)))
        progress = (*portfolio.progress, *worked(plan, portfolio, day, rng))
        portfolio = replace(portfolio, as_of=day, progress=progress, baseline=plan)
        try:
            found = replanner.replan(portfolio, plan, freeze=day + timedelta(days=1), **limits)  # type: ignore[arg-type]
        except Infeasible:
            return step, False
        assert errors(found.schedule, found.portfolio) == [], (seed, step)
        plan = found.schedule
        study = Study(portfolio, portfolio.as_of_tick)
        if all(task.id in study.started and study.started[task.id].finished for task in study.scope.tasks):
            return step + 1, True
    return STEPS, False


@pytest.mark.parametrize("block", range(2))
def test_progress_is_replanned_to_the_end_without_a_breach(block: int) -> None:
    found = [replayed(seed) for seed in range(block * 6, (block + 1) * 6)]
    assert sum(steps for steps, _ in found) > 6
    assert any(ended for _, ended in found)
