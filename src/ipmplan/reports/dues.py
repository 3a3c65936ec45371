"""Milestones and due dates against the plan: what is late, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ipmplan.core.calendar import Moment
from ipmplan.core.plan import MilestoneKind, PlannedMilestone
from ipmplan.reports import words
from ipmplan.reports.scene import Scene

DueStatus = Literal["late", "buffer", "on time", "reached", "no date", "no tasks"]
ORDER: tuple[DueStatus, ...] = ("late", "buffer", "on time", "no date", "reached", "no tasks")


@dataclass(frozen=True, slots=True)
class DueState:
    """A milestone as the plan reaches it.

    Parameters
    ----------
    id, name, kind, project
        What has the date: a milestone, project or task.
    due
        Day or moment as written, None = without a date.
    finish
        When it is reached in the plan, None without tasks.
    late_hours
        Portfolio working hours after the due day less the buffer.
    over_hours
        Portfolio working hours after the due day itself.
    spare_hours
        Portfolio working hours from the finish to the end of the due day, None without either.
    status
        In one word.
    """

    id: str
    name: str
    kind: MilestoneKind
    project: str
    due: Moment | None
    finish: datetime | None
    late_hours: float
    over_hours: float
    spare_hours: float | None
    status: DueStatus

    def verdict(self, hours_a_day: float) -> str:
        """Write the state in words that need no colour."""
        if self.status == "late":
            return f"LATE {words.late(self.over_hours, hours_a_day)}"
        if self.status == "buffer":
            return f"{words.late(self.late_hours, hours_a_day)} into its buffer"
        if self.status == "on time" and self.spare_hours is not None:
            return f"{words.late(self.spare_hours, hours_a_day)} to spare" if self.spare_hours else "on time, just"
        return str(self.status)


def dues(scene: Scene) -> list[DueState]:
    """All milestones and due dates: late ones first, the latest on top, then by date."""
    found = [_state(scene, milestone) for milestone in scene.schedule.milestones]
    return sorted(
        found,
        key=lambda due: (
            ORDER.index(due.status),
            -due.over_hours if due.status == "late" else 0.0,
            words.day_of(due.due or due.finish or scene.last),
            due.id,
        ),
    )


def _state(scene: Scene, milestone: PlannedMilestone) -> DueState:
    grid, calendar = scene.portfolio.grid, scene.time.portfolio
    name, project = _names(scene, milestone)
    over, spare = 0.0, None
    status: DueStatus
    if milestone.finish is None:
        status = "no tasks"
    elif milestone.due is None:
        status = "reached" if milestone.finish <= scene.now else "no date"
    else:
        finish, end = scene.known(grid.end_of(milestone.finish)), scene.known(grid.end_of(milestone.due))
        over = grid.to_hours(calendar.count(end, finish)) if finish > end else 0.0
        spare = grid.to_hours(calendar.count(finish, end)) if finish <= end else None
        over = milestone.late_hours if finish > end and not over else over
        on_time: DueStatus = "reached" if milestone.finish <= scene.now else "on time"
        status = "late" if over else "buffer" if milestone.late_hours > 0 else on_time
    return DueState(
        milestone.id,
        name,
        milestone.kind,
        project,
        milestone.due,
        milestone.finish,
        milestone.late_hours,
        over,
        spare,
        status,
    )


def _names(scene: Scene, milestone: PlannedMilestone) -> tuple[str, str]:
    if milestone.kind == "project":
        return f"{scene.project_name(milestone.id)}, all of it", milestone.id
    if milestone.kind == "task":
        return scene.work_name(milestone.id), scene.project_of(milestone.id)
    known = scene.portfolio.milestone.get(milestone.id)
    return (known.name or milestone.id, known.project) if known is not None else (milestone.id, "")
