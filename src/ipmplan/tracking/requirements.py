"""What clients asked for: how far each requirement is, and how much work none of them asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Requirement
from ipmplan.tracking.states import TaskState

Stage = Literal["accepted", "done", "in work", "planned", "change", "missing"]


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A requirement as it stands.

    Parameters
    ----------
    requirement
        As in the table.
    stage
        ``accepted`` by the client; ``done``: all its tasks are finished; ``in work``: one has begun; ``planned``;
        ``change``: its tasks belong to changes that nobody has accepted; ``missing``: no task delivers it.
    tasks
        Ids of its tasks that are planned.
    done_on
        Day on which the last of them was finished.
    """

    requirement: Requirement
    stage: Stage
    tasks: tuple[str, ...] = ()
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unasked:
    """Hours of a project's tasks, spent and to come, and those of tasks that no requirement names."""

    project: str
    hours: Fraction
    unasked: Fraction
    tasks: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part of the work that nobody asked for, 0 to 1."""
        return float(self.unasked / self.hours) if self.hours else 0.0


def wanted(portfolio: Portfolio, states: Iterable[TaskState], project: str | None = None) -> tuple[AskedFor, ...]:
    """Say how far each requirement is, in the order of the table.

    Parameters
    ----------
    portfolio
        With its requirements.
    states
        Of its planned tasks.
    project
        Only this one's; None = all.

    Examples
    --------
    >>> asked = Requirement("R1", "P0", statement="A calm page")
    >>> wanted(Portfolio("N", date(2026, 1, 5), requirements=(asked,)), ())[0].stage
    'missing'
    """
    known = {state.id: state for state in states}
    rows = (one for one in portfolio.requirements if project is None or one.project == project)
    return tuple(_wanted(portfolio, known, one) for one in rows)


def _wanted(portfolio: Portfolio, known: Mapping[str, TaskState], one: Requirement) -> AskedFor:
    own = tuple(name for name in one.tasks if name in known)
    days = [known[name].finished_on for name in own]
    ends = [day for day in days if day is not None]
    done = max(ends) if own and len(ends) == len(own) else None
    if one.accepted_on is not None and one.accepted_on <= portfolio.as_of_day:
        return AskedFor(one, "accepted", own, done)
    if done is not None:
        return AskedFor(one, "done", own, done)
    if own:
        return AskedFor(one, "in work" if any(known[name].begun for name in own) else "planned", own)
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    tasks = [portfolio.task[name] for name in one.tasks if name in portfolio.task]
    waiting = any(task.change and task.change not in accepted and not task.cancelled for task in tasks)
    return AskedFor(one, "change" if waiting else "missing")


def unasked(portfolio: Portfolio, states: Iterable[TaskState]) -> tuple[Unasked, ...]:
    """Hours that no requirement asks for, by project; projects without any requirement are left out.

    Examples
    --------
    >>> unasked(Portfolio("N", date(2026, 1, 5)), ())
    ()
    """
    named = {task for one in portfolio.requirements for task in one.tasks}
    rows = tuple(states)
    found = []
    for project in dict.fromkeys(one.project for one in portfolio.requirements):
        own = [state for state in rows if state.project == project]
        free = [state for state in own if state.id not in named]
        hours, rest = (sum((state.total for state in part), Fraction(0)) for part in (own, free))
        if own:
            found.append(Unasked(project, hours, rest, tuple(state.id for state in free)))
    return tuple(found)
