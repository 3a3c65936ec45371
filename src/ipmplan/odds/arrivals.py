"""How much new work arrives while known work is done, as approved plans show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipmplan.core.plan import Schedule
from ipmplan.core.working_days import day_of
from ipmplan.forecasting.levels import Floats
from ipmplan.odds.work import Uncertain
from ipmplan.study.reading import Reading

MOST = 0.8
"""Hours that arrive for each hour worked; with 1 a project would never end."""


@dataclass(frozen=True, eq=False)
class Arrivals:
    """New work of known projects.

    Parameters
    ----------
    sizes
        Shape (n,): hours of tasks that arrived, at least one.
    worked
        Hours that were worked while they did.
    project
        int64, (rows of `Uncertain`,). Number of the project that a row belongs to; -1 = none, or no work of people.
    hours
        Shape (projects,): hours that each has left.
    """

    sizes: Floats
    worked: float
    project: npt.NDArray[np.int64]
    hours: Floats

    @property
    def rate(self) -> float:
        """Hours that arrive for each hour of known work until both are done."""
        direct = min(float(self.sizes.sum()) / self.worked, MOST)
        return direct / (1 - direct)

    def factors(self, runs: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
        """Draw by how much work grows, shape (rows of `Uncertain`, runs).

        In each run so many tasks arrive as a Poisson number says, each as long as one that did arrive, and their hours
        are spread over what the project has left.
        """
        grown = np.ones((len(self.hours), runs))
        for row, hours in enumerate(self.hours.tolist()):
            count = rng.poisson(self.rate * hours / float(self.sizes.mean()), runs)
            drawn = rng.choice(self.sizes, int(count.sum()))
            ends = np.cumsum(count)
            sums = np.concatenate([[0.0], np.cumsum(drawn)])
            grown[row] += (sums[ends] - sums[ends - count]) / hours
        found = np.ones((len(self.project), runs), np.float32)
        own = self.project >= 0
        found[own] = grown[self.project[own]]
        return found


def arrivals(plan: Reading, parts: Uncertain, approved: Sequence[Schedule]) -> Arrivals | None:
    """Learn from approved plans and the tables of today; None where nothing arrived, or no two plans can be compared.

    A task arrives when its project was in the plan before and the task was not. Tasks of accepted change requests are left out: those
    come with dates and money of their own.
    """
    known: set[str] = set()
    projects: set[str] = set()
    sizes: list[float] = []
    for schedule in [*approved, plan.schedule]:
        hours: dict[str, float] = {}
        for row in schedule.assignments:
            if row.kind != "booking":
                hours[row.task] = hours.get(row.task, 0.0) + row.hours
        for name, amount in hours.items():
            task = plan.portfolio.task.get(name)
            if name not in known and task is not None and task.project in projects and not task.change and amount:
                sizes.append(amount)
        known |= {row.id for row in schedule.tasks}
        projects |= {row.id for row in schedule.projects}
    if not approved or not sizes:
        return None
    since = day_of(approved[0].as_of)
    worked = float(
        sum(
            row.hours
            for name, rows in plan.sheet.rows.items()
            if name in plan.portfolio.task and plan.portfolio.task[name].project in projects
            for row in rows
            if row.date >= since
        )
    )
    if not worked:
        return None
    names = [plan.task(name).project if name not in parts.waits else "" for name in parts.tasks]
    names += [""] * len(parts.decisions)
    left: dict[str, float] = {}
    for name, hours_left in zip(names, parts.effort.estimates.tolist(), strict=True):
        if name:
            left[name] = left.get(name, 0.0) + hours_left
    order = {name: number for number, name in enumerate(left)}
    rows_of = np.array([order.get(name, -1) for name in names], np.int64)
    return Arrivals(np.array(sizes), worked, rows_of, np.array(list(left.values())))
