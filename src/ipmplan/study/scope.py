"""What is planned: which tasks, the links between them, and the dates that they are measured against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import MilestoneKind
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.records import Decision
from ipmplan.core.work import LinkType, counts_time
from ipmplan.study.plain_time import after
from ipmplan.study.reach import farthest
from ipmplan.study.wishes import PLANNED_STATUS


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A link between two planned tasks; `lag` in portfolio working ticks."""

    before: str
    after: str
    type: LinkType
    lag: int

    @property
    def counts_time(self) -> bool:
        """Whether it counts portfolio time between two moments, or only orders them."""
        return counts_time(self.type, self.lag)


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone with a date, or with none (`end` None).

    Parameters
    ----------
    id, kind, project
        What has the date: a milestone, project or task, and its project.
    tasks
        Ids of the tasks that it waits for.
    due
        Day or moment as written.
    end
        Tick at which the `due` day ends.
    buffer
        Portfolio working ticks before it from which it counts as late.
    weight
        Milestone weight times project weight.
    firm
        Whether it must not be later than the `due` day.
    """

    id: str
    kind: MilestoneKind
    project: str
    tasks: tuple[str, ...]
    due: Moment | None
    end: int | None
    buffer: int
    weight: Fraction
    firm: bool


class Scope:
    """The part of a portfolio that is planned.

    Dates more than 30 years ahead count as that far.

    Examples
    --------
    >>> from ipmplan.core.portfolio import Task
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), projects=(Project("P0"),), tasks=(Task("T1", "P0"),))
    >>> [task.id for task in Scope(studio).tasks]
    ['T1']
    """

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._farthest = farthest(portfolio)
        accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
        self.tasks: tuple[Task, ...] = tuple(task for task in portfolio.tasks if self._is_planned(task, accepted))
        self.by_id: dict[str, Task] = {task.id: task for task in self.tasks}
        self.ids: frozenset[str] = frozenset(self.by_id)
        self.projects: tuple[Project, ...] = tuple(p for p in portfolio.projects if p.status in PLANNED_STATUS)

    def _is_planned(self, task: Task, accepted: set[str]) -> bool:
        project = self._portfolio.project.get(task.project)
        return (
            not task.cancelled
            and (not task.change or task.change in accepted)
            and (project is None or project.status in PLANNED_STATUS)
        )

    @cached_property
    def links(self) -> tuple[TaskLink, ...]:
        """Links between planned tasks; a milestone as predecessor stands for all its tasks."""
        grid = self._portfolio.grid
        milestones = self._portfolio.milestone_tasks
        found: dict[TaskLink, None] = {}
        for task in self.tasks:
            for link in task.after:
                if link.predecessor in self._portfolio.task:
                    before: tuple[str, ...] = (link.predecessor,)
                else:
                    before = milestones.get(link.predecessor, ())
                lag = grid.ticks(link.lag) if link.lag >= 0 else -grid.ticks(-link.lag)
                for name in before:
                    if name in self.ids and name != task.id:
                        found[TaskLink(name, task.id, link.type, lag)] = None
        return tuple(found)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Milestones, then due dates of projects, then of tasks; each with its planned tasks."""
        grid = self._portfolio.grid
        found: list[Due] = []
        dates: dict[str, set[date]] = {}
        for milestone in self._portfolio.milestones:
            tasks = tuple(name for name in self._portfolio.milestone_tasks[milestone.id] if name in self.ids)
            end = self._end(milestone.due) if milestone.due else None
            if milestone.due is not None:
                dates.setdefault(milestone.project, set()).add(_day(milestone.due))
            if self._planned_project(milestone.project):
                weight = milestone.weight * self._weight(milestone.project)
                buffer = grid.ticks(milestone.buffer)
                found.append(
                    Due(
                        milestone.id,
                        "milestone",
                        milestone.project,
                        tasks,
                        milestone.due,
                        end,
                        buffer,
                        weight,
                        milestone.firm,
                    )
                )
        by_project: dict[str, list[str]] = {}
        for task in self.tasks:
            by_project.setdefault(task.project, []).append(task.id)
        for project in self.projects:
            if project.due is not None and _day(project.due) not in dates.get(project.id, ()):
                tasks = tuple(by_project.get(project.id, ()))
                end = self._end(project.due)
                found.append(Due(project.id, "project", project.id, tasks, project.due, end, 0, project.weight, False))
        for task in self.tasks:
            if task.due is not None:
                weight = self._weight(task.project)
                end = self._end(task.due)
                found.append(Due(task.id, "task", task.project, (task.id,), task.due, end, 0, weight, False))
        return tuple(found)

    @cached_property
    def decisions(self) -> dict[str, tuple[Decision, ...]]:
        """Open decisions by the task that they hold."""
        found: dict[str, list[Decision]] = {}
        for decision in self._portfolio.decisions:
            if decision.answered_on is None:
                for name in decision.tasks:
                    found.setdefault(name, []).append(decision)
        return {name: tuple(decisions) for name, decisions in found.items()}

    def release(self, task: Task) -> int | None:
        """Earliest tick that `not_before` and open decisions allow, None when neither says anything."""
        grid = self._portfolio.grid
        bounds = [grid.start_of(task.not_before)] if task.not_before else []
        bounds += [self.answer(decision) for decision in self.decisions.get(task.id, ())]
        return min(max(bounds), self._farthest) if bounds else None

    def answer(self, decision: Decision) -> int:
        """Tick from which an open decision is taken for answered: `expected`, else `open_answer` after the status date.

        Examples
        --------
        >>> studio = Portfolio("Northlight", date(2026, 1, 5))
        >>> studio.grid.moment(Scope(studio).answer(Decision("D1", "P0", expected=date(2026, 1, 2))))
        datetime.datetime(2026, 1, 9, 17, 0)
        """
        today = self._portfolio.as_of_tick
        if decision.expected is not None and not is_overdue(self._portfolio, decision):
            return max(today, self._portfolio.grid.start_of(decision.expected))
        return after(self._portfolio, today, self._portfolio.calendar.open_answer)

    def _end(self, moment: Moment) -> int:
        return min(self._portfolio.grid.end_of(moment), self._farthest)

    def _planned_project(self, name: str) -> bool:
        project = self._portfolio.project.get(name)
        return project is None or project.status in PLANNED_STATUS

    def _weight(self, name: str) -> Fraction:
        project = self._portfolio.project.get(name)
        return project.weight if project is not None else Fraction(1)


def is_overdue(portfolio: Portfolio, decision: Decision) -> bool:
    """Whether an answer was expected before the status date."""
    if decision.expected is None:
        return False
    grid, today = portfolio.grid, portfolio.as_of_tick
    return grid.start_of(decision.expected) < today and grid.end_of(decision.expected) <= today


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
