"""Monte Carlo: the same plan run thousands of times, chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ipmplan.forecasting.levels import Floats
from ipmplan.network.data import Table
from ipmplan.network.rebuild import Times
from ipmplan.odds.arrivals import Arrivals
from ipmplan.odds.money import RunCosts
from ipmplan.odds.simulated import Drawn, Factors, Simulated, simulated
from ipmplan.odds.targets import ForecastDate, targets
from ipmplan.odds.work import Uncertain
from ipmplan.study.reading import Reading

CHUNK = 1_000
"""Runs at a time: what they need stays in the processor's cache, and memory does not grow with their number."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The first runs with everything in them, from which is read what dates hang on.

    Parameters
    ----------
    factors
        Shape (rows of `Uncertain`, runs).
    drawn, times
        What they were made of, and when everything happened.
    """

    factors: Factors
    drawn: Drawn
    times: Times

    def first(self, runs: int) -> Sample:
        """Keep the first runs only."""
        drawn = Drawn(
            self.drawn.lengths[:, :runs], self.drawn.not_before[:, :runs], tuple(one[:runs] for one in self.drawn.came)
        )
        return Sample(self.factors[:, :runs], drawn, Times(self.times.network, self.times.events[:, :runs]))


@dataclass(frozen=True, eq=False)
class Runs:
    """What came out.

    Parameters
    ----------
    finishes
        int32, (dates, runs). Ticks since the network's origin at which each date is reached.
    costs
        Shape (projects, runs), in the portfolio's currency; no rows without rates.
    sample
        The first chunk.
    """

    finishes: Table
    costs: Floats
    sample: Sample


class MonteCarlo:
    """Runs a plan again and again.

    Parameters
    ----------
    plan
        Read against its portfolio.
    parts
        What is uncertain.

    Attributes
    ----------
    model, targets
        The plan's network made ready for runs, and its dates.
    """

    def __init__(self, plan: Reading, parts: Uncertain) -> None:
        self._plan, self._parts = plan, parts
        self.model: Simulated = simulated(plan, parts)
        self.targets: tuple[ForecastDate, ...] = targets(plan, self.model.network)

    @cached_property
    def money(self) -> RunCosts | None:
        """Prices; None without rates."""
        return RunCosts(self._plan, self.model) if self._plan.portfolio.has_money else None

    def run(self, runs: int, seed: int, arrivals: Arrivals | None = None) -> Runs:
        """Run it.

        Parameters
        ----------
        runs
            How many times, at least once. More runs begin with those of fewer.
        seed
            Of the random numbers; the same in both scopes, so that they differ by what arrives only.
        arrivals
            How much new work arrives; None = none.
        """
        ends, costs, first = [], [], None
        for chunk in range(-(-runs // CHUNK)):
            number = min(CHUNK, runs - chunk * CHUNK)
            # A last chunk that is not full begins with the runs of a full one: all are drawn, some are taken.
            factors = self._parts.factors(CHUNK, np.random.default_rng([seed, chunk]))[:, :number]
            if arrivals is not None:
                rng = np.random.default_rng([seed, chunk, 1])
                factors = factors * arrivals.factors(CHUNK, rng)[:, :number]
            found = self.one(factors)
            first = first or found
            ends.append(self._finishes(found))
            if self.money is not None:
                costs.append(self.money.of(found.drawn, found.times))
        assert first is not None
        finishes = np.concatenate(ends, axis=1)
        return Runs(finishes, self._costs(costs, finishes, runs), first)

    def planned(self) -> Runs:
        """The plan itself: one run in which everything takes what is planned."""
        found = self.one(np.ones((len(self._parts.effort.estimates), 1), np.float32))
        finishes = self._finishes(found)
        costs = [] if self.money is None else [self.money.of(found.drawn, found.times)]
        return Runs(finishes, self._costs(costs, finishes, 1), found)

    def one(self, factors: Factors) -> Sample:
        """Run some factors, of shape (rows of `Uncertain`, runs)."""
        drawn = self.model.drawn(factors)
        return Sample(factors, drawn, self.model.run(drawn))

    def _finishes(self, found: Sample) -> Table:
        """When each date is reached, int32, (dates, runs)."""
        rows = [target.finish(found.times.task_ends) for target in self.targets]
        return np.array(rows, np.int32).reshape(len(rows), found.factors.shape[1])

    def _costs(self, costs: list[Floats], finishes: Table, runs: int) -> Floats:
        if self.money is None:
            return np.zeros((0, runs))
        last = np.full(runs, self._plan.last, np.int64)
        if len(finishes):
            last = finishes.max(axis=0).astype(np.int64) + self.model.network.origin
        return np.asarray(np.concatenate(costs, axis=1) + self.money.besides(last))
