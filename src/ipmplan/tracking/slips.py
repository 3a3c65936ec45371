"""Milestones and projects: agreed, as in the baseline, as approved last, and now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import MilestoneKind, Schedule
from ipmplan.study.study import Study
from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.causes import Causes, SlipCause
from ipmplan.tracking.dates import TaskDates
from ipmplan.tracking.states import TaskState
from ipmplan.tracking.status import Light, light

# P50 and P80 dates by the id of a milestone or project.
Forecasts = Mapping[str, tuple[datetime, datetime] | tuple[datetime | None, datetime | None]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A milestone, a task with a date, or a whole project.

    Parameters
    ----------
    id, kind, project, name
        What it is.
    agreed
        The day that was agreed with the client, or else the due day; None without either.
    baseline, approved, now
        When it was to be reached in the baseline and in the plan that was approved last, and when it is, or was, reached.
    reached
        Whether all its tasks are finished.
    hours, hours_since
        Working hours that it is later than in the baseline, and than in the plan that was approved last; below 0 = earlier.
    cause
        The first task that explains it; None when it is not later.
    light
        Green, amber or red, and why.
    """

    id: str
    kind: MilestoneKind
    project: str
    name: str
    agreed: Moment | None
    baseline: datetime | None
    approved: datetime | None
    now: datetime | None
    reached: bool
    hours: Fraction | None
    hours_since: Fraction | None
    cause: SlipCause | None
    light: Light


def slips(
    study: Study,
    axis: Axis,
    baselines: Mapping[str, Baseline],
    newest: Schedule | None,
    states: Mapping[str, TaskState],
    now: TaskDates,
    forecasts: Forecasts,
) -> tuple[Slip, ...]:
    """Every project, its milestones after it in the order of their dates."""
    causes = Causes(study, axis, baselines, states, now)
    table = _Table(study, axis, newest, states, now, forecasts, causes)
    found: list[Slip] = []
    portfolio = study.portfolio
    for project in study.scope.projects:
        baseline = baselines.get(project.id)
        tasks = tuple(task.id for task in study.scope.tasks if task.project == project.id)
        if not tasks and baseline is None:
            continue
        was = baseline.finish if baseline is not None else None
        found.append(table.row(project.id, "project", project.id, project.name, project.due, was, tasks))
        own: list[Slip] = []
        for due in study.scope.dues:
            if due.project != project.id or due.kind == "project" or not due.tasks:
                continue
            was = baseline.milestones.get(due.id) if baseline is not None else None
            milestone = portfolio.milestone.get(due.id) if due.kind == "milestone" else None
            agreed = (milestone.agreed if milestone is not None else None) or due.due
            name = milestone.name if milestone is not None else portfolio.task[due.id].name
            own.append(table.row(due.id, due.kind, project.id, name, agreed, was, due.tasks))
        found += sorted(own, key=lambda row: (row.now is None, row.now, row.id))
    return tuple(found)


class _Table:
    def __init__(
        self,
        study: Study,
        axis: Axis,
        newest: Schedule | None,
        states: Mapping[str, TaskState],
        now: TaskDates,
        forecasts: Forecasts,
        causes: Causes,
    ) -> None:
        self._study, self._axis, self._states, self._now = study, axis, states, now
        self._forecasts, self._causes = forecasts, causes
        self._newest = _finishes(newest)

    def row(
        self,
        name: str,
        kind: MilestoneKind,
        project: str,
        called: str,
        agreed: Moment | None,
        was: datetime | None,
        tasks: Sequence[str],
    ) -> Slip:
        known = tuple(tasks)
        reached = bool(known) and all(self._states[task].finished for task in known)
        end = self._now.last(known)
        now = self._study.grid.moment(end) if end is not None else None
        approved = self._newest.get((kind, name))
        p50, p80 = (None, None) if reached else self._forecasts.get(name, (None, None))
        if p80 is not None and p80 < self._study.grid.moment(self._study.portfolio.as_of_tick):
            # A forecast that has not come true says nothing any more.
            p50 = p80 = None
        hours = self._axis.between(was, now) if was is not None and now is not None else None
        since = self._axis.between(approved, now) if approved is not None and now is not None else None
        cause = self._causes.of(known) if hours is not None and hours > 0 else None
        shown = light(agreed, now, p50, p80)
        return Slip(
            name, kind, project, called or name, agreed, was, approved, now, reached, hours, since, cause, shown
        )


def _finishes(plan: Schedule | None) -> dict[tuple[MilestoneKind, str], datetime]:
    if plan is None:
        return {}
    found: dict[tuple[MilestoneKind, str], datetime] = {}
    for row in plan.projects:
        if row.finish is not None:
            found["project", row.id] = row.finish
    for milestone in plan.milestones:
        if milestone.finish is not None:
            found[milestone.kind, milestone.id] = milestone.finish
    return found


def newest_before(plans: Sequence[Schedule], as_of: Moment) -> Schedule | None:
    """The plan that was worked by until the status date: the newest that was made for an earlier day."""
    day = as_of.date() if isinstance(as_of, datetime) else as_of
    earlier = [plan for plan in plans if (plan.as_of.date() if isinstance(plan.as_of, datetime) else plan.as_of) < day]
    return earlier[-1] if earlier else None
