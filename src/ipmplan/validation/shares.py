"""Shares that hold somebody for long: background work, which belongs into bookings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ipmplan.core.calendar import BeyondReach
from ipmplan.core.layout import Layout
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.words import quoted
from ipmplan.core.work import Part
from ipmplan.errors import Issue
from ipmplan.study.pieces import efficiency
from ipmplan.study.study import Study
from ipmplan.validation.crews import Crews
from ipmplan.validation.names import place
from ipmplan.validation.timesheets import finished_tasks

WHOLE = 100
COLUMNS = ("id", "project", "person", "name", "hours", "every", "start", "end")
PLAIN = Layout(COLUMNS, COLUMNS, ",")


def long_shares(portfolio: Portfolio) -> Iterator[Issue]:
    """Find shared parts that take more than a week of somebody's working time, with the booking that means the same.

    As long as they last, only other work with a share can run beside them.
    """
    crews = Crews(portfolio)
    weeks = {person.id: (person.workweek or portfolio.calendar.workweek).hours_a_week for person in portfolio.people}
    study = Study.reaching(portfolio, portfolio.as_of_tick)
    finished = finished_tasks(portfolio)
    for task in study.scope.tasks:
        if task.id in finished:
            continue
        for number, part in enumerate(part for alternative in task.work for part in alternative.parts):
            if part.share >= WHOLE:
                continue
            elapsed = {person: _elapsed(portfolio, part, person) for person in crews.able(task, part)}
            held = [person for person, hours in elapsed.items() if hours > weeks[person]]
            if not held:
                continue
            person = held[0]
            message = (
                f"work {quoted(_shown(part))} takes {float(elapsed[person]):g} h of {person}'s working time, more than"
                f" a week ({float(weeks[person]):g} h), in which no work without a share can be done"
            )
            name = f"{task.id}-booked" + (f"-{number + 1}" if number else "")
            hint = _offer(portfolio, _row(study, task, part, person, elapsed[person], name))
            yield Issue(message, place(task), hint, "warning")


def _offer(portfolio: Portfolio, cells: dict[str, str]) -> str:
    """The row of bookings that means the same, as the folder's own table has its columns."""
    layout = portfolio.layouts.get("bookings")
    others = portfolio.layouts.get("tasks")
    if layout is not None:
        return f"Maybe a booking fits better, instead of it? In bookings ({layout.header}):\n{layout.row(cells)}"
    layout = Layout(COLUMNS, COLUMNS, others.delimiter) if others is not None else PLAIN
    return f"Maybe a booking fits better, instead of it? In a new table bookings:\n{layout.header}\n{layout.row(cells)}"


def _row(study: Study, task: Task, part: Part, person: str, elapsed: Fraction, name: str) -> dict[str, str]:
    """Cells of a booking of that share from when the work may begin until its hours are done."""
    grid, working = study.grid, study.time.person(person)
    begin = max(study.scope.release(task) or 0, study.portfolio.as_of_tick)
    try:
        close = working.end_after(begin, grid.ticks(elapsed))
        day = grid.day(close - 1)
        whole = not working.count(close, grid.end_of(day))
        end = day.isoformat() if whole else grid.moment(close).isoformat(timespec="minutes")
    except (BeyondReach, IndexError):
        end = ""
    return {
        "id": name,
        "project": task.project,
        "person": person,
        "name": task.name or task.id,
        "hours": f"{part.share}%",
        "start": grid.day(begin).isoformat(),
        "end": end,
    }


def _elapsed(portfolio: Portfolio, part: Part, person: str) -> Fraction:
    quick = efficiency(portfolio, part, person)
    return part.hours / part.most / (quick if quick > 0 else 1) * WHOLE / part.share


def _shown(part: Part) -> str:
    skill = f"{part.skill} " if part.skill is not None else ""
    return f"{skill}{float(part.hours):g}h @{part.share}%"
