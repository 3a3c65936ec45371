"""Names of people, projects, milestones, tasks, pools and changes that nothing has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from ipmplan.core.people import EVERYBODY, Absence, Extra
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Decision, Requirement
from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.validation.names import Names, place


class _Known:
    """Everything that can be named."""

    def __init__(self, portfolio: Portfolio) -> None:
        people, tasks = _called(portfolio.people), _called(portfolio.tasks)
        milestones = _called(portfolio.milestones)
        projects, pools = _called(portfolio.projects), _called(portfolio.pools)
        predecessors, logged = milestones | tasks, _called(portfolio.bookings) | tasks
        self.people = Names(people, called=people)
        self.anybody = Names(people, plus=[EVERYBODY], called=people)
        self.projects = Names(projects, called=projects)
        self.milestones = Names(milestones, called=milestones)
        self.tasks = Names(tasks, called=tasks)
        self.predecessors = Names(predecessors, called=predecessors)
        self.logged = Names(logged, called=logged)
        self.pools = Names(pools, called=pools)
        self.changes = Names(change.id for change in portfolio.changes)

    def unfounded(self) -> Iterator[Issue]:
        """What is named of kinds that have no rows at all."""
        for kind in ("people", "projects", "milestones", "tasks", "pools", "changes"):
            yield from getattr(self, kind).unfounded(kind)


class _Called(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def _called(rows: Iterable[_Called]) -> dict[str, str]:
    return {row.id: row.name for row in rows}


def unknown(portfolio: Portfolio) -> Iterator[Issue]:
    """Find names that nothing has; only what was logged may name what is gone by now."""
    known = _Known(portfolio)
    for rate in portfolio.rates:
        yield from known.people.unknown(rate, "person", rate.person)
    aside: list[Absence | Extra] = [*portfolio.absences, *portfolio.extra]
    for away in aside:
        yield from known.anybody.unknown(away, "person", away.person)
    for booking in portfolio.bookings:
        yield from known.projects.unknown(booking, "project", booking.project)
        yield from known.anybody.unknown(booking, "person", booking.person)
    for project in portfolio.projects:
        for person in project.team:
            yield from known.people.unknown(project, "team", person)
    for milestone in portfolio.milestones:
        yield from known.projects.unknown(milestone, "project", milestone.project)
    for task in portfolio.tasks:
        yield from _of_task(known, task)
    told: list[Requirement | Decision] = [*portfolio.requirements, *portfolio.decisions]
    for said in told:
        yield from known.projects.unknown(said, "project", said.project)
        for name in said.tasks:
            yield from known.tasks.unknown(said, "tasks", name)
    for hold in portfolio.holds:
        yield from known.tasks.unknown(hold, "task", hold.task)
        for person in hold.people:
            yield from known.people.unknown(hold, "people", person)
    for change in portfolio.changes:
        yield from known.projects.unknown(change, "project", change.project)
    yield from known.unfounded()


def _of_task(known: _Known, task: Task) -> Iterator[Issue]:
    yield from known.projects.unknown(task, "project", task.project)
    yield from known.milestones.unknown(task, "milestone", task.milestone)
    yield from known.changes.unknown(task, "change", task.change)
    for link in task.after:
        yield from known.predecessors.unknown(task, "after", link.predecessor)
    for use in (*task.uses, *(use for alternative in task.work for use in alternative.uses)):
        yield from known.pools.unknown(task, "uses", use.pool)
    for pin in task.people:
        for person in pin.people:
            yield from known.people.unknown(task, "people", person)
        yield from known.tasks.unknown(task, "people", pin.task)
        if pin.task == task.id:
            yield Issue(f"people names the task {quoted(task.id)} itself", place(task))


def foreign_milestones(portfolio: Portfolio) -> Iterator[Issue]:
    """Find tasks that name a milestone of another project, or of a project while they name none."""
    for task in portfolio.tasks:
        milestone = portfolio.milestone.get(task.milestone)
        if milestone is None or milestone.project in ("", task.project):
            continue
        if not task.project:
            message = f"project is empty, so no budget pays for the task; its milestone {quoted(milestone.id)} has one"
            yield Issue(message, place(task), f"Maybe you meant {quoted(milestone.project)}?", severity="warning")
        else:
            theirs, ours = quoted(milestone.project), quoted(task.project)
            message = f"milestone {quoted(milestone.id)} belongs to project {theirs}, the task to {ours}"
            own = Names(other.id for other in portfolio.milestones if other.project == task.project)
            yield Issue(message, place(task), own.hint(milestone.id))
