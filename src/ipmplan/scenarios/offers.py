"""What a quote tries: ways to do a new project that differ in kind, as portfolios to plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ipmplan.core.brief import Brief
from ipmplan.core.calendar import Moment
from ipmplan.core.edits import AddPerson, AddRow, Edit, SetDue, SetValue, apply_all
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Task
from ipmplan.scenarios.jobs import PlanJob
from ipmplan.scenarios.ready import ready
from ipmplan.study.dates import finish_of
from ipmplan.study.money import RateCard
from ipmplan.study.reading import Reading

OfferKind = Literal["ours", "freelancer", "room", "parts"]
PART = "part-one"
FREE = "freelancer"


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """One way to do it, before it is planned.

    Parameters
    ----------
    kind
        With our people around everything else; with a freelancer; with other work making room; in two parts.
    text
        In words.
    edits
        What is different from the tables, the project itself included.
    job
        What is planned.
    """

    kind: OfferKind
    text: str
    edits: tuple[Edit, ...]
    job: PlanJob


def offers(portfolio: Portfolio, brief: Brief, start: Schedule, whole: PlanJob) -> Iterator[OfferPlan]:
    """Find the ways to do a project.

    Parameters
    ----------
    portfolio
        As it is.
    brief
        What is asked for.
    start
        The plan of everything else, which agreed and told dates are read from.
    whole
        Limits of the search.
    """
    name = brief.project.id
    held = tuple(row.id for row in start.tasks if row.id in portfolio.task)
    including = tuple(dict.fromkeys((*start.including, name)))
    around = replace(whole, start=start, held=held, including=including, goals=("completion", "cost"), slack={})

    def offer(kind: OfferKind, text: str, edits: Sequence[Edit], job: PlanJob) -> OfferPlan:
        every = (*brief.edits, *edits)
        return OfferPlan(kind, text, every, replace(job, name=kind, portfolio=ready(apply_all(portfolio, every))))

    yield offer("ours", "with our people, nothing else moves", (), around)
    free = _freelancer(portfolio, brief)
    if free is not None:
        skills = ", ".join(f"{skill.name}:{skill.level}" for skill in free.skills)
        cost = "" if free.rate is None else f" at {free.rate:,f} {portfolio.currency} an hour"
        yield offer("freelancer", f"with a freelancer ({skills}{cost})", (AddPerson(free, (name,)),), around)
    promised = tuple(promises(portfolio, start))
    told = told_tasks(portfolio, start)
    room = replace(around, held=told, goals=("lateness", "completion", "cost"))
    yield offer("room", "with our people, other work makes room, every date of a milestone is kept", promised, room)
    parts = tuple(_part_one(portfolio, brief))
    if parts:
        job = replace(around, goals=("lateness", "completion", "cost"))
        yield offer("parts", "in two parts, the first one as soon as it can be", parts, job)


def tasks_of(portfolio: Portfolio, brief: Brief) -> list[Task]:
    """The project's tasks that are planned, new or from the tables."""
    own = brief.tasks if brief.is_new else [task for task in portfolio.tasks if task.project == brief.project.id]
    accepted = {change.id for change in portfolio.changes if change.status == "accepted"}
    return [task for task in own if not task.cancelled and (not task.change or task.change in accepted)]


def promises(portfolio: Portfolio, start: Schedule) -> Iterator[Edit]:
    """Every milestone at its date, or when it is reached now where that is later: none may move behind it.

    A date that a client was told with the newest approved plan counts as well.
    """
    reading = Reading(start, portfolio)
    told = _told_dates(portfolio)
    for due in reading.scope.dues:
        finish = finish_of(reading, due)
        if due.kind != "milestone" or finish is None or finish <= portfolio.as_of_tick or due.firm:
            continue
        last: Moment | None = due.due
        said = told.get(due.id)
        if said is not None and (due.end is None or portfolio.grid.end_of(said) < due.end):
            last = said
        if last is None or finish > portfolio.grid.end_of(last):
            last = portfolio.grid.moment(finish)
        yield SetDue(due.id, last)
        yield SetValue("milestones", due.id, "firm", True)
        yield SetValue("milestones", due.id, "weight", Fraction(0))


def told_tasks(portfolio: Portfolio, start: Schedule) -> tuple[str, ...]:
    """Tasks that the staff was told of: those of the sprint that was approved and briefed."""
    approved = portfolio.baseline
    if approved is None or approved.approved is None or not approved.approved.told.staff or portfolio.sprint is None:
        return ()
    known = {row.id for row in approved.tasks}
    end = portfolio.sprint.end
    return tuple(
        row.id for row in start.tasks if row.id in known and row.start.date() <= end and row.id in portfolio.task
    )


def _told_dates(portfolio: Portfolio) -> dict[str, Moment]:
    approved = portfolio.baseline
    if approved is None or approved.approved is None:
        return {}
    clients = approved.approved.told.clients
    known = portfolio.milestone
    return {
        row.id: row.finish
        for row in approved.milestones
        if row.finish is not None and row.id in known and known[row.id].project in clients
    }


def _freelancer(portfolio: Portfolio, brief: Brief) -> Person | None:
    """Who could be hired: the one of the brief, or somebody for the skill that most of the work asks for."""
    taken = {person.id for person in portfolio.people}
    if brief.freelancers:
        return next((one for one in brief.freelancers if one.id not in taken), None)
    hours: dict[str, Fraction] = {}
    level: dict[str, int] = {}
    for task in tasks_of(portfolio, brief):
        for part in task.work[0].parts if task.work else ():
            if part.skill:
                hours[part.skill] = hours.get(part.skill, Fraction(0)) + part.hours
                level[part.skill] = max(level.get(part.skill, 1), part.level)
    if not hours:
        return None
    skill = max(hours, key=lambda one: (hours[one], one))
    time = Reading(Schedule(portfolio.name, portfolio.as_of, "feasible"), portfolio).time
    rates = [
        RateCard(portfolio, time, person.id).on(portfolio.as_of_day)
        for person in portfolio.people
        if person.skill(skill) is not None
    ]
    name = next(one for one in (FREE, *(f"{FREE}-{number}" for number in range(2, 99))) if one not in taken)
    rate = max(rates) if rates and portfolio.has_money else None
    return Person(name, "Freelancer", (Skill(skill, level[skill]),), rate or None)


def _part_one(portfolio: Portfolio, brief: Brief) -> Iterator[Edit]:
    """A first part that stands alone: the first milestone of several, or the first half of the work in the order of its links."""
    tasks = tasks_of(portfolio, brief)
    if len(tasks) < 2:
        return
    known = {task.id: task for task in tasks}
    stones = [
        stone.id
        for stone in (brief.milestones if brief.is_new else portfolio.milestones)
        if stone.project == brief.project.id
    ]
    used = [stone for stone in stones if any(task.milestone == stone for task in tasks)]
    first = _first_half(known) if len(used) < 2 else [task.id for task in tasks if task.milestone == used[0]]
    if not first or len(first) == len(tasks):
        return
    day = portfolio.as_of_day
    if len(used) >= 2:
        yield SetDue(used[0], day)
        yield SetValue("milestones", used[0], "firm", False)
        yield SetValue("milestones", used[0], "weight", Fraction(1))
        return
    name = f"{brief.project.id}-{PART}"
    yield AddRow("milestones", Milestone(name, brief.project.id, "Part one", due=day))
    for task in first:
        yield SetValue("tasks", task, "milestone", name)


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
