"""From a plan to its forecast: the door of the room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ipmplan.core.forecast import Forecast
from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.odds.arrivals import Arrivals, arrivals
from ipmplan.odds.calibration import Calibration, calibration
from ipmplan.odds.curve import Fan, fan
from ipmplan.odds.notes import notes
from ipmplan.odds.outcomes import DATES, CameOut, outcomes
from ipmplan.odds.past import Experience, past
from ipmplan.odds.runs import MonteCarlo
from ipmplan.odds.summary import Drivers, importance, odds, task_odds
from ipmplan.odds.work import Uncertain, uncertain
from ipmplan.study.reading import Reading

RUNS = 10_000
MOST_RUNS = 1_000_000
ARRIVAL_RUNS = 2_000
"""Runs with new work at most: there it is the past, not their number, that limits how much is known."""


@dataclass(frozen=True, eq=False)
class Forecaster:
    """A plan with what is known of its past, ready to be run.

    Parameters
    ----------
    schedule, portfolio
        The plan, and the tables of today.
    approved
        Approved plans, oldest first: what estimates were, and what arrived since.
    earlier
        Forecasts that were stored, to correct dates by what became of them.
    """

    schedule: Schedule
    portfolio: Portfolio
    approved: Sequence[Schedule] = ()
    earlier: Iterable[Forecast] = ()

    @cached_property
    def plan(self) -> Reading:
        """The plan read against its tables; whoever leaves is followed by somebody with the same hours."""
        return Reading(self.schedule, staying(self.schedule, self.portfolio))

    @cached_property
    def past(self) -> Experience:
        """What is learned from."""
        return past(self.plan.study, self.approved)

    @cached_property
    def parts(self) -> Uncertain:
        """What is uncertain."""
        return uncertain(self.plan, self.past, self.approved)

    @cached_property
    def runner(self) -> MonteCarlo:
        """The plan's network, ready to be run."""
        return MonteCarlo(self.plan, self.parts)

    @cached_property
    def arrivals(self) -> Arrivals | None:
        """How much new work arrives; None where nothing shows it."""
        return arrivals(self.plan, self.parts, self.approved)

    @cached_property
    def calibration(self) -> Calibration:
        """How dates are corrected."""
        return calibration(one for one in self.came if one.kind in DATES)

    @cached_property
    def came(self) -> tuple[CameOut, ...]:
        """What became of earlier forecasts."""
        return outcomes(self.portfolio, self.earlier)

    def forecast(self, runs: int = RUNS, seed: int = 0) -> tuple[Forecast, Fan]:
        """Run the plan, and say what came out, with the curves of how much is done by when.

        Raises
        ------
        InputError
            When the number of runs is not one.
        """
        if not 1 <= runs <= MOST_RUNS:
            raise InputError(Issue(f"{runs} runs are asked for, between 1 and {MOST_RUNS:,} can be made", "runs"))
        runner, parts = self.runner, self.parts
        found, planned = runner.run(runs, seed), runner.planned()
        hangs = importance(runner, parts, found.sample)
        drivers = Drivers(parts, hangs)
        known = odds(self.plan, runner, found, planned, self.calibration, drivers)
        more = None
        if self.arrivals is not None:
            grown = runner.run(min(runs, ARRIVAL_RUNS), seed, self.arrivals)
            more = odds(self.plan, runner, grown, planned, self.calibration, drivers)
        made = Forecast(
            self.schedule.portfolio,
            self.portfolio.as_of,
            self.schedule.as_of,
            runs,
            seed,
            len(self.past.finished),
            known,
            more,
            task_odds(self.plan, runner, parts, hangs),
            self.schedule.currency or self.portfolio.currency,
        )
        told = notes(self.plan, self.portfolio, runner, found, self.past, self.arrivals, self.calibration, self.came)
        return replace(made, notes=tuple(told)), fan(self.plan, runner, found.sample, planned.sample)


def staying(schedule: Schedule, portfolio: Portfolio) -> Portfolio:
    """Let everybody stay who leaves after the status date, or whose work the plan has after they left.

    Work that takes longer than its person stays is done by somebody, and what is asked is when.
    """
    ends: dict[str, int] = {}
    for row in schedule.assignments:
        if row.kind == "planned":
            ends[row.person] = max(ends.get(row.person, 0), portfolio.grid.start_of(row.end))
    today, end_of = portfolio.as_of_tick, portfolio.grid.end_of

    def stays(person: Person) -> bool:
        return person.leaves is not None and (end_of(person.leaves) > today or ends.get(person.id, 0) > today)

    people = tuple(replace(person, leaves=None) if stays(person) else person for person in portfolio.people)
    return replace(portfolio, people=people)
