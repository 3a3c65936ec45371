"""What several formats write of a plan: a row for each task, in the order of projects and starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ipmplan.core.plan import PlannedTask
from ipmplan.reports import words
from ipmplan.reports.scene import Scene


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it is planned.

    Parameters
    ----------
    id, name, project, milestone
        Ids, and names where there are any.
    people
        Names of those who do it; empty for a wait.
    start, end
        Moments.
    last
        Day on which it is last worked on.
    hours
        Planned and recorded ones of its people.
    slack_hours
        How far it can slip.
    critical, done, begun
        Whether it cannot, nothing of it is left, and something is recorded.
    """

    id: str
    name: str
    project: str
    milestone: str
    people: tuple[str, ...]
    start: datetime
    end: datetime
    last: date
    hours: float
    slack_hours: float
    critical: bool
    done: bool
    begun: bool


def task_rows(view: Scene) -> tuple[TaskRow, ...]:
    """Rows of all planned tasks."""
    order = {row.id: number for number, row in enumerate(view.portfolio.projects)}
    tasks = sorted(view.schedule.tasks, key=lambda row: (order.get(view.project_of(row.id), -1), row.start, row.id))
    return tuple(_row(view, task) for task in tasks)


def _row(view: Scene, task: PlannedTask) -> TaskRow:
    rows = [row for row in view.by_task.get(task.id, ()) if row.kind != "booking"]
    known = view.portfolio.task.get(task.id)
    stone = view.portfolio.milestone.get(known.milestone) if known is not None else None
    state = view.reading.started.get(task.id)
    return TaskRow(
        id=task.id,
        name=view.work_name(task.id),
        project=view.project_name(view.project_of(task.id)),
        milestone=(stone.name or stone.id) if stone is not None else "",
        people=tuple(dict.fromkeys(view.person_name(row.person) for row in rows if row.person)),
        start=task.start,
        end=task.end,
        last=max(words.last_day(task.end), task.start.date()),
        hours=round(sum(row.hours for row in rows), 2),
        slack_hours=task.slack_hours,
        critical=task.critical,
        done=state is not None and state.finished,
        begun=state is not None,
    )


def plain(text: str) -> str:
    """A text on one line, without what no sheet or chart may hold."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
