"""What a delay moves: a task grows, a client answers late, somebody is ill, something urgent comes in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from time import monotonic

from benchmarks.formats import read
from benchmarks.suite import Run, Summary, suite
from benchmarks.suites.agency import folders
from benchmarks.table import Cell, Column, Table
from ipmplan import loading, planner, replanner
from ipmplan.core.moves import workers
from ipmplan.core.people import Absence
from ipmplan.core.plan import PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Decision
from ipmplan.errors import IpmplanError
from ipmplan.instance import build_instance
from ipmplan.models.begin.recipes import pushed

SECONDS = 10.0
MOST_MOVED, MOST_REASSIGNED, MOST_LATER = 5.0, 2, 2.5
EARLY = 0.15
_COLUMNS = (
    Column("instance", "instance", 22),
    Column("delay", "delay", 8),
    Column("tasks", "tasks", 5),
    Column("pushed", "pushed", 6),
    Column("moved", "moved", 5),
    Column("moved_percent", "%", 5, 1),
    Column("reassigned", "reass", 5),
    Column("finish_percent", "later %", 7, 2),
    Column("before_percent", "was %", 6, 2),
    Column("seconds", "secs", 5, 1),
    Column("judged", "ok", 3),
    Column("trouble"),
)


@dataclass(frozen=True, slots=True)
class Delay:
    """A disturbed portfolio, the tasks that it is about, and how many may get other people."""

    portfolio: Portfolio
    tasks: frozenset[str]
    reassigned: int = MOST_REASSIGNED


Disturb = Callable[[Portfolio, Schedule, PlannedTask], Delay]


def _grown(factor: Fraction) -> Disturb:
    def grow(portfolio: Portfolio, _: Schedule, row: PlannedTask) -> Delay:
        def longer(task: Task) -> Task:
            if task.id != row.id:
                return task
            work = tuple(
                replace(way, groups=tuple(tuple(replace(p, hours=p.hours * factor) for p in g) for g in way.groups))
                for way in task.work
            )
            return replace(task, work=work)

        return Delay(replace(portfolio, tasks=tuple(longer(task) for task in portfolio.tasks)), frozenset({row.id}))

    return grow


def _answered_late(portfolio: Portfolio, _: Schedule, row: PlannedTask) -> Delay:
    """The answer that a task waits for comes two weeks after its planned start."""
    expected = row.start + timedelta(weeks=2)
    decision = Decision("late-answer", portfolio.task[row.id].project, tasks=(row.id,), expected=expected.date())
    return Delay(replace(portfolio, decisions=(*portfolio.decisions, decision)), frozenset({row.id}))


def _urgent(portfolio: Portfolio, _: Schedule, row: PlannedTask) -> Delay:
    """Two days of the same skills as an early task, wanted within two weeks."""
    known = portfolio.task[row.id]
    part = replace(
        known.work[0].parts[0], hours=2 * portfolio.calendar.workweek.hours_a_day, fewest=1, most=1, share=100
    )
    work = (replace(known.work[0], groups=((part,),)),)
    due = portfolio.as_of_day + timedelta(weeks=2)
    task = Task("urgent-task", known.project, work=work, due=due, people=known.people)
    return Delay(replace(portfolio, tasks=(*portfolio.tasks, task)), frozenset({"urgent-task"}))


def _ill(portfolio: Portfolio, plan: Schedule, row: PlannedTask) -> Delay:
    """Whoever does an early task is away for two weeks."""
    person = min(workers(plan)[row.id])
    first = portfolio.as_of_day
    away = Absence(person, first, first + timedelta(days=13), "ill")
    theirs = {one.task for one in plan.assignments if one.person == person and one.kind == "planned"}
    end = first + timedelta(days=14)
    near = {one.id for one in plan.tasks if one.id in theirs and one.start.date() < end}
    return Delay(replace(portfolio, absences=(*portfolio.absences, away)), frozenset(near), len(near) + MOST_REASSIGNED)


DELAYS: Mapping[str, Disturb] = {
    "+30 %": _grown(Fraction(13, 10)),
    "answer": _answered_late,
    "twice": _grown(Fraction(2)),
    "urgent": _urgent,
    "ill": _ill,
}


def _instances(folder: Path) -> list[Path]:
    """Imopse instances of a folder, or of its ``imopse_def``; small ones first."""
    found = [*folder.glob("*.def"), *(folder / "imopse_def").glob("*.def")]
    return sorted(found, key=lambda path: (int(path.name.split("_")[0]), path.name))


@suite("replan", holds=lambda folder: bool(_instances(folder)) or bool(folders(folder)))
def run(asked: Run) -> Summary:
    """Plan each instance, disturb it in five ways, re-plan each, and solve it freely beside that."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    planner.prepare()
    for name, portfolio in _portfolios(asked):
        plan = planner.plan(portfolio, time_limit=asked.time, workers=asked.workers, seed=asked.seed)
        for delay, disturb in DELAYS.items():
            row = {"instance": name, "delay": delay} | _row(portfolio, plan, disturb, asked)
            table.add(row)
            if row["trouble"]:
                table.say(f"    {row['trouble']}")
    failures = sum(not row["judged"] for row in table.rows)
    return Summary(f"replan: {len(table.rows)} delays, {failures} beyond the limits", failures)


def _portfolios(asked: Run) -> Iterator[tuple[str, Portfolio]]:
    """Yield what is asked for, by name."""
    for path in folders(asked.folder):
        if asked.wants(path.name):
            yield path.name, loading.load(path)
    for path in _instances(asked.folder):
        if asked.wants(path.stem):
            yield path.stem, read(path).portfolio()


def _early(portfolio: Portfolio, plan: Schedule) -> PlannedTask:
    """The first of the tasks of one part that start after some have begun and have something behind them."""
    awaited = {link.predecessor for task in portfolio.tasks for link in task.after}
    rows = sorted(plan.tasks, key=lambda row: (row.start, row.id))
    fitting = [row for row in rows if row.id in awaited and portfolio.task[row.id].work[0].parts]
    return fitting[int(len(fitting) * EARLY)]


def _row(portfolio: Portfolio, plan: Schedule, disturb: Disturb, asked: Run) -> dict[str, Cell]:
    made = disturb(portfolio, plan, _early(portfolio, plan))
    began = monotonic()
    try:
        found = replanner.replan(made.portfolio, plan, time_limit=SECONDS, workers=asked.workers, seed=asked.seed)
        seconds = monotonic() - began
        free = planner.plan(made.portfolio, time_limit=SECONDS, workers=asked.workers, seed=asked.seed)
    except IpmplanError as error:
        return {"judged": False, "trouble": str(error).splitlines()[0]}
    pushed = _pushed(made.portfolio, plan) | made.tasks
    moved = _moved(plan, found.schedule) - pushed
    old, new = workers(plan), workers(found.schedule)
    others = [name for name in old if name in new and old[name] != new[name]]
    start = portfolio.grid.moment(portfolio.as_of_tick)
    later = 100 * (_last(found.schedule) - _last(free)) / (_last(free) - start)
    percent = 100 * len(moved) / len(plan.tasks)
    wrong = [issue.message for issue in planner.check(found.schedule, found.portfolio) if issue.severity == "error"]
    kept = percent <= MOST_MOVED and len(others) <= made.reassigned and later <= MOST_LATER and not wrong
    return {
        "tasks": len(plan.tasks),
        "pushed": len(pushed),
        "moved": len(moved),
        "moved_percent": percent,
        "reassigned": len(others),
        "finish_percent": later,
        "before_percent": 100 * (_last(plan) - _last(free)) / (_last(free) - start),
        "seconds": seconds,
        "judged": kept,
        "trouble": wrong[0] if wrong else "",
    }


def _moved(plan: Schedule, other: Schedule) -> set[str]:
    then = {row.id: row.start for row in plan.tasks}
    return {row.id for row in other.tasks if row.id in then and row.start != then[row.id]}


def _pushed(portfolio: Portfolio, plan: Schedule) -> set[str]:
    """Tasks that begin later when everything keeps its people and its turn."""
    known = replace(portfolio, reference=plan)
    days = (max(row.end for row in plan.tasks).date() - portfolio.as_of_day).days
    made = pushed(build_instance(known, 2 * days + 60))
    assert made is not None
    before = made.instance.stability
    starts = made.instance.axis.before[made.tasks[:, 1]]
    return {made.instance.tasks[task].id for task in before.tasks if starts[task] != before.start[task]}


def _last(plan: Schedule) -> datetime:
    return max(row.end for row in plan.tasks)
