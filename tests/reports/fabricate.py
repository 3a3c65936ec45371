"""Portfolios with plans made by hand: believable facts for pages and figures, without any solver."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Calendar, Workweek
from ipmplan.core.people import Absence, Person, Skill
from ipmplan.core.plan import (
    Assignment,
    GoalValue,
    PersonLoad,
    PersonWeek,
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    Schedule,
)
from ipmplan.core.portfolio import Booking, CalendarSettings, Milestone, Portfolio, Project, Sprint, Task
from ipmplan.core.work import Alternative, Link, Part
from ipmplan.study.money import RateCard
from ipmplan.study.working_time import WorkingTime

AS_OF = date(2026, 1, 5)
STEPS = (("Discovery", "pm", 12), ("Wireframes", "ux", 20), ("Design", "design", 32), ("Frontend", "frontend", 40),
         ("Backend", "backend", 32), ("Launch", "qa", 16))  # fmt: skip
SKILLS = tuple(skill for _, skill, _ in STEPS)
NAMES = ("Ana Sousa", "Ben Okafor", "Cleo Martin", "Dmitri Ivanov", "Eva Lindström", "Farid Haddad")
CLIENTS = ("Harbour Museum", "Kiosk 24", "Alpenrose", "Fjord Ferries")


def portfolio(projects: int = 2, people: int = 6, *, rounds: int = 1, money: bool = True) -> Portfolio:
    """Projects of six tasks a round in a chain, people with one skill each, leave, a holiday and bookings."""
    staff = tuple(
        Person(
            f"p{n}", NAMES[n % 6] if n < 6 else f"Person {n}", (Skill(SKILLS[n % 6]),), Decimal(60) if money else None
        )
        for n in range(people)
    )
    tasks, milestones = [], []
    for p in range(projects):
        before = ""
        for number in range(rounds):
            for name, skill, hours in STEPS:
                ident = f"P{p}-{name.lower()}{number or ''}"
                part = Part(Fraction(hours), skill, share=50 if skill == "ux" else 100)
                after = (Link(before),) if before else ()
                stone = f"P{p}-launch" if name == "Launch" else f"P{p}-concept"
                tasks.append(Task(ident, f"P{p}", stone, name, (Alternative(((part,),)),), after))
                before = ident
        milestones.append(Milestone(f"P{p}-concept", f"P{p}", "Concept", date(2026, 2, 6 + p % 20)))
        milestones.append(Milestone(f"P{p}-launch", f"P{p}", "Launch", date(2026, 2, 16 + p % 12)))
    return Portfolio(
        "Northlight <Studio>",
        AS_OF,
        calendar=CalendarSettings(Workweek(((((9 * 60), (17 * 60)),),) * 5 + ((), ())), holidays="DE-BE"),
        sprint=Sprint(AS_OF),
        people=staff,
        projects=tuple(
            Project(
                f"P{p}",
                CLIENTS[p % 4] if p < 4 else f"Client {p}",
                CLIENTS[p % 4],
                budget=Decimal(9000) + 800 * (p % 4),
            )
            for p in range(projects)
        ),
        milestones=tuple(milestones),
        tasks=tuple(tasks),
        absences=(Absence("p0", date(2026, 1, 19), date(2026, 1, 23), "leave"), Absence("p1", date(2026, 1, 14))),
        bookings=(Booking("weekly", "*", "Weekly meeting", hours=Fraction(1), every="week"),),
        holidays={"DE-BE": {date(2026, 1, 1): "Neujahr", date(2026, 2, 4): "Founders <day>"}},
    )


def schedule(made: Portfolio) -> Schedule:
    """Each task as early as its first capable person can, in file order."""
    grid, time = made.grid, WorkingTime(made, made.as_of_tick + 900 * 24)
    at = {person.id: made.as_of_tick for person in made.people}
    ends: dict[str, int] = {}
    rows, tasks = [], []
    for task in made.tasks:
        part = task.work[0].parts[0]
        able = [person.id for person in made.people if person.skill(part.skill or "")]
        ready = max([made.as_of_tick, *(ends[link.predecessor] for link in task.after)])
        who = min(able, key=lambda person: max(at[person], ready))
        free = time.free(who)
        start = free.slot(free.before(max(at[who], ready)))
        end = free.end_after(start, grid.ticks(part.hours * 100 / part.share))
        at[who] = ends[task.id] = end
        begin, stop = grid.moment(start), grid.moment(end)
        rows.append(Assignment(task.id, who, begin, stop, float(part.hours), 0, part.skill or "", part.share / 100))
        critical = task.project == "P0"
        tasks.append(PlannedTask(task.id, begin, stop, 0, critical, 0.0 if critical else 8.0))
    last = max(ends.values())
    rows += _bookings(made, time, last)
    return Schedule(
        made.name,
        made.as_of,
        "feasible",
        (
            GoalValue("lateness", 40.0, 40.0, "weighted working hours"),
            GoalValue("completion", 812.0, 760.0, "weighted working hours"),
            GoalValue("evenness", 0.113, None, "standard deviation of utilisation"),
        ),
        tuple(rows),
        tuple(tasks),
        tuple(_milestones(made, time.portfolio, ends)),
        tuple(_projects(made, time, rows)),
        tuple(_loads(made, time, rows, last)),
        notes=("`p1` is absent from 14 January with no end; 5 days were taken.",),
        currency=made.currency,
    )


def _bookings(made: Portfolio, time: WorkingTime, last: int) -> list[Assignment]:
    grid = made.grid
    return [
        Assignment(placed.booking, person.id, grid.moment(start), grid.moment(end), float(end - start), kind="booking")
        for person in made.people
        for placed in time.bookings(person.id)
        for start, end in placed.intervals
        if start < last
    ]


def _milestones(made: Portfolio, calendar: Calendar, ends: dict[str, int]) -> list[PlannedMilestone]:
    found = []
    for stone in made.milestones:
        assert stone.due is not None
        finish = max(ends[task] for task in made.milestone_tasks[stone.id])
        due = made.grid.end_of(stone.due)
        hours = float(calendar.count(due, finish)) if finish > due else 0.0
        found.append(PlannedMilestone(stone.id, stone.due, made.grid.moment(finish), hours))
    return found


def _projects(made: Portfolio, time: WorkingTime, rows: list[Assignment]) -> list[PlannedProject]:
    found = []
    cards = {person.id: RateCard(made, time, person.id) for person in made.people}
    for project in made.projects:
        own = [row for row in rows if row.kind == "planned" and made.task[row.task].project == project.id]
        grid = made.grid
        cost = sum(
            (
                cards[row.person].cost(
                    time.free(row.person), grid.start_of(row.start), grid.end_of(row.end), Decimal(str(row.share))
                )
                for row in own
            ),
            Decimal(0),
        )
        finish = max(row.end for row in own)
        found.append(PlannedProject(project.id, finish, cost if made.has_money else None, project.budget))
    return found


def _loads(made: Portfolio, time: WorkingTime, rows: list[Assignment], last: int) -> list[PersonLoad]:
    grid, found = made.grid, []
    for person in made.people:
        own = [row for row in rows if row.person == person.id]
        weeks = []
        start = made.as_of_tick
        while start < last:
            stop = start + 7 * 24
            calendar, free = time.person(person.id), time.free(person.id)
            planned = sum(
                free.count(max(start, grid.start_of(row.start)), min(stop, grid.end_of(row.end))) * row.share
                for row in own
                if row.kind == "planned" and grid.start_of(row.start) < stop and grid.end_of(row.end) > start
            )
            iso = grid.day(start).isocalendar()
            booked = sum(row.hours for row in own if row.kind == "booking" and start <= grid.start_of(row.start) < stop)
            weeks.append(PersonWeek(f"{iso.year}-W{iso.week:02}", float(calendar.count(start, stop)), booked, planned))
            start = stop
        available = float(time.person(person.id).count(made.as_of_tick, last))
        hours = sum(row.hours for row in own)
        found.append(PersonLoad(person.id, hours, available, hours / available, tuple(weeks)))
    return found
