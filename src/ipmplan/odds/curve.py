"""How much is done by when, over the runs: the fan around a plan's S-curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ipmplan.forecasting.levels import Floats, Ints
from ipmplan.network.data import PlanNetwork
from ipmplan.network.rebuild import Times
from ipmplan.odds.runs import MonteCarlo, Sample
from ipmplan.study.reading import Reading

BANDS = (0.1, 0.25, 0.5, 0.75, 0.9)
CURVES = 400
"""Runs that are drawn from."""

MOST_POINTS = 80


@dataclass(frozen=True, eq=False)
class Fan:
    """Hours of planned work that are done by certain moments.

    Parameters
    ----------
    moments
        When.
    planned
        By project, and for all under the empty name; shape (moments,): as the plan has it.
    bands
        The same over the runs, shape (levels, moments), at `BANDS`.
    """

    moments: tuple[datetime, ...]
    planned: Mapping[str, Floats]
    bands: Mapping[str, Floats]


def fan(plan: Reading, runner: MonteCarlo, sample: Sample, planned: Sample) -> Fan:
    """Draw the curves: the planned hours of each task, done evenly from its start to its end."""
    network, day = runner.model.network, plan.grid.ticks_a_day
    some = sample.first(CURVES)
    ends = some.times.task_ends
    if not ends.size:
        return Fan((), {}, {})
    far = int(np.quantile(ends.max(axis=0), 0.95))
    first = min(runner.model.today, int(network.spans[:, 0].min()))
    step = max(-(-(far - first) // (MOST_POINTS * day)), 1) * day
    points = np.arange(first, far + step, step)
    hours = _hours(plan, network)
    by_project: dict[str, list[int]] = {}
    for row, name in enumerate(_known(plan, network)):
        by_project.setdefault(plan.task(name).project, []).append(row)
    groups = {name: np.array(rows, np.int64) for name, rows in by_project.items() if name}
    groups[""] = np.arange(len(_known(plan, network)))
    straight = {name: _done(planned.times, rows, hours, points)[:, 0] for name, rows in groups.items()}
    runs = {name: _done(some.times, rows, hours, points) for name, rows in groups.items()}
    bands = {name: np.quantile(found, BANDS, axis=1) for name, found in runs.items()}
    moments = tuple(plan.grid.moment(int(point) + network.origin) for point in points)
    return Fan(moments, straight, bands)


def _hours(plan: Reading, network: PlanNetwork) -> Floats:
    """Hours of people of each task: recorded and planned."""
    found = []
    for name in _known(plan, network):
        spent = float(sum(row.hours for row in plan.sheet.logged(name)))
        left = sum(stint.row.hours for stint in plan.stints.get(name, ())) if not _ended(plan, name) else 0.0
        found.append(spent + left)
    return np.array(found)


def _known(plan: Reading, network: PlanNetwork) -> list[str]:
    """Tasks of the plan, by row; stand-ins come behind them."""
    return [name for name in network.tasks if name in plan.spans]


def _ended(plan: Reading, name: str) -> bool:
    state = plan.started.get(name)
    return state is not None and state.finished


def _done(times: Times, rows: Ints, hours: Floats, points: Ints) -> Floats:
    """Hours done by each point in each run, shape (points, runs)."""
    total = np.zeros((len(points), times.events.shape[1]))
    for row in rows.tolist():
        if hours[row]:
            start, end = times.task_starts[row], times.task_ends[row]
            share = (points[:, None] - start) / np.maximum(end - start, 1)
            total += hours[row] * np.clip(share, 0, 1)
    return total
