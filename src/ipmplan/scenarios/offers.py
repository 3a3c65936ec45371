"""What a quote tries: ways to do a new project that differ in kind, as portfolios to plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ipmplan.core.brief import Brief
from ipmplan.core.edits import AddPerson, AddRow, DropRow, Edit, SetDue, SetValue, apply_all
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Task
from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.scenarios.jobs import PlanJob
from ipmplan.scenarios.promises import keeping, promises_of, told_tasks
from ipmplan.scenarios.ready import ready
from ipmplan.study.money import RateCard
from ipmplan.study.reading import Reading

OfferKind = Literal["ours", "freelancer", "room", "parts"]
PART = "part-one"
FREE = "freelancer"
CANDIDATES = 2
OTHERS = 100
"""How much less the dates of other projects weigh than those of the new one, where other work makes room within its promises; by hand."""


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """One way to do it, before it is planned.

    Parameters
    ----------
    kind
        With our people around everything else; with a freelancer; in two parts; with other work making room.
    text
        In words.
    edits
        What is different from the tables, the project itself included.
    portfolio
        As the tables would be; the project's own dates and budget are wishes in it.
    job
        What is searched: the same with what keeps promises and reaches for what this way is about.
    """

    kind: OfferKind
    text: str
    edits: tuple[Edit, ...]
    portfolio: Portfolio
    job: PlanJob


def offers(
    portfolio: Portfolio, brief: Brief, start: Schedule, whole: PlanJob, approved: Sequence[Schedule] = ()
) -> Iterator[OfferPlan]:
    """Find the ways to do a project.

    Parameters
    ----------
    portfolio
        As it is.
    brief
        What is asked for.
    start
        The plan of everything else.
    whole
        Limits of the search.
    approved
        Approved plans, with what was told to whom.
    """
    name = brief.project.id
    every = tuple(row.id for row in start.tasks if row.id in portfolio.task)
    including = tuple(dict.fromkeys((*start.including, name)))
    around = replace(whole, start=start, held=every, including=including, goals=("completion", "cost"), slack={})
    promised = tuple(keeping(promises_of(portfolio, start, approved), portfolio))
    wishes = tuple(_wishes(portfolio, brief))
    loose = tuple(_appointments(portfolio, brief))

    def offer(kind: OfferKind, text: str, edits: Sequence[Edit], job: PlanJob, aims: Sequence[Edit] = ()) -> OfferPlan:
        asked = (*brief.edits, *loose, *edits)
        made = ready(apply_all(portfolio, (*asked, *wishes)))
        searched = replace(apply_all(made, (*promised, *aims)), reference=start)
        return OfferPlan(kind, text, asked, made, replace(job, name=f"{kind}: {text}", portfolio=searched))

    yield offer("ours", "with our people, around everything else", (), around)
    for free in freelancers(portfolio, brief):
        skills = ", ".join(f"{skill.name}:{skill.level}" for skill in free.skills)
        cost = "" if free.rate is None else f" at {free.rate:,f} {portfolio.currency} an hour"
        yield offer("freelancer", f"with a freelancer ({skills}{cost})", (AddPerson(free, (name,)),), around)
    parts = _parts(portfolio, brief)
    if parts is not None:
        job = replace(around, goals=("lateness", "completion", "cost"))
        yield offer("parts", "in two parts, the first one as soon as it can be", parts.edits, job, parts.aims)
    light = [
        SetValue("projects", project.id, "weight", project.weight / OTHERS)
        for project in portfolio.projects
        if project.id != name
    ]
    moving = ("lateness", "completion", "stability", "cost")
    room = replace(around, held=told_tasks(portfolio, start, approved), goals=moving)
    yield offer("room", "with our people, other work makes room within its dates", (), room, light)


def _wishes(portfolio: Portfolio, brief: Brief) -> Iterator[Edit]:
    """What the client would like, as wishes: an offer says where it does not meet them."""
    name = brief.project.id
    if brief.project.budget is not None:
        yield SetValue("projects", name, "budget_limit", "soft")
    for stone in brief.milestones if brief.is_new else portfolio.milestones:
        if stone.project == name and stone.firm:
            yield SetValue("milestones", stone.id, "firm", False)


def _appointments(portfolio: Portfolio, brief: Brief) -> Iterator[Edit]:
    """The project's own appointments as work that finds its place: as bookings they would take the time of work that is planned."""
    taken = {task.id for task in portfolio.tasks}
    for row in portfolio.bookings:
        if (
            row.project != brief.project.id
            or row.every
            or row.person not in portfolio.person
            or not row.hours
            or row.when is not None
        ):
            continue
        if row.id not in taken:
            work = (Alternative(((Part(row.hours),),)),)
            pins = (Pin("only", (row.person,)),)
            task = Task(row.id, row.project, "", row.name, work, people=pins, not_before=row.start, due=row.end)
            yield DropRow("bookings", row.id)
            yield AddRow("tasks", task)


def tasks_of(portfolio: Portfolio, brief: Brief) -> list[Task]:
    """The project's tasks that are planned, new or from the tables."""
    own = brief.tasks if brief.is_new else [task for task in portfolio.tasks if task.project == brief.project.id]
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    return [task for task in own if not task.cancelled and (not task.change or task.change in accepted)]


def freelancers(portfolio: Portfolio, brief: Brief) -> tuple[Person, ...]:
    """Who could be hired: those of the brief, or somebody for each of the two skills that most of the work asks for."""
    taken = {person.id for person in portfolio.people}
    if brief.freelancers:
        return tuple(one for one in brief.freelancers if one.id not in taken)[:CANDIDATES]
    hours: dict[str, Fraction] = {}
    level: dict[str, int] = {}
    for task in tasks_of(portfolio, brief):
        for part in task.work[0].parts if task.work else ():
            if part.skill:
                hours[part.skill] = hours.get(part.skill, Fraction(0)) + part.hours
                level[part.skill] = max(level.get(part.skill, 1), part.level)
    time = Reading(Schedule(portfolio.name, portfolio.as_of, "feasible"), portfolio).time
    name = next(one for one in (FREE, *(f"{FREE}-{number}" for number in range(2, 99))) if one not in taken)
    found = []
    for skill in sorted(hours, key=lambda one: (-hours[one], one))[:CANDIDATES]:
        rates = [
            RateCard(portfolio, time, person.id).on(portfolio.as_of_day)
            for person in portfolio.people
            if person.skill(skill) is not None
        ]
        rate = max(rates) if rates and portfolio.has_money else None
        found.append(Person(name, "Freelancer", (Skill(skill, level[skill]),), rate or None))
    return tuple(found)


@dataclass(frozen=True)
class _Parts:
    """How a project is cut in two: what the tables would say, and what makes the search reach for the first part."""

    edits: tuple[Edit, ...]
    aims: tuple[Edit, ...]


def _parts(portfolio: Portfolio, brief: Brief) -> _Parts | None:
    """A first part that stands alone: the first milestone of several, or the first half of the work in the order of its links."""
    tasks = tasks_of(portfolio, brief)
    known = {task.id: task for task in tasks}
    stones = [
        stone.id
        for stone in (brief.milestones if brief.is_new else portfolio.milestones)
        if stone.project == brief.project.id and any(task.milestone == stone.id for task in tasks)
    ]
    first = _first_half(known) if len(stones) < 2 else [task.id for task in tasks if task.milestone == stones[0]]
    if not first or len(first) == len(tasks):
        return None
    edits: list[Edit] = []
    name = stones[0] if len(stones) >= 2 else f"{brief.project.id}-{PART}"
    if len(stones) < 2:
        edits.append(AddRow("milestones", Milestone(name, brief.project.id, "Part one")))
        edits += [SetValue("tasks", task, "milestone", name) for task in first]
    aims = (SetDue(name, portfolio.as_of_day), SetValue("milestones", name, "weight", Fraction(1)))
    return _Parts(tuple(edits), aims)


def _first_half(known: dict[str, Task]) -> list[str]:
    """Tasks in the order of their links until half of the hours are reached."""
    done: list[str] = []
    left = dict(known)
    total = sum((_hours(task) for task in known.values()), Fraction(0))
    reached = Fraction(0)
    while left and reached < total / 2:
        open_ = [name for name, task in left.items() if not any(link.predecessor in left for link in task.after)]
        name = open_[0] if open_ else next(iter(left))
        reached += _hours(left.pop(name))
        done.append(name)
    return done


def _hours(task: Task) -> Fraction:
    return sum((part.hours for part in task.work[0].parts), Fraction(0)) if task.work else Fraction(0)
