"""Ways that need a client's yes: less, later, or another client's date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ipmplan.core.calendar import Moment
from ipmplan.core.edits import DropTask, SetDue, SetValue
from ipmplan.core.portfolio import Milestone
from ipmplan.core.words import on
from ipmplan.explaining.names import date_name, work_name
from ipmplan.explaining.recover.idea import Proposal
from ipmplan.explaining.recover.wanted import Wanted

MOST_TASKS = 2
MOST_DATES = 2
DAYS_LATER = 5


def less(wanted: Wanted) -> Iterator[Proposal]:
    """Work of the date that nothing else of it waits for comes with the next milestone, or not at all."""
    portfolio, subject = wanted.portfolio, wanted.subject
    if subject.kind == "task":
        return
    waited = {link.before for link in wanted.plan.scope.links if link.after in subject.tasks}
    last = [name for name in wanted.tasks if name in subject.tasks and name not in waited]
    chain = [*last, *(name for name in wanted.tasks if name in subject.tasks and name not in last)]
    loose = [name for name in chain if wanted.plan.is_fresh(name) and not wanted.plan.is_wait(name)][:MOST_TASKS]
    for name in loose:
        task = portfolio.task[name]
        client = _client(wanted, task.project)
        said = _asked_for(wanted, name)
        following = _next(wanted, task.milestone) if subject.kind == "milestone" and name in last else None
        if following is not None:
            text = f"{work_name(portfolio, name)} comes with {following.name or following.id}{said}"
            edits = (SetValue("tasks", name, "milestone", following.id),)
            yield Proposal("defer", text, edits, clients=client)
        yield Proposal("drop", f"Without {work_name(portfolio, name)}{said}", (DropTask(name),), clients=client)


def later(wanted: Wanted) -> Iterator[Proposal]:
    """Another client's date is a week later, where people or pools of the chain are busy with that client's work."""
    portfolio, plan = wanted.portfolio, wanted.plan
    mine = {portfolio.task[name].project for name in wanted.subject.tasks}
    rivals: dict[str, None] = {}
    for step in wanted.why.steps:
        for tie in step.ties:
            if tie.bound.kind in {"person", "pool"} and tie.bound.after:
                rivals[portfolio.task[tie.bound.after].project] = None
    for person in wanted.people:
        for stint in plan.by_person.get(person, ()):
            if stint.start < wanted.why.end:
                rivals.setdefault(portfolio.task[stint.row.task].project, None)
    found = 0
    for project in rivals:
        client = _client(wanted, project)
        if project in mine or not client:
            continue
        milestone = _first_dated(wanted, project)
        if milestone is None or milestone.due is None:
            continue
        moved = _plus(milestone.due, DAYS_LATER)
        text = f"{date_name(portfolio, milestone.id)} a week later, on {on(moved)}"
        yield Proposal("later", text, (SetDue(milestone.id, moved),), clients=client)
        found += 1
        if found >= MOST_DATES:
            return


def _client(wanted: Wanted, project: str) -> tuple[str, ...]:
    known = wanted.portfolio.project.get(project)
    if known is None or known.billing == "internal" or not known.client:
        return ()
    return (known.client,)


def _asked_for(wanted: Wanted, task: str) -> str:
    """What the client asked for with it."""
    asked = [row for row in wanted.portfolio.requirements if task in row.tasks]
    return f" (asked for as {', '.join(row.id for row in asked)})" if asked else ""


def _next(wanted: Wanted, milestone: str) -> Milestone | None:
    """The next dated milestone of the same project."""
    portfolio = wanted.portfolio
    known = portfolio.milestone.get(milestone)
    if known is None or known.due is None:
        return None
    grid = portfolio.grid
    after = [
        row
        for row in portfolio.milestones
        if row.project == known.project and row.due is not None and grid.end_of(row.due) > grid.end_of(known.due)
    ]
    return min(after, key=lambda row: grid.end_of(row.due) if row.due else 0, default=None)


def _first_dated(wanted: Wanted, project: str) -> Milestone | None:
    """The milestone of a project that comes next and is still to be reached."""
    grid, plan = wanted.portfolio.grid, wanted.plan
    rows = []
    for due in plan.scope.dues:
        finish = max((plan.spans[name][1] for name in due.tasks if name in plan.spans), default=0)
        if (
            due.kind == "milestone"
            and due.project == project
            and due.due is not None
            and finish > grid.start_of(plan.portfolio.as_of)
        ):
            rows.append(wanted.portfolio.milestone[due.id])
    return min(rows, key=lambda row: grid.end_of(row.due) if row.due else 0, default=None)


def _plus(moment: Moment, working_days: int) -> Moment:
    """So many weekdays later."""
    found = moment
    while working_days:
        found += timedelta(days=1)
        working_days -= found.weekday() < 5
    return found
