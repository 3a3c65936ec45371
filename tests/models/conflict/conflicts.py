"""Small portfolios without a plan, and relaxations put into practice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan import planner
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.work import Alternative, Link, Part
from ipmplan.errors import Conflict, Infeasible, Relaxation

MONDAY = date(2026, 1, 5)


def person(name: str, *skills: str, rate: int | None = None, efficiency: str = "1") -> Person:
    return Person(
        name,
        skills=tuple(Skill(skill, 2, Fraction(efficiency)) for skill in skills),
        rate=Decimal(rate) if rate is not None else None,
    )


def task(name: str, hours: int, skill: str = "ux", after: Sequence[str] = (), **more: object) -> Task:
    work = (Alternative(((Part(Fraction(hours), skill, 2),),)),)
    return Task(name, "P", "M", work=work, after=tuple(Link(before) for before in after), **more)  # type: ignore[arg-type]


def wait(name: str, hours: int, after: Sequence[str]) -> Task:
    work = (Alternative(wait=Fraction(hours)),)
    return Task(name, "P", "M", work=work, after=tuple(Link(before) for before in after))


def studio(people: Sequence[Person], tasks: Sequence[Task], due: date | None, budget: int | None = None) -> Portfolio:
    """One project with one milestone, firm when it has a date, from a Monday on."""
    return Portfolio(
        "Studio",
        MONDAY,
        people=tuple(people),
        projects=(Project("P", budget=Decimal(budget) if budget is not None else None),),
        milestones=(Milestone("M", "P", due=due, firm=due is not None),),
        tasks=tuple(tasks),
    )


def plan(portfolio: Portfolio, work: float = 20) -> Schedule:
    return planner.plan(portfolio, work_limit=work, workers=1, goals="makespan")


def conflict(portfolio: Portfolio, work: float = 60) -> Conflict:
    try:
        plan(portfolio, work)
    except Infeasible as error:
        return error.conflict
    raise AssertionError("there is a plan")


def possible(portfolio: Portfolio) -> bool:
    """Whether there is a plan; it is checked."""
    try:
        found = plan(portfolio)
    except Infeasible:
        return False
    assert not [issue for issue in planner.check(found, portfolio) if issue.severity == "error"]
    return True


def relaxed(portfolio: Portfolio, change: Relaxation) -> Portfolio:
    """The portfolio after a relaxation, done as its words say."""
    day = re.search(r"\d+ \w+ \d{4}", change.text)
    if change.unit == "days" and day is not None:
        moment = datetime.strptime(day[0], "%d %B %Y").date()
        name = change.text.split()[0]
        return replace(
            portfolio,
            milestones=tuple(replace(m, due=moment) if m.id == name else m for m in portfolio.milestones),
            people=tuple(replace(p, leaves=moment) if p.id == name else p for p in portfolio.people),
        )
    if change.unit == portfolio.currency:
        name = change.text.split()[-1]
        return replace(
            portfolio,
            projects=tuple(
                replace(p, budget=p.budget + int(change.amount)) if p.id == name and p.budget is not None else p
                for p in portfolio.projects
            ),
        )
    if change.unit == "units":
        found = re.match(r"(\d+) more of (\w+)", change.text)
        assert found is not None
        return replace(
            portfolio,
            pools=tuple(
                replace(p, capacity=p.capacity + int(found[1])) if p.id == found[2] else p for p in portfolio.pools
            ),
        )
    if change.unit == "people":
        found = re.match(r"one more person with (\w+):(\d)(?: at (\d+) \w+ an hour)?", change.text)
        assert found is not None
        rate = Decimal(found[3]) if found[3] else None
        new = Person("new", skills=(Skill(found[1], int(found[2])),), rate=rate)
        projects = tuple(replace(p, team=(*p.team, "new")) if p.team else p for p in portfolio.projects)
        return replace(portfolio, people=(*portfolio.people, new), projects=projects)
    found = re.match(r"(\w+) without `(\w+) (\w+)`", change.text)
    assert found is not None
    return replace(
        portfolio,
        tasks=tuple(
            replace(t, people=tuple(pin for pin in t.people if (pin.kind, pin.task) != (found[2], found[3])))
            if t.id == found[1]
            else t
            for t in portfolio.tasks
        ),
    )
