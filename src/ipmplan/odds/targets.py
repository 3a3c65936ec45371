"""The dates that a forecast speaks of: milestones, projects, dated tasks, and the end of everything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ipmplan.core.calendar import Moment
from ipmplan.core.forecast import DateKind
from ipmplan.network.data import PlanNetwork, Table
from ipmplan.study.reading import Reading


@dataclass(frozen=True, eq=False)
class ForecastDate:
    """Something that is reached when its last task ends.

    Parameters
    ----------
    id, kind, project
        What it is.
    due, agreed
        Its dates; None = not given.
    rows
        int64, (tasks,). Rows of its planned tasks in the network.
    """

    id: str
    kind: DateKind
    project: str
    due: Moment | None
    agreed: Moment | None
    rows: npt.NDArray[np.int64]

    def finish(self, task_ends: Table) -> Table:
        """Its moment in each run, from the ends of all tasks, int32, (runs,)."""
        found: Table = task_ends[self.rows].max(axis=0)
        return found


def targets(plan: Reading, network: PlanNetwork) -> tuple[ForecastDate, ...]:
    """Find everything that has work left, in the order of the tables: projects with their milestones, dated tasks, everything."""
    portfolio = plan.portfolio
    agreed = {milestone.id: milestone.agreed for milestone in portfolio.milestones}
    by_project: dict[str, list[str]] = {}
    tasks = tuple(name for name in network.tasks if name in plan.spans)
    for name in tasks:
        by_project.setdefault(plan.task(name).project, []).append(name)
    found: list[ForecastDate] = []

    def add(name: str, kind: DateKind, project: str, due: Moment | None, tasks: tuple[str, ...]) -> None:
        known = [task for task in tasks if task in network.row]
        if any(not network.fixed_end[network.row[task]] for task in known):
            rows = np.array([network.row[task] for task in known], np.int64)
            found.append(
                ForecastDate(name, kind, project, due, agreed.get(name) if kind == "milestone" else None, rows)
            )

    dues = plan.scope.dues
    for project in plan.scope.projects:
        for due in dues:
            if due.kind == "milestone" and due.project == project.id:
                add(due.id, "milestone", project.id, due.due, due.tasks)
        add(project.id, "project", project.id, project.due, tuple(by_project.get(project.id, ())))
    known = {project.id for project in plan.scope.projects}
    for due in dues:
        if due.kind == "task" or (due.kind == "milestone" and due.project not in known):
            add(due.id, due.kind, due.project, due.due, due.tasks)
    add("", "portfolio", "", None, tasks)
    return tuple(found)
