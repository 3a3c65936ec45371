"""Portfolio folders like an agency's: lateness, last finish and evenness, beside TaskJuggler's figures where known."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

from benchmarks.solvers import ours
from benchmarks.suite import Run, Summary, suite
from benchmarks.table import Cell, Column, Table
from ipmplan import loading
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError

PLAIN = ("lateness", "makespan")
UNEVEN = ("lateness", "completion")
_SETTINGS = "portfolio.toml"


@dataclass(frozen=True, slots=True)
class Reference:
    """TaskJuggler 3.7.1 (`select minloaded`) on the published folder of that name and number of tasks."""

    tasks: int
    days: float
    late_days: float


REFERENCES = {
    "small-plain": Reference(64, 85.17, 14.50),
    "mid-plain": Reference(240, 101.33, 0.0),
    "big-plain": Reference(800, 143.17, 11.67),
    "huge-plain": Reference(3200, 156.17, 72.50),
}
_COLUMNS = (
    Column("portfolio", "portfolio", 11),
    Column("tasks", "tasks", 5),
    Column("people"),
    Column("goals"),
    Column("order", "goals", 9),
    Column("late_hours", "late h", 7, 1),
    Column("late_days", "late d", 6, 1),
    Column("reference_late_days", "TJ", 5, 1),
    Column("slots", "slots", 5),
    Column("bound", "bound", 5),
    Column("bound_gap"),
    Column("days", "days", 6, 1),
    Column("reference_days", "TJ", 6, 1),
    Column("deviation", "stdev", 5, 3),
    Column("first_seconds", "first s", 7, 2),
    Column("seconds", "secs", 5, 1),
    Column("cpu_seconds"),
    Column("judged", "ok", 3),
    Column("status"),
    Column("trouble"),
)


def folders(folder: Path) -> list[Path]:
    """Find the portfolio folders: in ``agency``, in the folder itself, or the folder; small ones first."""
    if (folder / _SETTINGS).is_file():
        return [folder]
    inside = folder / "agency" if (folder / "agency").is_dir() else folder
    found = [path.parent for path in inside.glob(f"*/{_SETTINGS}")]
    return sorted(found, key=lambda path: ((path / "tasks.csv").stat().st_size if _has_tasks(path) else 0, path.name))


def _has_tasks(path: Path) -> bool:
    return (path / "tasks.csv").is_file()


@suite("agency", holds=lambda folder: bool(folders(folder)))
def run(asked: Run) -> Summary:
    """Plan each folder: ``-plain`` ones for lateness and makespan, others by their own goals and without evenness."""
    table = Table(_COLUMNS, sys.stdout, asked.csv)
    table.head()
    ratios: list[str] = []
    for path in folders(asked.folder):
        if not asked.wants(path.name, "agency"):
            continue
        plain = path.name.endswith("-plain")
        deviations: list[float] = []
        for goals in [PLAIN] if plain else [None, UNEVEN]:
            row = _row(path, goals, asked)
            table.add(row)
            if row["trouble"]:
                table.say(f"    {row['trouble']}")
            if isinstance(deviation := row.get("deviation"), float):
                deviations.append(deviation)
        if len(deviations) == 2 and deviations[1] > 0:
            ratios.append(f"{path.name} {deviations[0] / deviations[1]:.2f}")
    table.say()
    if ratios:
        table.say(f"standard deviation of utilisation, own goals over {','.join(UNEVEN)}: {', '.join(ratios)}")
    known = [row for row in table.rows if row.get("reference_days") is not None and row["judged"]]
    better = sum(1 for row in known if _at_most(row, "days", "reference_days"))
    in_time = sum(1 for row in known if _at_most(row, "late_days", "reference_late_days"))
    failures = sum(1 for row in table.rows if not row["judged"])
    compared = f", {better} of {len(known)} no longer and {in_time} no later than TaskJuggler" if known else ""
    return Summary(f"agency: {len(table.rows)} plans{compared}, {failures} failed", failures)


def first_of(error: InputError) -> str:
    """The first thing that is wrong with a folder, in one line."""
    first = next((issue for issue in error.issues if issue.severity == "error"), error.issues[0])
    return str(first).replace("\n", " ")


def _at_most(row: Mapping[str, Cell], key: str, reference: str) -> bool:
    mine, theirs = row.get(key), row.get(reference)
    return isinstance(mine, (int, float)) and isinstance(theirs, (int, float)) and mine <= theirs + 0.005


def _row(path: Path, goals: Sequence[str] | None, asked: Run) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {
        "portfolio": path.name,
        "goals": "own" if goals is None else ",".join(goals),
        "order": "own" if goals is None else ",".join(goal[:4] for goal in goals),
    }
    try:
        portfolio = loading.load(path)
    except InputError as error:
        return row | {"judged": False, "trouble": first_of(error)}
    outcome = ours.solve(portfolio, asked, goals)
    row |= {
        "tasks": len(portfolio.tasks),
        "people": len(portfolio.people),
        "first_seconds": outcome.first,
        "seconds": outcome.seconds,
        "cpu_seconds": outcome.cpu_seconds,
        "judged": False,
        "trouble": outcome.trouble,
    }
    reference = REFERENCES.get(path.name)
    if reference is not None and reference.tasks == len(portfolio.tasks):
        row |= {"reference_days": reference.days, "reference_late_days": reference.late_days}
    schedule = outcome.schedule
    if schedule is None:
        return row
    wrong = ours.breaches(schedule, portfolio)
    finish = max(task.end for task in schedule.tasks)
    slots = working_hours(portfolio, finish)
    begins = first_working_moment(portfolio)
    return row | {
        "late_hours": next((goal.value for goal in schedule.goals if goal.goal == "lateness"), None),
        "late_days": late_days(schedule, portfolio),
        "slots": float(slots),
        "bound": outcome.bound,
        "bound_gap": 100 * (float(slots) / outcome.bound - 1) if outcome.bound else None,
        "days": (finish - begins) / timedelta(days=1),
        "deviation": deviation(schedule, portfolio),
        "judged": not wrong,
        "status": schedule.status,
        "trouble": wrong[0] if wrong else "",
    }


def _midnight(day: date) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, time())


def first_working_moment(portfolio: Portfolio) -> datetime:
    """Begin of the first working span at or after the status date, by the workweek alone."""
    begin = _midnight(portfolio.as_of)
    for offset in range(8):
        day = _midnight(begin.date() + timedelta(days=offset))
        for _, end in portfolio.calendar.workweek.days[day.weekday()]:
            if day + timedelta(minutes=end) > begin:
                start = next(s for s, e in portfolio.calendar.workweek.days[day.weekday()] if e == end)
                return max(begin, day + timedelta(minutes=start))
    return begin


def working_hours(portfolio: Portfolio, until: datetime) -> Fraction:
    """Hours of the workweek from the status date to `until`, holidays included: what `slots of 1 h` counts."""
    begin = _midnight(portfolio.as_of)
    minutes = 0.0
    for offset in range((until.date() - begin.date()).days + 1):
        day = _midnight(begin.date() + timedelta(days=offset))
        for start, end in portfolio.calendar.workweek.days[day.weekday()]:
            span = min(until, day + timedelta(minutes=end)) - max(begin, day + timedelta(minutes=start))
            minutes += max(0.0, span.total_seconds() / 60)
    return Fraction(round(minutes), 60)


def late_days(schedule: Schedule, portfolio: Portfolio) -> float:
    """Milestone weight x days from the due day's end to the finish, summed over the milestones: TaskJuggler's figure."""
    total = 0.0
    for planned in schedule.milestones:
        milestone = portfolio.milestone.get(planned.id)
        if planned.kind != "milestone" or milestone is None or milestone.due is None or planned.finish is None:
            continue
        whole_day = not isinstance(milestone.due, datetime)
        end = _midnight(milestone.due) + timedelta(days=1 if whole_day else 0)
        total += float(milestone.weight) * max(0.0, (planned.finish - end) / timedelta(days=1))
    return total


def deviation(schedule: Schedule, portfolio: Portfolio) -> float | None:
    """Standard deviation of utilisation over the people who hold at least one skill that planned work asks for."""
    asked = {
        part.skill
        for planned in schedule.tasks
        if (task := portfolio.task.get(planned.id)) is not None
        for alternative in task.work
        for part in alternative.parts
    }
    loads = [
        load.utilisation
        for load in schedule.people
        if None in asked or any(skill.name in asked for skill in portfolio.person[load.id].skills)
    ]
    return statistics.pstdev(loads) if loads else None
