"""Dates: reversed ones, times off the grid, due dates that have passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ipmplan.core.calendar import Moment
from ipmplan.core.people import Absence, Extra
from ipmplan.core.portfolio import Milestone, Portfolio, Project, Task
from ipmplan.core.words import on, quoted
from ipmplan.errors import Issue
from ipmplan.files.week import off_the_grid, week_off_the_grid
from ipmplan.study.scope import Scope
from ipmplan.validation.names import place
from ipmplan.validation.timesheets import finished_tasks

SETTINGS_WEEK = "calendar.workweek"
SPANS = {
    "people": (("joins", "from"), ("leaves", "until")),
    "absences": (("start", "start"), ("end", "end")),
    "extra": (("start", "start"), ("end", "end")),
    "bookings": (("start", "start"), ("end", "end")),
}
IN_ORDER = {
    "tasks": (("not_before", "not_before"), ("due", "due")),
    "decisions": (("asked_on", "asked_on"), ("answered_on", "answered_on")),
    "changes": (("asked_on", "asked_on"), ("decided_on", "decided_on")),
}


def reversed_dates(portfolio: Portfolio) -> Iterator[Issue]:
    """Find ends before starts, and answers before questions."""
    for table, columns in SPANS.items():
        yield from _reversed(portfolio, table, columns, Issue(""))
    for table, columns in IN_ORDER.items():
        yield from _reversed(portfolio, table, columns, Issue("", severity="warning"))
    for milestone in portfolio.milestones:
        if milestone.firm and milestone.due is None:
            yield Issue("firm has no effect without a due date", place(milestone), severity="warning")


def _reversed(portfolio: Portfolio, table: str, columns: tuple[tuple[str, str], ...], kind: Issue) -> Iterator[Issue]:
    (first, first_name), (last, last_name) = columns
    grid = portfolio.grid
    for row in getattr(portfolio, table):
        start, end = getattr(row, first), getattr(row, last)
        if start is not None and end is not None and grid.end_of(end) <= grid.start_of(start):
            message = f"{last_name} {_shown(end)} is before {first_name} {_shown(start)}"
            yield Issue(message, place(row), "Maybe they are the wrong way round?", kind.severity)


def _shown(moment: Moment) -> str:
    return quoted(moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat())


def misplaced(portfolio: Portfolio) -> Iterator[Issue]:
    """Find working weeks and times of absences and extra work that do not lie on the grid."""
    grid = portfolio.grid
    weeks = [(SETTINGS_WEEK, portfolio.calendar.workweek)]
    weeks += [(place(person), person.workweek) for person in portfolio.people if person.workweek is not None]
    for where, week in weeks:
        for message, hint in week_off_the_grid(week, grid):
            yield Issue(message, where, hint)
    rows: list[Absence | Extra] = [*portfolio.absences, *portfolio.extra]
    for row in rows:
        for column, moment in (("start", row.start), ("end", row.end)):
            if isinstance(moment, datetime):
                odd = off_the_grid(f"{column} {_shown(moment)}", moment.hour * 60 + moment.minute, grid)
                if odd is not None:
                    yield Issue(odd[0], place(row), odd[1])


def overdue(portfolio: Portfolio) -> Iterator[Issue]:
    """Find due dates before the status date with work that is not finished."""
    finished = finished_tasks(portfolio)
    rows = {"milestone": portfolio.milestone, "project": portfolio.project, "task": portfolio.task}
    for due in Scope(portfolio).dues:
        if due.end is None or due.due is None or due.end > portfolio.as_of_tick:
            continue
        left = [task for task in due.tasks if task not in finished]
        row = rows[due.kind][due.id]
        if left and isinstance(row, Milestone | Project | Task):
            message = f"due {_shown(due.due)} is before the status date {_shown(portfolio.as_of)}, and {_tasks(left)}"
            yield Issue(message, place(row), severity="warning")


def sprint_over(portfolio: Portfolio) -> Iterator[Issue]:
    """Say that the sprint has ended."""
    sprint = portfolio.sprint
    if sprint is not None and sprint.end < portfolio.as_of_day:
        message = f"the sprint of {on(sprint.start)} to {on(sprint.end)} has ended; the next two weeks are shown"
        yield Issue(message, "sprint.start", "Maybe set `start` in `[sprint]` to the next one's?", "warning")


def _tasks(left: list[str]) -> str:
    if len(left) == 1:
        return f"task {quoted(left[0])} is not finished"
    return f"{len(left)} tasks are not finished, {quoted(left[0])} is one"
