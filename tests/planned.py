"""Portfolios that have a plan, since they are made from one: people who leave, weeks filled to the last hour, ties and budgets.

``python -m tests.planned 300`` plans so many until the first plan is found, and says how many were and how the others ended.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from threading import Event as Flag
from time import monotonic

from tests.plans import Choice, Doing, plan_of

from ipmplan.core.calendar import Workweek
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Milestone, Pool, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Link, Part, Pin, Use
from ipmplan.errors import Infeasible, OutOfTime
from ipmplan.planner import check, plan
from ipmplan.study.reading import Reading
from ipmplan.study.working_time import WorkingTime

MONDAY = date(2026, 3, 9)
WEEK = Workweek((((9 * 60, 13 * 60), (14 * 60, 18 * 60)),) * 5 + ((), ()))
SKILLS = ("dev", "qa", "ux")
LONGEST = 24
MOST_TASKS = 60


@dataclass(frozen=True)
class Stretch:
    """What one person does in one go: a task of the plan that is there before its portfolio."""

    id: str
    person: str
    skill: str
    start: int
    end: int
    ticks: int


def planned(seed: int) -> tuple[Portfolio, Schedule]:
    """A portfolio and one of its plans, which keeps all rules."""
    rng = Random(seed)
    bare = _people(rng)
    stretches = _stretches(rng, bare)
    tasks, progress, choices = _tasks(rng, bare, stretches)
    portfolio = replace(bare, tasks=tasks, progress=progress, projects=(Project("A"), Project("B")))
    portfolio = _with_pool(rng, portfolio, stretches)
    portfolio = _with_dates(rng, portfolio, stretches)
    made = plan_of(portfolio, choices)
    if rng.random() < 0.5:
        costs = Reading(made, portfolio).costs
        room = Decimal(rng.choice(("1", "1", "1.02")))
        portfolio = replace(
            portfolio, projects=tuple(replace(p, budget=costs[p.id] * room) for p in portfolio.projects)
        )
    return portfolio, plan_of(portfolio, choices)


def _people(rng: Random) -> Portfolio:
    names = [f"p{number}" for number in range(rng.randint(2, 6))]
    people = []
    for name in names:
        skills = rng.sample(SKILLS, rng.randint(1, 3))
        rate = Decimal(rng.choice((40, 55, 60)))
        able = tuple(Skill(skill, 1, Fraction(1, rng.choice((1, 1, 2)))) for skill in skills)
        leaves = MONDAY + timedelta(days=rng.choice((4, 4, 9, 11))) if rng.random() < 0.5 else None
        people.append(Person(name, skills=able, rate=rate, leaves=leaves))
    gone = Person(
        "old", skills=tuple(Skill(skill) for skill in SKILLS), rate=Decimal(50), leaves=MONDAY - timedelta(days=3)
    )
    days = [MONDAY + timedelta(days=rng.randint(0, 9)) for _ in names]
    away = tuple(
        Absence(name, day, day + timedelta(days=rng.randint(0, 2)))
        for name, day in zip(names, days, strict=True)
        if rng.random() < 0.2
    )
    settings = CalendarSettings(workweek=WEEK)
    return Portfolio("Planned", MONDAY, calendar=settings, people=(*people, gone), absences=away)


def _stretches(rng: Random, portfolio: Portfolio) -> list[Stretch]:
    """Everybody's time, filled without a gap: until the last day of those who leave, for a while otherwise."""
    grid = portfolio.grid
    time = WorkingTime(portfolio, portfolio.as_of_tick + 60 * grid.ticks_a_day)
    found: list[Stretch] = []
    for person in portfolio.people[:-1]:
        free = time.free(person.id)
        last = MONDAY + timedelta(days=rng.choice((4, 11)))
        end = free.before(grid.end_of(person.leaves or last))
        at = free.before(portfolio.as_of_tick)
        while at < end:
            ticks = min(rng.randint(2, LONGEST), end - at)
            start = free.slot(at)
            skill = rng.choice(person.skills).name
            found.append(Stretch(f"T{len(found)}", person.id, skill, start, free.end_after(start, ticks), ticks))
            at += ticks
    return found


def _tasks(
    rng: Random, portfolio: Portfolio, stretches: list[Stretch]
) -> tuple[tuple[Task, ...], tuple[Progress, ...], dict[str, Choice]]:
    tasks: list[Task] = []
    progress: list[Progress] = []
    begun: set[str] = set()
    for one in stretches:
        is_first = one.start == min(other.start for other in stretches if other.person == one.person)
        skill = portfolio.person[one.person].skill(one.skill)
        assert skill is not None
        hours = one.ticks * skill.efficiency
        project = rng.choice(("A", "B"))
        if is_first and rng.random() < 0.35:
            begun.add(one.id)
            row = Progress(MONDAY - timedelta(days=4), one.id, one.person, Fraction(4), Fraction(one.ticks))
            if one.ticks > 2 and rng.random() < 0.4:
                row = replace(row, person="old", remaining=(one.ticks - 2) * skill.efficiency)
            progress.append(row)
            tasks.append(Task(one.id, project, work=(_alone(one.skill, hours + 4),)))
            continue
        before = [other for other in stretches if other.end <= one.start and other.id not in begun]
        after: tuple[Link, ...] = ()
        pins: tuple[Pin, ...] = ()
        if before and rng.random() < 0.4:
            chosen = rng.choice(before)
            after = (Link(chosen.id),)
        if before and rng.random() < 0.3:
            chosen = rng.choice(before)
            pins = (Pin("same" if chosen.person == one.person else "other", task=chosen.id),)
        elif rng.random() < 0.1:
            able = [person.id for person in portfolio.people[:-1] if person.skill(one.skill) is not None]
            pins = (Pin("only", tuple(dict.fromkeys((one.person, rng.choice(able))))),)
        tasks.append(Task(one.id, project, work=(_alone(one.skill, hours),), after=after, people=pins))
    choices = {one.id: Choice(0, (Doing(0, one.person, one.start),)) for one in stretches}
    return tuple(tasks), tuple(progress), choices


def _alone(skill: str, hours: Fraction) -> Alternative:
    return Alternative(((Part(hours, skill),),))


def _with_pool(rng: Random, portfolio: Portfolio, stretches: list[Stretch]) -> Portfolio:
    """A lab that is as large as the plan needs it."""
    users = {one.id: one for one in stretches if rng.random() < 0.25}
    most = max((sum(o.start <= one.start < o.end for o in users.values()) for one in users.values()), default=1)
    tasks = tuple(replace(task, uses=(Use("lab", 1),)) if task.id in users else task for task in portfolio.tasks)
    return replace(portfolio, tasks=tasks, pools=(Pool("lab", capacity=most),))


def _with_dates(rng: Random, portfolio: Portfolio, stretches: list[Stretch]) -> Portfolio:
    """Firm dates on the days on which the plan ends some tasks."""
    chosen = {one.id: one for one in stretches if rng.random() < 0.15}
    dates = tuple(
        Milestone(f"M{one.id}", portfolio.task[one.id].project, due=portfolio.grid.day(one.end - 1), firm=True)
        for one in chosen.values()
    )
    tasks = tuple(replace(t, milestone=f"M{t.id}") if t.id in chosen else t for t in portfolio.tasks)
    return replace(portfolio, tasks=tasks, milestones=dates)


def outcome(portfolio: Portfolio, seconds: float | None, work: float | None = None) -> str:
    """How planning ends, stopped at the first plan: ``planned``, ``out of time``, or why there should be none."""
    stop = Flag()
    try:
        found = plan(
            portfolio,
            time_limit=seconds,
            work_limit=work,
            workers=None if work is None else 1,
            on_event=lambda _: stop.set(),
            stop=stop,
        )
    except OutOfTime:
        return "out of time"
    except Infeasible as error:
        return f"false no: {error}"
    assert not [issue for issue in check(found, portfolio) if issue.severity == "error"]
    return "planned"


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(count: int, first: int, seconds: float) -> None:
    ends: Counter[str] = Counter()
    slowest = (0.0, -1)
    for seed in range(first, first + count):
        portfolio, made = planned(seed)
        wrong = [issue for issue in check(made, portfolio) if issue.severity == "error"]
        if wrong:
            _tell(f"{seed}: no plan: {wrong[0]}")
            ends["not by construction"] += 1
            continue
        began = monotonic()
        end = outcome(portfolio, seconds)
        slowest = max(slowest, (monotonic() - began, seed))
        ends[end.split(":")[0]] += 1
        if end != "planned":
            _tell(f"{seed}: {end} ({len(portfolio.tasks)} tasks)")
    _tell(f"{count} portfolios: {dict(ends)}; the slowest took {slowest[0]:.1f} s (seed {slowest[1]})")


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100,
        int(sys.argv[2]) if len(sys.argv) > 2 else 0,
        float(sys.argv[3]) if len(sys.argv) > 3 else 20,
    )
