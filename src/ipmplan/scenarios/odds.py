"""Odds of several plans that can be compared: a task has the same luck in each of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ipmplan.core.forecast import DateKind
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.odds.forecast import Forecaster
from ipmplan.odds.work import Uncertain, uncertain

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DateChance:
    """When a date of a plan is reached, and how likely in time.

    Parameters
    ----------
    id, kind, project
        What it is; no id for everything.
    p50, p80
        Moments by which five and eight runs in ten have reached it.
    chance
        Share of the runs in which its due date (the agreed one where there is one) is kept; None without a date.
    """

    id: str
    kind: DateKind
    project: str
    p50: datetime
    p80: datetime
    chance: float | None = None


@dataclass(frozen=True, eq=False)
class UncertainByName(Uncertain):
    """The same distributions, drawn for each task by its name: common random numbers for plans of different tasks.

    Parameters
    ----------
    names
        What each row is drawn by.
    projects_by_number
        Numbers of what shares luck, in order, with the names that those are drawn by.
    """

    names: tuple[str, ...] = ()
    projects_by_number: tuple[tuple[int, str], ...] = ()

    def scores(self, runs: int, rng: np.random.Generator) -> tuple[Scores, Scores]:
        """Draw by name, whatever else there is."""
        seed = int(rng.integers(2**31))
        shared = [_drawn(seed, f"project {name}", runs) for _, name in self.projects_by_number]
        alone = [_drawn(seed, name, runs) for name in self.names]
        return np.array(shared, np.float32).reshape(-1, runs), np.array(alone, np.float32).reshape(-1, runs)


class ForecasterByName(Forecaster):
    """A forecaster whose tasks have the same luck in every plan."""

    @cached_property
    def parts(self) -> UncertainByName:
        """What is uncertain."""
        plain = uncertain(self.plan, self.past, self.approved)
        numbers = plain.effort.projects.tolist()
        named = dict.fromkeys(numbers, "")
        for row, name in enumerate(plain.tasks):
            if numbers[row] >= 0:
                named[numbers[row]] = self.plan.task(name).project
        given = {one.name: getattr(plain, one.name) for one in fields(Uncertain)}
        rows = (*(f"task {name}" for name in plain.tasks), *(f"answer {one.id}" for one in plain.decisions))
        return UncertainByName(**given, names=rows, projects_by_number=tuple(sorted(named.items())))


def chances(schedule: Schedule, portfolio: Portfolio, runs: int, seed: int) -> tuple[DateChance, ...]:
    """Run a plan, and say how likely its dates are; tasks of the same id have the same luck in other plans.

    Parameters
    ----------
    schedule, portfolio
        The plan, and what it was made for.
    runs, seed
        How many, and of which random numbers.

    Notes
    -----
    Not corrected by what became of earlier forecasts: differences between plans are what is asked.
    """
    maker = ForecasterByName(schedule, portfolio)
    grid, runner = portfolio.grid, maker.runner
    if not runner.targets:
        return ()
    finishes = runner.run(runs, seed).finishes
    found = []
    for row, target in enumerate(runner.targets):
        ends = np.sort(finishes[row]).astype(np.int64) + runner.model.network.origin
        due = target.agreed or target.due
        chance = None if due is None else round(float((ends <= grid.end_of(due)).mean()), 4)
        at = [grid.moment(int(ends[min(int(np.ceil(level * runs)), runs) - 1])) for level in (0.5, 0.8)]
        found.append(DateChance(target.id, target.kind, target.project, at[0], at[1], chance))
    return tuple(found)


def _drawn(seed: int, name: str, runs: int) -> Scores:
    return np.random.default_rng([seed, crc32(name.encode("utf-8"))]).standard_normal(runs, np.float32)
