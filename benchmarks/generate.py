"""Portfolios like those of an agency, of any size: projects from discovery to launch, part-time weeks, leave, bookings."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import NINE_TO_FIVE, Workweek
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.portfolio import Booking, CalendarSettings, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part, Pin, Use

START = date(2026, 1, 5)
ROLES = ("frontend", "backend", "ux", "design", "qa", "devops", "content", "pm")
_SPAN = ((9 * 60, 17 * 60),)
_WEEKS = (
    Workweek(days=(_SPAN,) * 4 + ((),) * 3),
    Workweek(days=((),) + (_SPAN,) * 4 + ((),) * 2),
    Workweek(days=(_SPAN,) * 3 + ((),) * 4),
)
_HOLIDAYS = {
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 1): "Labour Day",
    date(2026, 5, 14): "Ascension Day",
    date(2026, 5, 25): "Whit Monday",
}
_RATES = tuple(Decimal(rate) for rate in (45, 60, 75, 90, 110))
_TASKS_A_PERSON = 13
_PROJECTS_A_LAB = 12
_BUDGET_AN_HOUR = 95


@dataclass(frozen=True, slots=True)
class _Step:
    """A task of every project: hours from `least` to `most` in steps of four; no skill = the client's approval."""

    name: str
    milestone: str
    skill: str
    least: int = 0
    most: int = 0
    after: tuple[str, ...] = ()
    lab: bool = False


_STEPS = (
    _Step("discovery", "kickoff", "pm", 8, 20),
    _Step("research", "kickoff", "ux", 12, 28, ("discovery",)),
    _Step("wireframes", "concept", "ux", 16, 40, ("research",)),
    _Step("visual", "concept", "design", 16, 52, ("wireframes",)),
    _Step("approval", "concept", "", after=("visual",)),
    _Step("content", "beta", "content", 12, 40, ("wireframes",)),
    _Step("infra", "beta", "devops", 4, 16, ("discovery",)),
    _Step("fe1", "beta", "frontend", 16, 56, ("approval",)),
    _Step("fe2", "beta", "frontend", 16, 60, ("approval",)),
    _Step("fe3", "beta", "frontend", 8, 36, ("fe1", "content")),
    _Step("be1", "beta", "backend", 16, 56, ("wireframes",)),
    _Step("be2", "beta", "backend", 16, 56, ("be1",)),
    _Step("api", "beta", "backend", 12, 40, ("be1",)),
    _Step("qa1", "beta", "qa", 12, 24, ("fe1", "fe2", "be2", "api"), lab=True),
    _Step("fix", "launch", "frontend", 8, 24, ("qa1", "fe3")),
    _Step("qa2", "launch", "qa", 8, 20, ("fix",), lab=True),
    _Step("launch", "launch", "devops", 4, 8, ("qa2", "infra")),
)


def generate(tasks: int, seed: int = 1) -> Portfolio:
    """Make a portfolio of `tasks` tasks; the same numbers give the same portfolio.

    Examples
    --------
    >>> portfolio = generate(100, seed=1)
    >>> len(portfolio.tasks), len(portfolio.projects), len(portfolio.people)
    (100, 6, 8)
    >>> portfolio == generate(100, seed=1)
    True
    """
    random_ = random.Random(seed)
    people = list(_people(max(len(ROLES), tasks // _TASKS_A_PERSON), random_))
    count = -(-tasks // len(_STEPS))
    all_tasks: list[Task] = []
    projects: list[Project] = []
    milestones: list[Milestone] = []
    hours_a_week = sum(28 for _ in people)
    weeks = count * sum((step.least + step.most) / 2 for step in _STEPS) / hours_a_week
    for number in range(count):
        project = f"P{number}"
        starts = START + timedelta(weeks=random_.choice((0, 0, 1, 2, 3)))
        steps = _STEPS[: tasks - len(all_tasks)]
        made = [_task(project, step, starts, people, random_) for step in steps]
        all_tasks += made
        due = starts + timedelta(weeks=max(10, round(weeks * random_.uniform(0.7, 1.3)) + 6), days=4)
        hours = sum(part.hours for task in made for part in task.work[0].parts)
        projects.append(
            Project(
                project,
                name=f"Project {number}",
                client=f"Client {number % 7}",
                due=due,
                budget=Decimal(int(hours) * _BUDGET_AN_HOUR + 1000),
                weight=Fraction(random_.choice((1, 1, 2, 3))),
            )
        )
        for name in dict.fromkeys(step.milestone for step in steps):
            share = {"kickoff": 0.3, "concept": 0.5, "beta": 0.85, "launch": 1.0}[name]
            on = due if name == "launch" else starts + timedelta(days=round((due - starts).days * share))
            milestones.append(Milestone(f"{project}-{name}", project, name.title(), on, Fraction(1, 2)))
    return Portfolio(
        f"generated-{tasks}-{seed}",
        START,
        calendar=CalendarSettings(workweek=NINE_TO_FIVE, holidays="DE-BE"),
        holidays={"DE-BE": _HOLIDAYS},
        people=tuple(people),
        projects=tuple(projects),
        milestones=tuple(milestones),
        tasks=tuple(all_tasks),
        pools=(Pool("device_lab", "Device lab", max(2, count // _PROJECTS_A_LAB)),),
        absences=tuple(_absences(people, random_)),
        bookings=tuple(_bookings(people, projects, random_)),
    )


def _people(count: int, random_: random.Random) -> Iterator[Person]:
    for number in range(count):
        main = ROLES[number % len(ROLES)]
        others = random_.sample([role for role in ROLES if role != main], random_.choice((0, 1, 1, 2, 2, 3)))
        # The first of each role is a senior who works full time: every level asked for exists.
        senior = number < len(ROLES)
        skills = [Skill(main, 3 if senior else random_.choice((2, 2, 3)))]
        skills += [Skill(role, random_.choice((1, 1, 2))) for role in others]
        week = None if senior or random_.random() < 0.65 else random_.choice(_WEEKS)
        yield Person(f"p{number}", f"Person {number}", tuple(skills), random_.choice(_RATES), week)


def _task(project: str, step: _Step, starts: date, people: Sequence[Person], random_: random.Random) -> Task:
    first = step is _STEPS[0]
    pinned: tuple[Pin, ...] = ()
    if not step.skill:
        work = Alternative(wait=Fraction(24))
    else:
        hours = Fraction(random_.randrange(step.least, step.most + 1, 4))
        level = random_.choice((1, 1, 1, 2))
        wide = hours >= 40 and random_.random() < 0.4
        part = Part(hours, step.skill, level, most=2 if wide else 1)
        groups: tuple[tuple[Part, ...], ...] = ((part,),)
        if first:
            groups = ((part, Part(hours, "ux")),)
        elif step.name == "visual" and random_.random() < 0.3:
            groups = ((part,), (Part(Fraction(8), "ux"),))
        elif step.name == "wireframes" and random_.random() < 0.3:
            groups = ((Part(hours, step.skill, level, share=50),),)
        elif not wide and random_.random() < 0.08:
            able = [p.id for p in people if (skill := p.skill(step.skill)) is not None and skill.level >= level]
            pinned = (Pin("only", (random_.choice(able),)),)
        work = Alternative(groups=groups)
    return Task(
        f"{project}-{step.name}",
        project=project,
        milestone=f"{project}-{step.milestone}",
        name=step.name.title(),
        work=(work,),
        after=tuple(Link(f"{project}-{name}") for name in step.after),
        people=pinned,
        not_before=starts if first else None,
        uses=(Use("device_lab"),) if step.lab else (),
        fixed_cost=Decimal(200) if step.name == "launch" else Decimal(0),
    )


def _absences(people: Sequence[Person], random_: random.Random) -> Iterator[Absence]:
    for person in people:
        for _ in range(random_.choice((1, 2, 2))):
            day = START + timedelta(days=random_.randrange(180))
            yield Absence(person.id, day, day + timedelta(days=random_.choice((0, 2, 4, 6, 11, 13))), "leave")


def _bookings(people: Sequence[Person], projects: Sequence[Project], random_: random.Random) -> Iterator[Booking]:
    for person in people:
        yield Booking(f"weekly-{person.id}", person.id, "Weekly meeting", hours=Fraction(1), every="week")
    managers = [person.id for person in people if person.skill("pm") is not None]
    for project in projects[::3]:
        yield Booking(
            f"account-{project.id}",
            random_.choice(managers),
            "Account management",
            project=project.id,
            hours=Fraction(2),
            every="week",
        )
