"""What is asked about: a task, a milestone, or all of a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.study.reading import Reading


@dataclass(frozen=True, slots=True)
class Subject:
    """Something whose date is asked about.

    Parameters
    ----------
    id, kind
        What it is.
    tasks
        Ids of its planned tasks; of a task itself.
    """

    id: str
    kind: Literal["task", "milestone", "project"]
    tasks: tuple[str, ...]

    def finish(self, plan: Reading) -> int | None:
        """Tick at which the last of its tasks ends in a plan; None when none is in it."""
        return max((plan.spans[name][1] for name in self.tasks if name in plan.spans), default=None)


def find_subject(plan: Reading, name: str) -> Subject:
    """Find what is meant by an id.

    Raises
    ------
    InputError
        When there is nothing of that name, with the nearest one, or nothing of it is planned, with the reason.
    """
    portfolio, planned = plan.portfolio, plan.scope.ids
    if name in portfolio.task:
        if name not in planned or name not in plan.spans:
            raise InputError(Issue(f"{quoted(name)} is not in the plan: {_why_not(plan, name)}", "why"))
        return Subject(name, "task", (name,))
    if name in portfolio.milestone:
        tasks = portfolio.milestone_tasks[name]
        kind: Literal["milestone", "project"] = "milestone"
    elif name in portfolio.project:
        tasks = tuple(task.id for task in portfolio.tasks if task.project == name)
        kind = "project"
    else:
        known = (*portfolio.task, *portfolio.milestone, *portfolio.project)
        message = f"there is no task, milestone or project {quoted(name)}"
        raise InputError(Issue(message, "why", did_you_mean(name, known)))
    found = tuple(task for task in tasks if task in plan.spans)
    if not found:
        reason = _why_not(plan, tasks[0]) if tasks else "no task names it"
        raise InputError(Issue(f"nothing of {quoted(name)} is in the plan: {reason}", "why"))
    return Subject(name, kind, found)


def _why_not(plan: Reading, name: str) -> str:
    """Why a task is not in a plan."""
    task = plan.portfolio.task[name]
    project = plan.portfolio.project.get(task.project)
    if task.cancelled:
        return "it is cancelled"
    if name in plan.scope.ids:
        return "it is new since; plan again"
    if project is not None and project.status != "confirmed":
        return f"its project {project.id} is {project.status.replace('_', ' ')}"
    return f"its change {task.change} is not accepted"
