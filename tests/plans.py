"""Plans from a few choices: who does which part from when; ends, bookings, records and reported facts follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Grid
from ipmplan.core.people import Person, Skill
from ipmplan.core.plan import (
    Assignment,
    GoalValue,
    PersonLoad,
    PlannedMilestone,
    PlannedProject,
    PlannedTask,
    Schedule,
)
from ipmplan.core.portfolio import Portfolio, Project, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.errors import Issue
from ipmplan.models.goals import goal
from ipmplan.models.rules import all_rules
from ipmplan.study.dates import finish_of, late_hours
from ipmplan.study.loads import load
from ipmplan.study.pieces import Started
from ipmplan.study.reading import Reading
from ipmplan.study.started import first_moment, last_moment
from ipmplan.study.study import Study


@dataclass(frozen=True)
class Doing:
    """A person at a part from a tick on."""

    part: int
    person: str
    start: int


@dataclass(frozen=True)
class Choice:
    """What was decided for a task: people at parts, or the ticks of a wait."""

    alternative: int = 0
    doing: tuple[Doing, ...] = ()
    wait: tuple[int, int] | None = None


def plan_of(portfolio: Portfolio, choices: Mapping[str, Choice]) -> Schedule:
    """The schedule with these choices; a part lasts as long as its person needs for it."""
    grid = portfolio.grid
    study = Study(portfolio, portfolio.as_of_tick)
    states = study.started
    tasks = [_task(portfolio, task.id, choices.get(task.id, Choice()), states) for task in study.scope.tasks]
    rows: list[Assignment] = []
    for name, choice in choices.items():
        work = portfolio.task[name].work
        parts = work[choice.alternative].parts if choice.alternative < len(work) else ()
        for doing in choice.doing:
            part = parts[doing.part]
            begin = grid.moment(doing.start)
            rows.append(
                Assignment(name, doing.person, begin, begin, 0.0, doing.part, part.skill or "", part.share / 100)
            )
    draft = Schedule(portfolio.name, portfolio.as_of, "feasible", tasks=tuple(tasks), assignments=tuple(rows))
    ended = tuple(_ended(Reading(draft, portfolio), row) for row in rows)
    spans = tuple(_spanned(task, ended, states) for task in tasks)
    return with_facts(replace(draft, tasks=spans, assignments=ended), portfolio)


def _task(portfolio: Portfolio, name: str, choice: Choice, states: Mapping[str, Started]) -> PlannedTask:
    moment = portfolio.grid.moment
    state = states.get(name)
    if state is not None:
        end = state.end if state.end is not None else choice.wait[1] if choice.wait else state.start
        return PlannedTask(name, moment(state.start), moment(end), state.alternative)
    start, end = choice.wait or (portfolio.as_of_tick, portfolio.as_of_tick)
    return PlannedTask(name, moment(start), moment(end), choice.alternative)


def _ended(plan: Reading, row: Assignment) -> Assignment:
    stint = next(s for s in plan.stints[row.task] if s.row is row)
    length = plan.length(stint)
    if length is None:
        return row
    free = plan.time.free(row.person)
    before = free.before(stint.start) + length.ticks
    end = free.end_after(stint.start, length.ticks) if before <= free.total else plan.time.until
    return replace(row, end=plan.grid.moment(end), hours=length.hours)


def _spanned(task: PlannedTask, rows: Sequence[Assignment], states: Mapping[str, Started]) -> PlannedTask:
    own = [row for row in rows if row.task == task.id]
    if not own:
        return task
    start = task.start if task.id in states else min(row.start for row in own)
    return replace(task, start=start, end=max(row.end for row in own))


def with_facts(schedule: Schedule, portfolio: Portfolio) -> Schedule:
    """The schedule with bookings, recorded time and everything that a plan reports, as its planned rows make it."""
    planned = tuple(row for row in schedule.assignments if row.kind == "planned")
    plan = Reading(replace(schedule, assignments=planned), portfolio)
    moment = plan.grid.moment
    rows = (*planned, *_bookings(plan), *_actuals(plan))
    ends: dict[str, int] = {}
    for name, (_, end) in plan.spans.items():
        project = plan.task(name).project
        ends[project] = max(end, ends.get(project, end))
    costs, caps = plan.costs, plan.study.budgets
    done = replace(
        schedule,
        assignments=rows,
        milestones=tuple(
            PlannedMilestone(due.id, due.due, None if end is None else moment(end), late_hours(plan, due), due.kind)
            for due, end in ((due, finish_of(plan, due)) for due in plan.scope.dues)
        ),
        projects=tuple(
            PlannedProject(p.id, moment(ends[p.id]) if p.id in ends else None, costs.get(p.id), caps.get(p.id))
            for p in plan.scope.projects
        ),
        people=tuple(
            PersonLoad(person.id, found.hours, found.available, found.utilisation)
            for person, found in ((person, load(plan, person.id)) for person in portfolio.people)
        ),
        goals=(),
    )
    goals = tuple(
        GoalValue(name, goal(name).value(Reading(done, portfolio)), None, goal(name).UNIT)
        for name in portfolio.goals.order
    )
    return replace(done, goals=goals)


def _bookings(plan: Reading) -> Iterator[Assignment]:
    moment = plan.grid.moment
    for person in plan.portfolio.people:
        for placed in plan.bookings(person.id):
            for start, end in placed.intervals:
                hours = plan.grid.to_hours(end - start)
                yield Assignment(placed.booking, person.id, moment(start), moment(end), hours, kind="booking")


def _actuals(plan: Reading) -> Iterator[Assignment]:
    sheet, time = plan.sheet, plan.time
    for name in sheet.rows:
        for logged in sheet.logged(name):
            start = first_moment(plan.portfolio, time, logged.first, logged.person)
            end = last_moment(plan.portfolio, time, logged.last, logged.person)
            yield Assignment(
                name,
                logged.person,
                plan.grid.moment(start),
                plan.grid.moment(max(start, end)),
                float(logged.hours),
                kind="actual",
            )


def issues(schedule: Schedule, portfolio: Portfolio, *names: str) -> list[Issue]:
    """What the named rules (none = all) find in a plan, warnings included."""
    plan = Reading(schedule, portfolio)
    return [
        issue
        for rule in all_rules()
        if not names or rule.__name__.rpartition(".")[2] in names
        for issue in rule.check(plan)
    ]


def errors(schedule: Schedule, portfolio: Portfolio, *names: str) -> list[Issue]:
    """What the named rules (none = all) do not accept in a plan."""
    return [issue for issue in issues(schedule, portfolio, *names) if issue.severity == "error"]


def at(day: int, hour: int = 0, month: int = 1) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour)


def tick(portfolio: Portfolio, day: int, hour: int = 0, month: int = 1) -> int:
    """The tick of a moment of 2026."""
    return portfolio.grid.start_of(at(day, hour, month))


def edited(schedule: Schedule, task: str, **changes: object) -> Schedule:
    """The schedule with every planned row of a task changed."""
    rows = tuple(
        replace(row, **changes) if row.task == task and row.kind == "planned" else row  # type: ignore[arg-type]
        for row in schedule.assignments
    )
    return replace(schedule, assignments=rows)


def retimed(schedule: Schedule, task: str, **changes: object) -> Schedule:
    """The schedule with the task's own row changed."""
    rows = tuple(replace(row, **changes) if row.id == task else row for row in schedule.tasks)  # type: ignore[arg-type]
    return replace(schedule, tasks=rows)


MONDAY = date(2026, 1, 5)


def part(hours: int, skill: str | None = None, **more: int) -> Part:
    """A part of so many hours."""
    return Part(Fraction(hours), skill, **more)


def work(*parts: Part, together: bool = False, cost: int = 0) -> Alternative:
    """Parts that go their own ways, or start together."""
    groups = (parts,) if together else tuple((one,) for one in parts)
    return Alternative(groups, cost=Decimal(cost))


def wait(hours: int) -> Alternative:
    """An alternative in which nobody works."""
    return Alternative(wait=Fraction(hours))


def studio(*tasks: Task, **more: object) -> Portfolio:
    """Ana (ux:2) and ben (qa, half as fast), Monday to Friday 9 to 17, on Monday 5 January 2026."""
    people = (
        Person("ana", skills=(Skill("ux", 2), Skill("qa", 1)), rate=Decimal(50)),
        Person("ben", skills=(Skill("qa", 1, Fraction(1, 2)),), rate=Decimal(40)),
    )
    facts: dict[str, object] = {"people": people, "projects": (Project("P0"),), "tasks": tasks, **more}
    return Portfolio("Studio", MONDAY, **facts)  # type: ignore[arg-type]


def does(person: str, day: int, hour: int = 9, number: int = 0) -> Doing:
    """Somebody at a part from an hour of a January day on."""
    return Doing(number, person, Grid().start_of(at(day, hour)))


def choice(*doing: Doing, alternative: int = 0) -> Choice:
    """Work by people."""
    return Choice(alternative, doing)


def waiting(start: datetime, end: datetime, alternative: int = 0) -> Choice:
    """A wait between two moments."""
    return Choice(alternative, wait=(Grid().start_of(start), Grid().start_of(end)))
