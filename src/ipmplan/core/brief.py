"""A brief: a project that a client asks about, before it is in the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ipmplan.core.edits import AddRow, Edit
from ipmplan.core.people import Person
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.work import Alternative, Link, Pin
from ipmplan.errors import InputError, Issue

HALF_HOURS = 2


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked for.

    Parameters
    ----------
    project
        Tentative.
    tasks, milestones
        Its own; none where the project is in the tables already.
    margin
        Part of the price that is to be left over, from 0 to 1; None = hours are billed at their rates.
    freelancers
        Who could be hired for it.
    is_new
        Whether the project is not in the tables yet.
    """

    project: Project
    tasks: tuple[Task, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    margin: Fraction | None = None
    freelancers: tuple[Person, ...] = ()
    is_new: bool = True

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What brings it into the tables."""
        if not self.is_new:
            return ()
        rows: list[Edit] = [AddRow("projects", self.project)]
        rows += [AddRow("milestones", row) for row in self.milestones]
        return (*rows, *(AddRow("tasks", row) for row in self.tasks))


def like(portfolio: Portfolio, project: str, new: Project, scale: Fraction = Fraction(1)) -> Brief:
    """A brief with the tasks of another project: its people, dates and pools that are used up are not asked for again.

    Parameters
    ----------
    portfolio
        Where that project is.
    project
        Its id.
    new
        The project that is asked about.
    scale
        What hours are multiplied by; they are rounded to half hours.

    Raises
    ------
    InputError
        When the project is unknown, or has no tasks.
    """
    if project not in portfolio.project:
        raise InputError(Issue(f"unknown project {quoted(project)}", "like", did_you_mean(project, portfolio.project)))
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    own = [
        task
        for task in portfolio.tasks
        if task.project == project and not task.cancelled and (not task.change or task.change in accepted)
    ]
    if not own:
        raise InputError(Issue(f"the project {quoted(project)} has no tasks to copy", "like"))
    stones = [stone for stone in portfolio.milestones if stone.project == project]
    ids = (*(task.id for task in own), *(stone.id for stone in stones))
    names = {name: _renamed(name, project, new.id) for name in ids}
    used_up = {pool.id for pool in portfolio.pools if pool.kind == "consumable"}
    tasks = tuple(_copy(task, new.id, names, scale, used_up) for task in own)
    milestones = tuple(Milestone(names[stone.id], new.id, stone.name, weight=stone.weight) for stone in stones)
    return Brief(new, tasks, milestones)


def _copy(task: Task, project: str, names: Mapping[str, str], scale: Fraction, used_up: set[str]) -> Task:
    def scaled(hours: Fraction | None) -> Fraction | None:
        return None if hours is None else max(Fraction(round(hours * scale * HALF_HOURS), HALF_HOURS), Fraction(1, 2))

    def one(alternative: Alternative) -> Alternative:
        groups = tuple(
            tuple(replace(part, hours=scaled(part.hours) or part.hours) for part in group)
            for group in alternative.groups
        )
        return replace(alternative, groups=groups)

    return Task(
        names[task.id],
        project,
        names.get(task.milestone, ""),
        task.name,
        tuple(one(alternative) for alternative in task.work),
        tuple(Link(names[link.predecessor], link.type, link.lag) for link in task.after if link.predecessor in names),
        tuple(Pin(pin.kind, task=names[pin.task]) for pin in task.people if pin.task in names),
        uses=tuple(use for use in task.uses if use.pool not in used_up),
        optimistic=scaled(task.optimistic),
        pessimistic=scaled(task.pessimistic),
        fixed_cost=task.fixed_cost,
        kind=task.kind,
    )


def _renamed(name: str, project: str, new: str) -> str:
    rest = name.removeprefix(project).lstrip("-_.")
    return f"{new}-{rest if rest and name.startswith(project) else name}"
