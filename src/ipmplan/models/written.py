"""A solution as rows of a plan: what was chosen, and nothing that follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.models.held import whole
from ipmplan.models.solution import Solution


def written(solution: Solution) -> Schedule:
    """Write a solution as planned rows of work and rows of tasks; `assemble` adds everything else."""
    solution = whole(solution)
    portfolio = solution.instance.portfolio
    return Schedule(
        portfolio=portfolio.name,
        as_of=portfolio.as_of,
        status="feasible",
        assignments=tuple(_work(solution)),
        tasks=tuple(_tasks(solution)),
    )


def _work(solution: Solution) -> Iterator[Assignment]:
    instance = solution.instance
    grid = instance.portfolio.grid
    for task, choice in zip(instance.tasks, solution.choices, strict=True):
        mode = task.modes[choice.mode]
        for work in sorted(choice.work, key=lambda item: (mode.parts[item.part].number, item.start, item.person)):
            part = mode.parts[work.part]
            ticks = part.length[work.person]
            yield Assignment(
                task=task.id,
                person=instance.people[work.person],
                start=grid.moment(int(instance.ticks[work.start])),
                end=grid.moment(int(instance.last_ticks[work.end])),
                hours=ticks * grid.minutes * part.share / 6000,
                part=part.number,
                skill=part.skill,
                share=part.share / 100,
            )


def _tasks(solution: Solution) -> Iterator[PlannedTask]:
    instance = solution.instance
    grid = instance.portfolio.grid
    for task in instance.scope.tasks:
        if task.id in instance.fixed:
            start, end = instance.fixed[task.id]
            alternative = instance.alternatives.get(task.id, 0)
        else:
            index = instance.task_index[task.id]
            start, end = _span(solution, index)
            alternative = solution.mode(index).alternative
        yield PlannedTask(task.id, grid.moment(start), grid.moment(end), alternative)


def _span(solution: Solution, index: int) -> tuple[int, int]:
    """Ticks of a task's start and end; a wait may begin before the status date."""
    instance, choice, task = solution.instance, solution.choices[index], solution.instance.tasks[index]
    mode = task.modes[choice.mode]
    end = int(instance.last_ticks[choice.end])
    if task.started is not None:
        return task.started, max(end, task.started)
    if mode.wait is None:
        return int(instance.ticks[choice.start]), end
    calendar = instance.time.portfolio
    start = calendar.slot(calendar.before(instance.portfolio.as_of_tick) + choice.passed)
    return start, max(start, end)
