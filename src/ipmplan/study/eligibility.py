"""Who may do what: skills, levels, teams and the pins that name people, worked out before any solver runs."""

from __future__ import annotations

from ipmplan.core.people import Person
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Part


def has_skill(person: Person, part: Part) -> bool:
    """Whether a person has the skill of a part at its level; a part without a skill is for anybody."""
    if part.skill is None:
        return True
    skill = person.skill(part.skill)
    return skill is not None and skill.level >= part.level


def allowed(portfolio: Portfolio, task: Task, part: Part, person: str) -> bool:
    """Whether the project's team and the pins that name people let a person do a part."""
    project = portfolio.project.get(task.project)
    if project is not None and project.team and person not in project.team:
        return False
    for pin in task.people:
        if pin.kind == "only" and person not in pin.people:
            return False
        if pin.kind == "not" and person in pin.people:
            return False
        if pin.kind == "skill" and pin.skill == part.skill and person not in pin.people:
            return False
    return True


def candidates(portfolio: Portfolio, task: Task, part: Part) -> tuple[str, ...]:
    """Ids of everybody who may do a part, in the order of the people table.

    Examples
    --------
    >>> from datetime import date
    >>> from fractions import Fraction
    >>> from ipmplan.core.people import Person, Skill
    >>> ana = Person("ana", skills=(Skill("ux", 2),))
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), people=(ana, Person("ben")))
    >>> candidates(studio, Task("T1"), Part(Fraction(8), "ux", 2)), candidates(studio, Task("T1"), Part(Fraction(8)))
    (('ana',), ('ana', 'ben'))
    """
    return tuple(
        person.id
        for person in portfolio.people
        if has_skill(person, part) and allowed(portfolio, task, part, person.id)
    )
