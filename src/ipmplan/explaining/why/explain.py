"""Why a date is where it is: the chain, what each cause costs, how far the work can slip, and which goal a choice serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.explaining.subject import Subject, find_subject
from ipmplan.explaining.why.causes import Hindrance, Removals, causes
from ipmplan.explaining.why.chain import Chains, Step
from ipmplan.explaining.why.served import Served, served
from ipmplan.network import PlanNetwork, Slack, free_floats, plan_network, slacks
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Weighed:
    """A cause, and the portfolio working hours that the date is sooner without it, the order of all work kept.

    `ticks` are grid steps by the clock: a start may be sooner though no working time lies between.
    """

    cause: Hindrance
    hours: float
    ticks: int


@dataclass(frozen=True)
class Why:
    """Why a date of a plan is where it is.

    Parameters
    ----------
    target
        What was asked about.
    of_start
        Whether the start is explained; else the end, of milestones and of work in progress.
    start, end
        Ticks, as planned.
    steps
        The chain, from the status date or a fact to the target; empty when nothing is left to do.
    causes
        What could be otherwise: that which brings something first, and of that what is no predecessor.
    slack, free_hours
        Total and free float in portfolio working hours, everybody's order of work kept.
    served
        For each step that the planner chose to begin later than it could, the goal that is served.
    chosen_hours
        Portfolio working hours that the date is sooner when everything begins as early as it can, nothing else changed.
    """

    target: Subject
    of_start: bool
    start: int
    end: int
    steps: tuple[Step, ...]
    causes: tuple[Weighed, ...]
    slack: Slack
    free_hours: float
    served: Mapping[str, Served]
    chosen_hours: float

    @property
    def main(self) -> Weighed | None:
        """The cause without which the date is sooner by most; None when none of them alone, or together, would do."""
        return self.causes[0] if self.causes and self.causes[0].ticks > 0 else None


class Explainer:
    """Answers for one plan; what answers share is worked out once.

    Parameters
    ----------
    schedule
        The plan.
    portfolio
        What it was made for.
    """

    def __init__(self, schedule: Schedule, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.plan = Reading(schedule, portfolio)

    @cached_property
    def network(self) -> PlanNetwork:
        """The plan's own."""
        return plan_network(self.plan)

    @cached_property
    def chains(self) -> Chains:
        """Its chains."""
        return Chains(self.plan)

    @cached_property
    def removals(self) -> Removals:
        """The plan without single causes."""
        return Removals(self.plan, self.network)

    @cached_property
    def _slacks(self) -> dict[str, Slack]:
        return slacks(self.network)

    @cached_property
    def _free(self) -> dict[str, float]:
        return free_floats(self.network)

    def prepare(self, names: Iterable[str]) -> None:
        """Rebuild the plan without every cause of several targets at once, which is quicker than one after the other."""
        found = [cause for name in names for cause in self._causes(self._steps(self.find(name))[1])]
        self.removals.prepare(found)

    def find(self, name: str) -> Subject:
        """What is meant by an id.

        Raises
        ------
        InputError
            When there is nothing of that name in the plan.
        """
        return find_subject(self.plan, name)

    def why(self, name: str) -> Why:
        """Why a task, a milestone or all of a project is where it is.

        Raises
        ------
        InputError
            When there is nothing of that name in the plan.
        """
        target = self.find(name)
        last = self.last(target)
        of_start, steps = self._steps(target)
        found = self._causes(steps)
        self.removals.prepare(found)
        base = self._moment(target, of_start, None)
        weighed = [self._weigh(cause, base, self._moment(target, of_start, cause)) for cause in found]
        # A predecessor explains less than who is busy, away or waited for; of equal ones the last step's, single ones first.
        place = {step.task: number for number, step in enumerate(steps)}
        weighed.sort(
            key=lambda one: (
                one.ticks <= 0,
                one.cause.kind == "link",
                -one.ticks,
                -place[one.cause.task],
                len(one.cause.bounds),
            )
        )
        planned = self.plan.spans[last][0] if of_start else (target.finish(self.plan) or 0)
        return Why(
            target,
            of_start,
            self.plan.spans[last][0] if target.kind == "task" else min(self.plan.spans[t][0] for t in target.tasks),
            target.finish(self.plan) or 0,
            steps,
            tuple(weighed),
            self._slacks[last],
            self._free[last],
            {step.task: served(self.plan, step) for step in steps if step.chosen},
            self._hours(base, planned),
        )

    def last(self, target: Subject) -> str:
        """The task of a target that ends last."""
        return max(target.tasks, key=lambda name: (self.plan.spans[name][1], name))

    def _steps(self, target: Subject) -> tuple[bool, tuple[Step, ...]]:
        last = self.last(target)
        of_start = target.kind == "task" and self.plan.is_fresh(last)
        return of_start, self.chains.to_start(last) if of_start else self.chains.to_end(last)

    def _causes(self, steps: Iterable[Step]) -> list[Hindrance]:
        return list(dict.fromkeys(cause for step in steps for cause in causes(self.plan, step)))

    def _moment(self, target: Subject, of_start: bool, cause: Hindrance | None) -> int:
        return self.removals.start(target.id, cause) if of_start else self.removals.end(target.tasks, cause)

    def _weigh(self, cause: Hindrance, base: int, without: int) -> Weighed:
        return Weighed(cause, self._hours(without, base), base - without)

    def _hours(self, start: int, end: int) -> float:
        calendar = self.plan.time.portfolio
        start, end = max(0, start), min(end, calendar.until)
        return self.plan.grid.to_hours(calendar.count(start, end)) if start < end else 0.0
