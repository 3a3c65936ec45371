"""The baseline of each project: its first approved plan plus accepted changes, until it is replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from ipmplan.core.plan import Assignment, PlannedTask, Priced, Schedule
from ipmplan.core.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class BaselineTask:
    """A task as it was approved.

    Parameters
    ----------
    id
        Its id.
    start, end
        When it was to happen.
    hours
        Of its people.
    labour, fixed
        Money for those hours, and money without hours; None without rates, or where the plan does not say.
    alternative
        Which way of doing it was planned.
    rows
        Who was to work on it when.
    """

    id: str
    start: datetime
    end: datetime
    hours: float
    labour: Decimal | None
    fixed: Decimal | None
    alternative: int = 0
    rows: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a project is measured against.

    Parameters
    ----------
    project
        Its id.
    on
        Day on which the plan was approved.
    tasks
        By id; those of changes that were accepted later as they were approved first. Cancelled ones are left out.
    milestones
        When each milestone, and the project's own due date, was to be reached, by id.
    cost
        Of the whole project as approved, bookings included; None without rates.
    dropped
        Tasks that were approved and are cancelled or gone.
    reason
        Why it replaced an earlier one; empty for a first one.
    """

    project: str
    on: date
    tasks: Mapping[str, BaselineTask]
    milestones: Mapping[str, datetime]
    cost: Decimal | None
    dropped: Mapping[str, BaselineTask] = field(default_factory=dict)
    reason: str = ""

    @property
    def start(self) -> datetime | None:
        """First moment of its work; None without tasks."""
        return min((task.start for task in self.tasks.values()), default=None)

    @property
    def finish(self) -> datetime | None:
        """Last moment of its work; None without tasks."""
        return max((task.end for task in self.tasks.values()), default=None)


def baselines(portfolio: Portfolio, plans: Sequence[Schedule]) -> dict[str, Baseline]:
    """The baseline of every project that was approved.

    Parameters
    ----------
    portfolio
        As it is now: which changes are accepted, and which tasks are cancelled.
    plans
        All approved plans, the first one first.

    Examples
    --------
    >>> baselines(Portfolio("Northlight", date(2026, 1, 5)), ())
    {}
    """
    chosen: dict[str, tuple[int, str]] = {}
    for number, plan in enumerate(plans):
        again = plan.approved.rebaselined if plan.approved is not None else ()
        for project in plan.projects:
            if project.id not in chosen and _has_work(portfolio, plan, project.id):
                chosen[project.id] = (number, "")
            elif project.id in again and plan.approved is not None:
                chosen[project.id] = (number, plan.approved.reason)
    contents = [_Contents(plan) for plan in plans]
    return {name: _baseline(portfolio, contents, name, *found) for name, found in chosen.items()}


class _Contents:
    """An approved plan with its rows by task."""

    def __init__(self, plan: Schedule) -> None:
        self.plan = plan
        self.tasks = {task.id: task for task in plan.tasks}
        self.priced: dict[str, Priced] = (
            {row.task: row for row in plan.approved.priced} if plan.approved is not None else {}
        )
        self.rows: dict[str, list[Assignment]] = {}
        for row in plan.assignments:
            if row.kind != "booking":
                self.rows.setdefault(row.task, []).append(row)

    def task(self, row: PlannedTask) -> BaselineTask:
        """A task as this plan has it."""
        rows = tuple(self.rows.get(row.id, ()))
        priced = self.priced.get(row.id)
        if priced is None:
            hours = sum(one.hours for one in rows)
            return BaselineTask(row.id, row.start, row.end, hours, None, None, row.alternative, rows)
        money = (priced.labour, priced.fixed)
        return BaselineTask(row.id, row.start, row.end, priced.hours, *money, row.alternative, rows)


def _has_work(portfolio: Portfolio, plan: Schedule, project: str) -> bool:
    return any(row.id in portfolio.task and portfolio.task[row.id].project == project for row in plan.tasks) or any(
        row.id == project and (row.cost or row.finish) for row in plan.projects
    )


def _baseline(portfolio: Portfolio, contents: Sequence[_Contents], project: str, number: int, reason: str) -> Baseline:
    first = contents[number]
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    tasks = {row.id: first.task(row) for row in first.plan.tasks if _project_of(portfolio, row.id) == project}
    own = {milestone.id for milestone in portfolio.milestones if milestone.project == project} | {project, *tasks}
    ends = {row.id: row.finish for row in first.plan.milestones if row.id in own and row.finish is not None}
    cost = next((row.cost for row in first.plan.projects if row.id == project), None)
    for later in contents[number + 1 :]:
        for row in later.plan.tasks:
            task = portfolio.task.get(row.id)
            if task is None or task.project != project or row.id in tasks or task.change not in accepted:
                continue
            tasks[row.id] = made = later.task(row)
            if cost is not None:
                cost += (made.labour or Decimal(0)) + (made.fixed or Decimal(0))
            for name in {task.milestone, project} & ends.keys():
                ends[name] = max(ends[name], made.end)
    kept = {name: task for name, task in tasks.items() if _stands(portfolio, name, accepted)}
    dropped = {name: task for name, task in tasks.items() if name not in kept}
    return Baseline(project, _day(first.plan), kept, ends, cost, dropped, reason)


def _project_of(portfolio: Portfolio, task: str) -> str | None:
    known = portfolio.task.get(task)
    return known.project if known is not None else None


def _stands(portfolio: Portfolio, name: str, accepted: set[str]) -> bool:
    task = portfolio.task[name]
    return not task.cancelled and (not task.change or task.change in accepted)


def _day(plan: Schedule) -> date:
    if plan.approved is not None:
        return plan.approved.on
    return plan.as_of.date() if isinstance(plan.as_of, datetime) else plan.as_of
