"""Conditions on people that they cannot meet."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.people import Person
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.work import Part, Pin
from ipmplan.errors import Issue, Severity
from ipmplan.study.eligibility import has_skill
from ipmplan.study.scope import Scope
from ipmplan.validation.names import place
from ipmplan.validation.timesheets import finished_tasks


def people(portfolio: Portfolio) -> Iterator[Issue]:
    """Find people who are named for work but lack its skill or are not in the project's team."""
    planned = Scope(portfolio).ids
    finished = finished_tasks(portfolio)
    for task in portfolio.tasks:
        if not task.people or task.cancelled or task.id in finished:
            continue
        severity: Severity = "error" if task.id in planned else "warning"
        parts = [part for alternative in task.work for part in alternative.parts]
        for pin in task.people:
            yield from _pin(portfolio, task, pin, parts, severity)


def _pin(portfolio: Portfolio, task: Task, pin: Pin, parts: list[Part], severity: Severity) -> Iterator[Issue]:
    where = place(task)
    if pin.kind == "same" and pin.task in portfolio.task:
        others = portfolio.task[pin.task].work
        if others and not any(alternative.parts for alternative in others):
            yield Issue(f"people wants those of {quoted(pin.task)}, which nobody does: it only waits", where)
    if pin.kind == "skill":
        asked = [part for part in parts if part.skill == pin.skill]
        if not asked:
            hint = did_you_mean(pin.skill, [part.skill for part in parts if part.skill is not None])
            message = f"people names the skill {quoted(pin.skill)}, for which the work does not ask"
            yield Issue(message, where, hint, "warning")
            return
        parts = asked
    if pin.kind not in {"only", "skill"}:
        return
    project = portfolio.project.get(task.project)
    team = project.team if project is not None else ()
    for name in pin.people:
        person = portfolio.person.get(name)
        if person is None:
            continue
        if team and name not in team:
            members = ", ".join(team)
            yield Issue(
                f"people names {quoted(name)}, who is not in the project's team ({members})", where, "", severity
            )
        if parts and not any(has_skill(person, part) for part in parts):
            wanted = ", ".join(dict.fromkeys(quoted(f"{part.skill}:{part.level}") for part in parts))
            message = f"people names {quoted(name)}, who lacks the skill: {wanted} is wanted"
            yield Issue(message, where, _others(portfolio, parts, person), severity)


def _others(portfolio: Portfolio, parts: list[Part], person: Person) -> str:
    """Name somebody who could do it instead."""
    for other in portfolio.people:
        if other.id != person.id and any(has_skill(other, part) for part in parts):
            return f"Maybe {quoted(other.id)}, who has it?"
    return ""
