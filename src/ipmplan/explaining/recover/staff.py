"""Ways with other people: more of them, others, earlier ones, and work that is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ipmplan.core.edits import AddPerson, DropPins, JoinTeam, SetSetting, SetValue
from ipmplan.core.words import on
from ipmplan.explaining.names import date_name, person_name, work_name
from ipmplan.explaining.recover.idea import Proposal
from ipmplan.explaining.recover.wanted import Wanted
from ipmplan.explaining.substitutes import more_people
from ipmplan.study.eligibility import has_skill

MOST_TASKS = 3
NAMING = frozenset({"only", "not", "skill"})


def first(wanted: Wanted) -> Iterator[Proposal]:
    """The date counts more than others: whoever can does its work before other work."""
    subject = wanted.subject
    name = date_name(wanted.portfolio, subject.id)
    text = f"Put {name} first: other work waits"
    if subject.kind == "milestone":
        weight = wanted.portfolio.milestone[subject.id].weight
        yield Proposal("first", text, (SetValue("milestones", subject.id, "weight", max(weight, Fraction(1)) * 5),))
    else:
        project = subject.id if subject.kind == "project" else wanted.portfolio.task[subject.id].project
        if project in wanted.portfolio.project:
            weight = wanted.portfolio.project[project].weight
            yield Proposal("first", text, (SetValue("projects", project, "weight", max(weight, Fraction(1)) * 5),))


def handover(wanted: Wanted) -> Iterator[Proposal]:
    """Begun work may go to somebody else, also where nothing forces it."""
    begun = [name for name in wanted.tasks if wanted.plan.is_open(name) and not wanted.plan.is_wait(name)]
    others = [name for name in wanted.plan.started if wanted.plan.is_open(name)]
    if wanted.portfolio.calendar.handovers != "any" and (begun or others):
        names = ", ".join(work_name(wanted.portfolio, name) for name in (begun or others)[:2])
        edits = (SetSetting("calendar.handovers", "any"),)
        people = {stint.row.person for name in begun for stint in wanted.plan.stints.get(name, ())}
        yield Proposal("handover", f"Begun work may be handed over: {names}", edits, tuple(sorted(people)))


def people(wanted: Wanted) -> Iterator[Proposal]:
    """One more person on the longest tasks of the chain."""
    found = 0
    for name in wanted.tasks:
        for edit, count, skill in more_people(wanted.plan, name):
            asked = f" ({skill})" if skill else ""
            yield Proposal("people", f"{work_name(wanted.portfolio, name)} by {count} people{asked}", (edit,))
            found += 1
        if found >= MOST_TASKS:
            return


def team(wanted: Wanted) -> Iterator[Proposal]:
    """People who have the skill, but whom a team or the task itself keeps away."""
    portfolio, found = wanted.portfolio, 0
    for name in wanted.tasks:
        task = portfolio.task[name]
        if not wanted.plan.is_fresh(name) or wanted.plan.is_wait(name):
            continue
        parts = wanted.plan.alternative(name).parts
        able = [person for person in portfolio.people if any(has_skill(person, part) for part in parts)]
        numbers = tuple(number for number, pin in enumerate(task.people) if pin.kind in NAMING)
        at_work = {stint.row.person for stint in wanted.plan.stints.get(name, ())}
        project = portfolio.project.get(task.project)
        if numbers and any(person.id not in at_work for person in able):
            text = f"{work_name(portfolio, name)} by anybody who can"
            yield Proposal(
                "team", text, (DropPins(name, numbers),), tuple(p.id for p in able if p.id not in at_work)[:2]
            )
            found += 1
        outside = [person for person in able if project is not None and project.team and person.id not in project.team]
        for person in outside[:1]:
            text = f"{person_name(portfolio, person.id)} joins the team of {date_name(portfolio, task.project)}"
            yield Proposal("team", text, (JoinTeam(task.project, person.id),), (person.id,))
            found += 1
        if found >= MOST_TASKS:
            return


def freelancers(wanted: Wanted) -> Iterator[Proposal]:
    """People who are listed with a first day come at once, stay longer, and those of the call come."""
    portfolio, plan = wanted.portfolio, wanted.plan
    start, end = wanted.window
    today, last = portfolio.as_of_day, plan.grid.day(max(end - 1, start))
    skills = {part.skill for name in wanted.tasks for part in plan.alternative(name).parts}
    for person in portfolio.people:
        fits = any(skill.name in skills for skill in person.skills) or None in skills
        joins = plan.grid.start_of(person.joins) if person.joins is not None else start
        leaves = plan.grid.end_of(person.leaves) if person.leaves is not None else end
        if person.joins is None or not fits or (joins <= start and leaves >= end):
            continue
        edits = []
        if joins > start:
            edits.append(SetValue("people", person.id, "joins", today))
        if leaves < end:
            edits.append(SetValue("people", person.id, "leaves", last))
        when = f"from {on(today)}" if joins > start else f"until {on(last)}"
        text = f"{person_name(portfolio, person.id)} is there {when}"
        yield Proposal("freelancer", text, tuple(edits), (person.id,))
    for person in wanted.freelancers:
        if person.id in portfolio.person:
            continue
        called = replace(person, joins=person.joins or today, leaves=person.leaves or last)
        teams = tuple(
            dict.fromkeys(portfolio.task[name].project for name in wanted.tasks if portfolio.task[name].project)
        )
        shown = ", ".join(skill.name for skill in person.skills)
        cost = f" at {person.rate} {portfolio.currency} an hour" if person.rate is not None else ""
        text = f"{person.name or person.id} ({shown}) comes until {on(called.leaves or last)}{cost}"
        yield Proposal("freelancer", text, (AddPerson(called, teams),), (person.id,))
