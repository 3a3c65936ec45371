"""Worlds whose truth is known: portfolios that are drawn, planned at once, and whose hours then turn out as drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from ipmplan.assemble import assemble
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.forecasting.effort import FinishedTask
from ipmplan.forecasting.levels import NORMAL
from ipmplan.instance import build_instance
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.odds.past import Experience
from ipmplan.odds.runs import MonteCarlo
from ipmplan.odds.work import WAITS, Uncertain, uncertain
from ipmplan.study.reading import Reading

SHARED = 0.1
"""Part of the variance that the tasks of a project share: the prior's."""

DAYS = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """Whether a truth lay in the 80 and in the 90 % interval of its forecast, and by its P80."""

    kind: str
    in80: bool
    in90: bool
    by80: bool


def worlds(portfolio: Portfolio, number: int, runs: int, seed: int, history: int) -> Iterator[list[Hit]]:
    """Draw portfolios from one, a random half of its projects each; forecast and play each once.

    Parameters
    ----------
    portfolio
        What is drawn from.
    number, runs, seed
        How many worlds, runs of each forecast, and seed of all of it.
    history
        Finished tasks that each world's forecast learns from. With none, the truth is what is expected without history:
        log(actual / estimate) is 0.6 times a Student t with 4 degrees of freedom. With some, it has a median and a spread of its own,
        which only its history tells.
    """
    for world in range(number):
        rng = np.random.default_rng([seed, world])
        kept = {project.id for project in portfolio.projects if rng.random() < 0.5}
        some = replace(
            portfolio,
            projects=tuple(row for row in portfolio.projects if row.id in kept),
            milestones=tuple(row for row in portfolio.milestones if row.project in kept),
            # What optimistic and pessimistic say of a task is not how these turn out.
            tasks=tuple(
                replace(row, optimistic=None, pessimistic=None) for row in portfolio.tasks if row.project in kept
            ),
            bookings=tuple(row for row in portfolio.bookings if not row.project or row.project in kept),
        )
        schedule = planned(some)
        if schedule is not None and some.tasks:
            yield _played(Reading(schedule, some), runs, seed + world, rng, history)


def planned(portfolio: Portfolio) -> Schedule | None:
    """Any plan that keeps links, people, pools and calendars; None when some task can never be done."""
    instance = build_instance(portfolio, DAYS)
    try:
        solution = Constructor(instance).build(Guide([float(task.index) for task in instance.tasks]))
    except DoesNotFit:
        return None
    return assemble(solution, portfolio, "feasible", (), (), allow_over_budget=False)


def _played(plan: Reading, runs: int, seed: int, rng: np.random.Generator, history: int) -> list[Hit]:
    median, spread = (rng.normal(0.1, 0.2), rng.uniform(0.3, 0.8)) if history else (0.0, 0.0)
    parts = uncertain(plan, _past(plan, rng, history, median, spread))
    runner = MonteCarlo(plan, parts)
    found = runner.run(runs, seed)
    truth = np.ones((len(parts.effort.estimates), 1), np.float32)
    ratios = _ratios(plan, parts, rng, history, median, spread)
    truth[: len(ratios), 0] = ratios
    real = runner.one(truth)
    hits = []
    for row, target in enumerate(runner.targets):
        actual = int(target.finish(real.times.task_ends)[0])
        if target.kind == "project":
            hits.append(_hit("dates", found.finishes[row].astype(np.float64), actual, rng))
    if runner.money is not None:
        spent = runner.money.of(real.drawn, real.times)[:, 0]
        besides = runner.money.besides(real.times.task_ends.max(axis=0).astype(np.int64) + runner.model.network.origin)
        for row, cost in enumerate((spent + besides[:, 0]).tolist()):
            hits.append(_hit("costs", found.costs[row], cost, rng))
    return hits


def _ratios(
    plan: Reading, parts: Uncertain, rng: np.random.Generator, history: int, median: float, spread: float
) -> NDArray[np.float64]:
    """Actual over estimate of every task, drawn without any of the product's own draws."""
    projects = [plan.task(name).project for name in parts.tasks]
    factors = {name: rng.standard_normal() for name in dict.fromkeys(projects)}
    common = np.array([factors[name] for name in projects])
    scores = np.sqrt(SHARED) * common + np.sqrt(1 - SHARED) * rng.standard_normal(len(projects))
    # The product's distributions end at their outermost levels, and so does the truth: one task in a hundred is cut there.
    scores = np.clip(scores, NORMAL[0], NORMAL[-1])
    # A normal score becomes a t one by its rank among many.
    normal, t = np.sort(rng.standard_normal(200_000)), np.sort(rng.standard_t(4, 200_000))
    logs = median + spread * scores if history else 0.6 * np.interp(scores, normal, t)
    # Nothing is known of waits: they share nothing, vary half as much, and none is shorter than it says.
    alone = np.clip(rng.standard_normal(len(projects)), NORMAL[0], NORMAL[-1])
    later = np.maximum(0.0, WAITS * 0.6 * np.interp(alone, normal, t))
    said = np.array([name in parts.waits for name in parts.tasks])
    return np.exp(np.where(said, later, logs))


def _past(plan: Reading, rng: np.random.Generator, number: int, median: float, spread: float) -> Experience:
    """Finished tasks of other projects, twenty each, in the last year."""
    rows = []
    for first in range(0, number, 20):
        factor = rng.standard_normal()
        for task in range(first, min(first + 20, number)):
            score = np.sqrt(SHARED) * factor + np.sqrt(1 - SHARED) * rng.standard_normal()
            estimate = float(np.exp(rng.normal(2.5, 0.8)))
            day = plan.portfolio.as_of_day - timedelta(days=number - task)
            actual = estimate * float(np.exp(median + spread * score))
            rows.append(FinishedTask(estimate, actual, day, project=f"before{first}"))
    return Experience(finished=tuple(rows))


def _hit(kind: str, runs: NDArray[np.float64], actual: float, rng: np.random.Generator) -> Hit:
    """Where equal values make a step, the truth lies at a random place in it."""
    low, high = float((runs < actual).mean()), float((runs <= actual).mean())
    place = low + (high - low) * rng.random()
    return Hit(kind, 0.1 <= place <= 0.9, 0.05 <= place <= 0.95, place <= 0.8)
