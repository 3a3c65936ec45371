"""Work that is overdue, and work that no plan has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ipmplan.core.plan import Schedule
from ipmplan.study.study import Study
from ipmplan.tracking.states import TaskState


@dataclass(frozen=True, slots=True)
class Overdue:
    """A task that the plan which was worked by has as ended, and that is open."""

    task: str
    planned_end: datetime
    begun: bool
    left: Fraction


@dataclass(frozen=True, slots=True)
class Unplanned:
    """Hours on a task that no approved plan has; `known` = it is in the tables."""

    task: str
    hours: Fraction
    known: bool


def overdue(study: Study, plan: Schedule | None, states: Mapping[str, TaskState]) -> tuple[Overdue, ...]:
    """Open tasks that should have ended before the status date, the oldest first."""
    if plan is None:
        return ()
    now = study.grid.moment(study.portfolio.as_of_tick)
    found = [
        Overdue(row.id, row.end, states[row.id].begun, states[row.id].left)
        for row in plan.tasks
        if row.id in states and row.end <= now and not states[row.id].finished
    ]
    return tuple(sorted(found, key=lambda row: (row.planned_end, row.task)))


def unplanned(study: Study, plans: Sequence[Schedule]) -> tuple[Unplanned, ...]:
    """Tasks with recorded hours that none of the approved plans has; nothing when no plan was approved."""
    if not plans:
        return ()
    known = {row.id for plan in plans for row in plan.tasks} | set(study.portfolio.booking)
    found = []
    for work, rows in study.sheet.rows.items():
        hours = sum((row.hours for row in rows), Fraction(0))
        if work not in known and hours:
            found.append(Unplanned(work, hours, work in study.portfolio.task))
    return tuple(sorted(found, key=lambda row: (-row.hours, row.task)))
