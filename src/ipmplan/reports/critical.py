"""The critical path as a manager reads it: one chain of tasks, each with what it waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ipmplan.core.plan import PlannedTask
from ipmplan.reports.scene import Scene
from ipmplan.study.scope import TaskLink


@dataclass(frozen=True, slots=True)
class Step:
    """A task of the chain and what it waits for, as far as the plan's own dates show it.

    Parameters
    ----------
    after
        The task before it in the chain; empty for the first.
    person
        Who does both; empty when a link ties them.
    """

    task: PlannedTask
    after: str
    person: str


@dataclass(frozen=True)
class CriticalPath:
    """The longest chain of critical tasks, first task first, and how many critical tasks are not on it."""

    steps: tuple[Step, ...]
    others: int


def critical_path(scene: Scene) -> CriticalPath:
    """Follow critical tasks back by their links and by the work of their people; the chain that lasts longest counts."""
    critical = {task.id: task for task in scene.schedule.tasks if task.critical and task.end > scene.now}
    if not critical:
        return CriticalPath((), 0)
    links: dict[str, list[TaskLink]] = {}
    for link in scene.study.scope.links:
        if link.before in critical:
            links.setdefault(link.after, []).append(link)
    steps: dict[str, Step] = {}
    first: dict[str, PlannedTask] = {}
    for task in sorted(critical.values(), key=_order):
        before = [found for found in _before(scene, critical, links, task) if _order(found[0]) < _order(task)]
        if before:
            best, person = max(before, key=lambda found: (found[0].end, not found[1], _order(found[0])))
            steps[task.id], first[task.id] = Step(task, best.id, person), first[best.id]
        else:
            steps[task.id], first[task.id] = Step(task, "", ""), task
    last = max(critical.values(), key=lambda task: (task.end - first[task.id].start, task.end, task.id))
    chain = [steps[last.id]]
    while chain[-1].after:
        chain.append(steps[chain[-1].after])
    return CriticalPath(tuple(reversed(chain)), len(critical) - len(chain))


def _order(task: PlannedTask) -> tuple[datetime, datetime, str]:
    return task.start, task.end, task.id


def critical_links(scene: Scene) -> list[TaskLink]:
    """Links between critical tasks of which one follows right after the other in portfolio working time."""
    calendar, grid = scene.time.portfolio, scene.portfolio.grid
    found = []
    for link in scene.study.scope.links:
        before, after = scene.task.get(link.before), scene.task.get(link.after)
        if before is None or after is None or not (before.critical and after.critical):
            continue
        leaves = grid.end_of(before.end if link.type in {"FS", "FF"} else before.start)
        arrives = grid.end_of(after.start if link.type in {"FS", "SS"} else after.end)
        if calendar.count(leaves, arrives) <= max(link.lag, 0):
            found.append(link)
    return found


def _before(
    scene: Scene, critical: dict[str, PlannedTask], links: dict[str, list[TaskLink]], task: PlannedTask
) -> Iterator[tuple[PlannedTask, str]]:
    for link in links.get(task.id, ()):
        yield critical[link.before], ""
    for row in scene.by_task.get(task.id, ()):
        earlier = [
            other
            for other in scene.by_person.get(row.person, ())
            if other.kind == "planned" and other.end <= row.start and other.task in critical and other.task != task.id
        ]
        if earlier:
            last = max(earlier, key=lambda other: other.end)
            yield critical[last.task], row.person
