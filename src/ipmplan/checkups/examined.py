"""What checks of health look at: tables, the plan and what was approved, read once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Link
from ipmplan.network import PlanNetwork, plan_network
from ipmplan.study.reading import Reading
from ipmplan.study.scope import TaskLink
from ipmplan.study.study import Study
from ipmplan.tracking.baseline import Baseline, BaselineTask, baselines
from ipmplan.tracking.states import TaskState, task_states


@dataclass(frozen=True, slots=True)
class WrittenLink:
    """A predecessor of an open task, as the table has it; a milestone stands for all its tasks and counts once."""

    task: str
    link: Link

    @property
    def id(self) -> str:
        """Both ends."""
        return f"{self.link.predecessor} -> {self.task}"


class Examined:
    """A portfolio, perhaps with a plan and the plans that were approved.

    Parameters
    ----------
    portfolio
        As of the status date.
    plan
        The current plan; None when there is none.
    approved
        Approved plans, the first one first.

    Examples
    --------
    >>> from datetime import date
    >>> Examined(Portfolio("Northlight", date(2026, 1, 5))).open_tasks
    ()
    """

    def __init__(self, portfolio: Portfolio, plan: Schedule | None = None, approved: Sequence[Schedule] = ()) -> None:
        self.plan: Reading | None = Reading(plan, portfolio) if plan is not None else None
        self.study: Study = (
            self.plan.study if self.plan is not None else Study.reaching(portfolio, portfolio.as_of_tick)
        )
        self.portfolio: Portfolio = self.study.portfolio
        self._approved = tuple(approved)

    @property
    def hours_a_day(self) -> Fraction:
        """Hours of the portfolio's working day."""
        return self.portfolio.calendar.workweek.hours_a_day

    @cached_property
    def current(self) -> Reading | None:
        """The plan when it was made for the status date; floats and dates of an older one say nothing any more."""
        grid = self.portfolio.grid
        if self.plan is None or grid.start_of(self.plan.schedule.as_of) != self.portfolio.as_of_tick:
            return None
        return self.plan

    @cached_property
    def open_tasks(self) -> tuple[Task, ...]:
        """Planned tasks that are not finished, in the order of the table."""
        return tuple(task for task in self.study.scope.tasks if not self.is_finished(task.id))

    @cached_property
    def links(self) -> tuple[WrittenLink, ...]:
        """Predecessors of open tasks that are planned, as the table has them."""
        known = {*self.study.scope.ids}
        known |= {name for name, tasks in self.portfolio.milestone_tasks.items() if known & set(tasks)}
        return tuple(
            WrittenLink(task.id, link) for task in self.open_tasks for link in task.after if link.predecessor in known
        )

    @cached_property
    def into(self) -> dict[str, tuple[TaskLink, ...]]:
        """Links to each planned task."""
        return self._by(head=True)

    @cached_property
    def out_of(self) -> dict[str, tuple[TaskLink, ...]]:
        """Links from each planned task."""
        return self._by(head=False)

    @cached_property
    def baselines(self) -> dict[str, Baseline]:
        """Baseline of every project that was approved."""
        return baselines(self.portfolio, self._approved)

    @cached_property
    def states(self) -> dict[str, TaskState]:
        """What is spent and left of every planned task."""
        return task_states(self.study, self.current, self.baselines)

    @cached_property
    def due_by_now(self) -> tuple[tuple[BaselineTask, TaskState], ...]:
        """Tasks whose baseline ends by the status date, with their states."""
        now = self.portfolio.grid.moment(self.portfolio.as_of_tick)
        return tuple(
            (task, self.states[name])
            for baseline in self.baselines.values()
            for name, task in baseline.tasks.items()
            if name in self.states and task.end <= now
        )

    @cached_property
    def network(self) -> PlanNetwork | None:
        """The current plan's own network."""
        return plan_network(self.current) if self.current is not None else None

    def has(self, needed: str) -> bool:
        """Whether there is what a check needs: ``a plan``, ``a plan of this day`` or ``a baseline``.

        Raises
        ------
        KeyError
            When a check asks for something else.
        """
        there = {
            "a plan": self.plan is not None,
            "a plan of this day": self.current is not None,
            "a baseline": bool(self.baselines),
        }
        return there[needed]

    def is_finished(self, task: str) -> bool:
        """Whether a 0 was written as what remains of a task."""
        state = self.study.started.get(task)
        return state is not None and state.finished

    def has_begun(self, task: str) -> bool:
        """Whether anything was recorded of a task."""
        return task in self.study.started

    def days(self, ticks: float) -> float:
        """Working days of so many ticks of the portfolio's working time."""
        return float(ticks * self.portfolio.grid.hours / self.hours_a_day)

    def days_between(self, start: datetime, end: datetime) -> float:
        """Working days of the portfolio from one moment of the plan to another; below 0 when the second comes first."""
        grid, calendar = self.portfolio.grid, self.study.time.portfolio
        first, last = (min(grid.start_of(moment), self.study.until) for moment in (start, end))
        return self.days(calendar.before(last) - calendar.before(first))

    def _by(self, *, head: bool) -> dict[str, tuple[TaskLink, ...]]:
        found: dict[str, list[TaskLink]] = {}
        for link in self.study.scope.links:
            found.setdefault(link.after if head else link.before, []).append(link)
        return {name: tuple(links) for name, links in found.items()}
