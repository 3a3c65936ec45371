"""What the worked examples need of the code, and the only file here that imports it.

Portfolios are written as tables of text and loaded from a folder; moments are written `01-05 09:00` (of 2026 when no
year is given). What is compared is text, too, so that an example reads as one would work it out on paper.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from textwrap import dedent
from typing import Any

import ipmplan as ipm
from ipmplan.core.calendar import Calendar
from ipmplan.core.plan import Assignment, GoalValue, PersonLoad, PlannedMilestone, PlannedProject, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError
from ipmplan.files.planfile import parse_plan, print_plan, read_plan
from ipmplan.loading import read
from ipmplan.models.goals import goal
from ipmplan.reports.scene import scene
from ipmplan.reports.sprint import SprintDays, starting
from ipmplan.study.reading import Reading
from ipmplan.study.working_time import WorkingTime

PEOPLE = """
    id, skills
    ana, ux
    ben, qa
    """
# Rules that only compare what a plan reports with its own rows: a plan written by hand reports nothing.
REPORTED = {"actuals", "bookings", "honesty", "milestones", "people", "projects"}
# Deterministic work: enough to prove what is as small as here.
WORK = 0.1
_MOMENT = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d))?")


def write(
    folder: Path,
    *,
    as_of: str = "2026-01-05",
    workweek: str = "Mon-Fri 09:00-17:00",
    calendar: str = "",
    settings: str = "",
    **tables: str,
) -> Path:
    """Write a folder; `calendar` are more lines of that section, `settings` more sections."""
    texts = {"people": PEOPLE, "tasks": "id, work\nT0, 1h"} | tables
    for old in folder.glob("*.csv"):
        old.unlink()
    toml = f'name = "Studio"\nas_of = "{as_of}"\n[calendar]\nworkweek = "{workweek}"\n{dedent(calendar)}\n'
    (folder / "portfolio.toml").write_text(toml + dedent(settings), encoding="utf-8")
    for name, text in texts.items():
        lines = [[cell.strip() for cell in line.split(",")] for line in text.strip().split("\n")]
        wide = len(lines[0])
        rows = [",".join([*cells, *[""] * (wide - len(cells))]) for cells in lines]
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def studio(folder: Path, **tables: str) -> Portfolio:
    """Ana (ux) and ben (qa), Monday to Friday 9 to 17, on Monday 5 January 2026, with these tables."""
    return ipm.load(write(folder, **tables))


def said(folder: Path, **tables: str) -> list[str]:
    """Everything that reading such a folder says, each with its severity."""
    return [f"{issue.severity} {issue}" for issue in read(write(folder, **tables))[1]]


def plan(portfolio: Portfolio, goals: str | None = "makespan", **more: object) -> Schedule:
    """The plan that one worker finds, the same on every run."""
    found = ipm.plan(portfolio, time_limit=None, work_limit=WORK, workers=1, seed=0, goals=goals, **more)  # type: ignore[arg-type]
    assert not ipm.check(found, portfolio)
    return found.schedule


def plan_with_warnings(portfolio: Portfolio, goals: str = "makespan") -> tuple[Schedule, list[str]]:
    """A plan in which facts alone have broken rules, and what `check` says of it."""
    found = ipm.plan(portfolio, time_limit=None, work_limit=WORK, workers=1, seed=0, goals=goals)
    issues = ipm.check(found, portfolio)
    assert all(issue.severity == "warning" for issue in issues), [str(issue) for issue in issues]
    return found.schedule, [f"{issue.rule} {issue.where}" for issue in issues]


def infeasible(portfolio: Portfolio, **more: object) -> str:
    """Why there is no plan."""
    try:
        ipm.plan(portfolio, time_limit=None, work_limit=WORK, workers=1, seed=0, **more)  # type: ignore[arg-type]
    except ipm.Infeasible as error:
        return str(error)
    raise AssertionError("there is a plan")


def by_hand(portfolio: Portfolio, text: str, starts: Mapping[str, str] | None = None) -> Schedule:
    """A plan with these rows: `T1 ana 01-05 09:00 01-05 17:00 8h`; nobody is `-`, more is `part=1 share=0.6 alternative=1`.

    `starts` are those of tasks that have begun before.
    """
    rows: list[Assignment] = []
    spans: dict[str, tuple[datetime, datetime, int]] = {}
    for line in text.strip().split("\n"):
        words = line.split()
        options = dict(word.split("=") for word in words if "=" in word)
        name, person = words[:2]
        start, end = (moment(" ".join(words[at : at + 2])) for at in (2, 4))
        number, alternative = int(options.get("part", 0)), int(options.get("alternative", 0))
        before = spans.get(name, (start, end, alternative))
        spans[name] = (min(start, before[0]), max(end, before[1]), alternative)
        if person != "-":
            skill = portfolio.task[name].work[alternative].parts[number].skill or ""
            hours, share = float(words[6].removesuffix("h")), float(options.get("share", 1))
            rows.append(Assignment(name, person, start, end, hours, number, skill, share))
    begun = {name: moment(text) for name, text in (starts or {}).items()}
    tasks = tuple(PlannedTask(name, begun.get(name, span[0]), *span[1:]) for name, span in spans.items())
    return Schedule(portfolio.name, portfolio.as_of, "feasible", assignments=tuple(rows), tasks=tasks)


def breaches(portfolio: Portfolio, text: str | Schedule, starts: Mapping[str, str] | None = None) -> set[str]:
    """Rules that a plan written by hand breaks; those that facts alone have broken end in `?`."""
    schedule = by_hand(portfolio, text, starts) if isinstance(text, str) else text
    found = [issue for issue in ipm.check(schedule, portfolio) if issue.rule not in REPORTED]
    return {issue.rule + ("?" if issue.severity == "warning" else "") for issue in found}


def with_rows(schedule: Schedule, kind: str, *, hours: float | None = None, start: str = "") -> Schedule:
    """A plan with the rows of a kind changed, or without them when nothing is to be changed."""
    rows = [row for row in schedule.assignments if row.kind != kind]
    for row in schedule.assignments:
        if row.kind == kind and hours is not None:
            rows.append(replace(row, hours=hours))
        elif row.kind == kind and start:
            rows.append(replace(row, start=moment(start)))
    return replace(schedule, assignments=tuple(rows))


def with_goal(schedule: Schedule, name: str, **changes: float | None) -> Schedule:
    """A plan with what it says of a goal changed."""
    rows = tuple(replace(row, **changes) if row.goal == name else row for row in schedule.goals)  # type: ignore[arg-type]
    return replace(schedule, goals=rows)


def all_breaches(portfolio: Portfolio, schedule: Schedule) -> set[str]:
    """Rules that a whole plan breaks, what it reports included."""
    return {issue.rule for issue in ipm.check(schedule, portfolio)}


def value(portfolio: Portfolio, name: str, text: str | Schedule, starts: Mapping[str, str] | None = None) -> float:
    """A goal's value for a plan written by hand."""
    schedule = by_hand(portfolio, text, starts) if isinstance(text, str) else text
    return goal(name).value(Reading(schedule, portfolio))


def document(schedule: Schedule, *, with_cost: bool = False) -> dict[str, Any]:
    """What plan.json says."""
    return dict(json.loads(print_plan(schedule, with_cost=with_cost)))


def reread(path: Path) -> Schedule:
    """A plan as its file says it."""
    return read_plan(path)


def without_making(schedule: Schedule) -> tuple[str, Schedule]:
    """A plan's file that does not say how it was made, as older ones do not, and what is read from it."""
    text = print_plan(replace(schedule, made=None))
    return text, parse_plan(text, "plan.json")


def approve(folder: Path, schedule: Schedule, day: str, told: str = "") -> Path:
    """Approve a plan of a folder on a day of 2026."""
    from ipmplan.files.approve import approve as keep
    from ipmplan.files.planfile import write_plan

    write_plan(folder / "plan.json", schedule)
    return keep(folder, folder / "plan.json", by="Mia", told=told, on=moment(day).date())


def moment(text: str) -> datetime:
    """A moment as it is written here."""
    found = _MOMENT.fullmatch(text)
    assert found, text
    return datetime(int(found[1] or 2026), int(found[2]), int(found[3]), int(found[4] or 0), int(found[5] or 0))


def when(value: datetime | None) -> str:
    """A moment as text; the year only when it is not 2026."""
    if value is None:
        return "never"
    return f"{value:%m-%d %H:%M}" if value.year == 2026 else f"{value:%Y-%m-%d %H:%M}"


def shown(schedule: Schedule, kind: str = "planned") -> list[str]:
    """Rows of a plan: `T1 ana 01-05 09:00 01-05 17:00 8h`, sorted."""
    rows = [row for row in schedule.assignments if row.kind == kind]
    return sorted(f"{row.task} {row.person or '-'} {when(row.start)} {when(row.end)} {row.hours:g}h" for row in rows)


def span(schedule: Schedule, task: str) -> str:
    """When a task happens: `01-05 09:00 01-05 17:00`."""
    row = task_row(schedule, task)
    return f"{when(row.start)} {when(row.end)}"


def task_row(schedule: Schedule, task: str) -> PlannedTask:
    """What a plan says of a task."""
    return next(row for row in schedule.tasks if row.id == task)


def milestone(schedule: Schedule, name: str) -> PlannedMilestone:
    """What a plan says of a milestone, or of the due date of a project or task."""
    return next(row for row in schedule.milestones if row.id == name)


def project(schedule: Schedule, name: str) -> PlannedProject:
    """What a plan says of a project."""
    return next(row for row in schedule.projects if row.id == name)


def person(schedule: Schedule, name: str) -> PersonLoad:
    """What a plan says of a person."""
    return next(row for row in schedule.people if row.id == name)


def goal_row(schedule: Schedule, name: str) -> GoalValue:
    """What a plan says of a goal."""
    return next(row for row in schedule.goals if row.goal == name)


def money(text: str) -> Decimal:
    """An amount of money."""
    return Decimal(text)


def working(portfolio: Portfolio, who: str, day: str) -> str:
    """Working time of a person on a day as spans, bookings included; `*` is the portfolio: `09:00-13:00 14:00-18:00`."""
    time = _time(portfolio)
    return _spans(portfolio, time.portfolio if who == "*" else time.person(who), day)


def free(portfolio: Portfolio, who: str, day: str) -> str:
    """Time of a person on a day that bookings leave for tasks."""
    return _spans(portfolio, _time(portfolio).free(who), day)


def booked(portfolio: Portfolio, who: str, booking: str, until: str = "12-31") -> list[str]:
    """When a booking is placed for somebody: `01-05 09:00-11:00`."""
    end = portfolio.grid.start_of(moment(until))
    found = [one for one in _time(portfolio).bookings(who) if one.booking == booking]
    return [
        f"{when(portfolio.grid.moment(a))}-{portfolio.grid.moment(b):%H:%M}"
        for one in found
        for a, b in one.intervals
        if a < end
    ]


def _time(portfolio: Portfolio) -> WorkingTime:
    return WorkingTime(portfolio, portfolio.grid.start_of(date(portfolio.as_of_day.year + 1, 12, 31)))


def _spans(portfolio: Portfolio, calendar: Calendar, day: str) -> str:
    midnight = moment(day)
    begin, end = portfolio.grid.start_of(midnight), portfolio.grid.start_of(midnight + timedelta(days=1))
    return " ".join(_clock(portfolio, a) + "-" + (_clock(portfolio, b) if b < end else "24:00")
                    for a, b in calendar.within(begin, end).intervals)  # fmt: skip


def _clock(portfolio: Portfolio, tick: int) -> str:
    return f"{portfolio.grid.moment(tick):%H:%M}"


def is_wrong(folder: Path, **tables: str) -> bool:
    """Whether such a folder is refused."""
    try:
        studio(folder, **tables)
    except InputError:
        return True
    return False


def notes(schedule: Schedule) -> Iterator[str]:
    """What the planner had to say."""
    yield from schedule.notes


def starts(portfolio: Portfolio, schedule: Schedule, first: str, last: str) -> list[str]:
    """What the reports list as starting between two days, both included."""
    start = portfolio.grid.start_of(moment(first).date())
    days = SprintDays("", moment(first).date(), moment(last).date(), start, portfolio.grid.end_of(moment(last).date()))
    return [move.name for move in starting(scene(schedule, portfolio), days)]


def command(*words: object) -> str:
    """Run a command of the command line that has to end well; what it prints."""
    from click.testing import CliRunner

    from ipmplan.cli import main

    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def reported(portfolio: Portfolio, text: str) -> Schedule:
    """A plan written by hand, with everything that follows from its rows."""
    from tests.plans import with_facts

    return with_facts(by_hand(portfolio, text), portfolio)


def approved(folder: Path, schedule: Schedule, *words: object) -> Schedule:
    """Approve a plan with the command, as it is kept."""
    from ipmplan.files.planfile import write_plan

    write_plan(folder / "plan.json", schedule)
    kept = json.loads(command("-C", folder, "approve", "--json", *words))["kept"]
    return read_plan(Path(kept))


def tracked(folder: Path) -> dict[str, Any]:
    """What `ipmplan track --json` says of a folder."""
    return dict(json.loads(command("track", folder, "--json")))


def replan(portfolio: Portfolio, before: Schedule, goals: str, **more: Any) -> Schedule:
    """The re-plan that one worker finds, the same on every run."""
    found = ipm.replan(portfolio, before, time_limit=None, work_limit=WORK, workers=1, goals=goals, **more)
    assert not ipm.check(found, found.portfolio)
    return found.schedule
