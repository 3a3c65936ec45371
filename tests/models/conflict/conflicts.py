"""Small portfolios without a plan, and relaxations put into practice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ipmplan import planner
from ipmplan.core.edits import apply_all
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
    """The portfolio after a relaxation."""
    assert change.edits
    return apply_all(portfolio, change.edits)
