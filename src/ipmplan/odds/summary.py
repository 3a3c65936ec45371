"""From runs to what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from ipmplan.core.calendar import Moment
from ipmplan.core.forecast import LEVELS, CostOdds, DateOdds, Driver, Odds, TaskOdds
from ipmplan.forecasting.levels import LEVELS as FINE
from ipmplan.forecasting.levels import Floats, Ints
from ipmplan.network.calendars import PORTFOLIO
from ipmplan.odds.calibration import Calibration
from ipmplan.odds.chains import criticality
from ipmplan.odds.runs import MonteCarlo, Runs, Sample
from ipmplan.odds.work import Uncertain
from ipmplan.study.reading import Reading

DRIVERS = 3
CHAINS = 500
"""Runs of which chains are followed: shares are known to two points."""

_SELDOM = 0.05
"""What is on the chain in fewer runs drives nothing."""


@dataclass(frozen=True, eq=False)
class Importance:
    """What dates hang on.

    Parameters
    ----------
    criticality, cruciality
        Shape (rows of `Uncertain`, dates); see `core.forecast.Driver`.
    weight
        Shape (rows of `Uncertain`, dates): criticality times the standard deviation of the working ticks it takes.
    """

    criticality: Floats
    cruciality: Floats
    weight: Floats


def importance(runner: MonteCarlo, parts: Uncertain, sample: Sample) -> Importance:
    """Read from the first runs what each date hangs on.

    Notes
    -----
    The weight is the schedule sensitivity index (PMI 2004; Vanhoucke 2010) without its denominator, which is the same for all rows of a date.
    """
    network = runner.model.network
    some = sample.first(CHAINS)
    on_chain, answered = criticality(runner.model, some.drawn, some.times, runner.targets)
    rows = np.array([network.row[name] for name in parts.tasks], np.int64)
    for row, stand_in in runner.model.stands_in.items():
        on_chain[row] = np.maximum(on_chain[row], on_chain[stand_in])
    shares = np.concatenate([on_chain[rows], answered])
    if not runner.targets:
        nothing = np.zeros((len(parts.effort.estimates), 0))
        return Importance(nothing, nothing, nothing)
    finishes = np.array([target.finish(sample.times.task_ends) for target in runner.targets], np.float64)
    crucial = _correlation(_ranks(sample.factors.astype(np.float64)), _ranks(finishes))
    ticks = [_longest(runner, row) for row in rows.tolist()]
    far = network.calendars.far - 1
    per_day = float(network.calendars.before[PORTFOLIO, far]) / max(far, 1) * network.grid.ticks_a_day
    ticks += [max(days, 1.0) * per_day for days in parts.effort.estimates[len(rows) :].tolist()]
    spread = sample.factors.std(axis=1) * np.array(ticks)
    return Importance(shares, crucial, shares * spread[:, None])


def odds(plan: Reading, runner: MonteCarlo, runs: Runs, planned: Runs, said: Calibration, drivers: Drivers) -> Odds:
    """Say what runs gave.

    Parameters
    ----------
    plan, runner
        What was run.
    runs, planned
        What came out, and the plan itself as a run.
    said
        What levels are asked of the runs.
    drivers
        Of each date.
    """
    network = runner.model.network
    dates = []
    for row, target in enumerate(runner.targets):
        ends = np.sort(runs.finishes[row]).astype(np.int64) + network.origin
        moments = [plan.grid.moment(_at(ends, said.level(level))) for level in (0.5, 0.8, 0.95)]
        chances = [_chance(plan, ends, day, said) for day in (target.due, target.agreed)]
        dates.append(
            DateOdds(
                target.id,
                target.kind,
                target.project,
                plan.grid.moment(int(planned.finishes[row, 0]) + network.origin),
                moments[0],
                moments[1],
                moments[2],
                target.due,
                target.agreed,
                chances[0],
                chances[1],
                _moments(plan, ends),
                drivers.of(row),
            )
        )
    return Odds(tuple(dates), tuple(_costs(plan, runner, runs, planned)))


class Drivers:
    """Names what moves each date most."""

    def __init__(self, parts: Uncertain, found: Importance) -> None:
        self._parts, self._found = parts, found

    def of(self, target: int) -> tuple[Driver, ...]:
        """The three rows with the largest weight."""
        weight = self._found.weight[:, target]
        shares = self._found.criticality[:, target]
        order = [row for row in np.argsort(-weight, kind="stable").tolist() if weight[row] > 0]
        return tuple(self._driver(row, target) for row in order if shares[row] >= _SELDOM)[:DRIVERS]

    def _driver(self, row: int, target: int) -> Driver:
        tasks = self._parts.tasks
        share, crucial = self._found.criticality[row, target], self._found.cruciality[row, target]
        name = tasks[row] if row < len(tasks) else self._parts.decisions[row - len(tasks)].id
        return Driver(name, "task" if row < len(tasks) else "answer", _short(share), _short(crucial))


def task_odds(plan: Reading, runner: MonteCarlo, parts: Uncertain, found: Importance) -> tuple[TaskOdds, ...]:
    """Say how many hours each open task takes in all, and how much its project hangs on it."""
    own = {target.project: row for row, target in enumerate(runner.targets) if target.kind == "project"}
    kept = [int(np.argmin(np.abs(FINE - level))) for level in LEVELS]
    quantiles = parts.effort.quantiles[:, kept]
    rows = []
    for row, name in enumerate(parts.tasks):
        target = own.get(plan.task(name).project, len(runner.targets) - 1)
        spent = float(parts.spent[row])
        hours = () if name in parts.waits else tuple(round(spent + float(q), 2) for q in quantiles[row])
        shares = _short(found.criticality[row, target]), _short(found.cruciality[row, target])
        rows.append(TaskOdds(name, spent, round(spent + float(parts.to_go[row]), 2), *shares, hours))
    return tuple(rows)


def _costs(plan: Reading, runner: MonteCarlo, runs: Runs, planned: Runs) -> list[CostOdds]:
    if runner.money is None:
        return []
    budgets, found = plan.study.budgets, []
    for row, name in enumerate(runner.money.projects):
        amounts = np.sort(runs.costs[row])
        budget = budgets.get(name)
        chance = None if budget is None else _short(float((amounts <= float(budget) + 0.004).mean()))
        at = [_money(float(amounts[_place(len(amounts), level)])) for level in (0.5, 0.8, 0.95)]
        quantiles = tuple(_money(float(amounts[_place(len(amounts), level)])) for level in LEVELS)
        found.append(
            CostOdds(name, _money(float(planned.costs[row, 0])), at[0], at[1], at[2], budget, chance, quantiles)
        )
    return found


def _chance(plan: Reading, ends: Ints, due: Moment | None, said: Calibration) -> float | None:
    return None if due is None else _short(said.chance(float((ends <= plan.grid.end_of(due)).mean())))


def _moments(plan: Reading, ends: Ints) -> tuple[datetime, ...]:
    return tuple(plan.grid.moment(_at(ends, level)) for level in LEVELS)


def _at(ordered: Ints, level: float) -> int:
    return int(ordered[_place(len(ordered), level)])


def _place(runs: int, level: float) -> int:
    """Place of the smallest of so many sorted values that at least a share of them do not exceed."""
    return min(max(int(np.ceil(level * runs - 1e-9)) - 1, 0), runs - 1)


def _longest(runner: MonteCarlo, task: int) -> float:
    pieces = runner.model.network.pieces_of_task[task]
    return float(max((runner.model.lengths[piece] for piece in pieces), default=0))


def _ranks(rows: Floats) -> Floats:
    order = np.argsort(rows, axis=1, kind="stable")
    ranks = np.empty_like(rows)
    np.put_along_axis(ranks, order, np.arange(rows.shape[1], dtype=np.float64)[None, :], axis=1)
    # What never differs has no rank.
    ranks[rows.min(axis=1) == rows.max(axis=1)] = 0.0
    return ranks


def _correlation(one: Floats, other: Floats) -> Floats:
    """Between each row of one and each row of the other; 0 where a row never differs."""
    a, b = one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    norm = np.sqrt((a * a).sum(axis=1))[:, None] * np.sqrt((b * b).sum(axis=1))[None, :]
    return np.asarray(np.divide(a @ b.T, norm, out=np.zeros_like(norm), where=norm > 0))


def _short(value: float) -> float:
    return round(float(value), 4)


def _money(amount: float) -> Decimal:
    return Decimal(f"{amount:.2f}")
