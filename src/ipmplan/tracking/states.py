"""What is spent and left of every task, and the share of it that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.study.pieces import Seen
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.tracking.baseline import Baseline, BaselineTask


@dataclass(frozen=True, slots=True)
class TaskState:
    """A planned task as it stands.

    Parameters
    ----------
    id, project, milestone, kind, name
        As in the table.
    estimate
        Hours of its people in the baseline, or else as planned, or else of its work.
    spent, left
        Hours recorded, and hours still to work; a used-up estimate that is open has one grid step left.
    cost
        Money of what was recorded, at the rates of its days.
    finished_on
        Day on which a remaining of 0 was written; None while it is open.
    begun
        Whether anything was recorded.
    used_up
        Whether its estimate is used up while it is open.
    approved
        Whether the baseline of its project has it.
    seen
        What was seen after each row of progress.
    """

    id: str
    project: str
    milestone: str
    kind: str
    name: str
    estimate: Fraction
    spent: Fraction
    left: Fraction
    cost: Decimal = Decimal(0)
    finished_on: date | None = None
    begun: bool = False
    used_up: bool = False
    approved: bool = False
    seen: tuple[Seen, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.finished_on is not None

    @property
    def total(self) -> Fraction:
        """Hours expected in the end."""
        return self.spent + self.left

    @property
    def done(self) -> Fraction:
        """Share that is done, 0 to 1: what is spent of what is expected; only a written 0 makes it 1."""
        return share_done(self.spent, self.left, finished=self.finished)


def share_done(spent: Fraction, left: Fraction, *, finished: bool) -> Fraction:
    """Percent complete of a task from its hours, as a share.

    Examples
    --------
    >>> share_done(Fraction(6), Fraction(2), finished=False), share_done(Fraction(0), Fraction(8), finished=True)
    (Fraction(3, 4), Fraction(1, 1))
    """
    if finished:
        return Fraction(1)
    return spent / (spent + left) if spent and left else Fraction(0)


def task_states(study: Study, plan: Reading | None, baselines: Mapping[str, Baseline]) -> dict[str, TaskState]:
    """State of every planned task, in the order of the table.

    Parameters
    ----------
    study
        Of the portfolio.
    plan
        The current plan, when it was made for the status date; it says how long unbegun work takes.
    baselines
        By project.
    """
    return {task.id: _state(study, task, plan, baselines.get(task.project)) for task in study.scope.tasks}


def _state(study: Study, task: Task, plan: Reading | None, baseline: Baseline | None) -> TaskState:
    approved = baseline.tasks.get(task.id) if baseline is not None else None
    planned = _planned_hours(plan, task)
    estimate = _estimate(approved, planned, task)
    names = (task.id, task.project, task.milestone, task.kind, task.name or task.id)
    begun = study.started.get(task.id)
    if begun is None:
        left = planned if planned is not None else estimate
        return TaskState(*names, estimate, Fraction(0), left, approved=approved is not None)
    history = begun.seen
    now = history[-1]
    finished = now.finished_on is not None
    left = Fraction(0) if finished or not begun.pieces else now.left or study.grid.hours
    return TaskState(
        *names,
        estimate if approved is not None else begun.estimate,
        now.spent,
        left,
        study.recorded(task.id) if study.portfolio.has_money else Decimal(0),
        now.finished_on,
        begun=True,
        used_up=begun.used_up,
        approved=approved is not None,
        seen=history,
    )


def _estimate(approved: BaselineTask | None, planned: Fraction | None, task: Task) -> Fraction:
    if approved is not None:
        return Fraction(approved.hours).limit_denominator(3600)
    return planned if planned is not None else work_hours(task)


def work_hours(task: Task) -> Fraction:
    """Hours that a task's first alternative asks for, before efficiency."""
    return sum((part.hours for part in task.work[0].parts), Fraction(0)) if task.work else Fraction(0)


def _planned_hours(plan: Reading | None, task: Task) -> Fraction | None:
    if plan is None or task.id not in plan.rows:
        return None
    return sum((Fraction(row.row.hours).limit_denominator(3600) for row in plan.stints.get(task.id, ())), Fraction(0))


def finished_on(portfolio: Portfolio, states: Mapping[str, TaskState], tasks: tuple[str, ...]) -> date | None:
    """Day on which the last of some tasks was finished; None while one is open, or where there is none."""
    days = [states[name].finished_on for name in tasks if name in states]
    if not days or len(days) < len([name for name in tasks if name in portfolio.task]):
        return None
    known = [day for day in days if day is not None]
    return max(known) if len(known) == len(days) else None
