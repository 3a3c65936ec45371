"""Asking everybody what remains, in a workbook, so that their answers can be read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress
from ipmplan.core.working_days import day_of
from ipmplan.errors import InputError, Issue
from ipmplan.files.asksheet import Asked, write_questions
from ipmplan.study.timesheet import timesheet
from ipmplan.tracking.logged import finished_on, last_working_day

WITHOUT_SPRINT = timedelta(days=14)


def ask(schedule: Schedule, portfolio: Portfolio, path: Path, day: date | None = None) -> dict[str, tuple[Asked, ...]]:
    """Write a workbook with a sheet for each person: their tasks, hours planned and logged, and what remains, empty.

    A task is on somebody's sheet that the plan has for them until the end of the sprint, or on which they have logged
    time, and that is not finished.

    Parameters
    ----------
    schedule
        The plan that people work on.
    portfolio
        With what is recorded.
    path
        The workbook.
    day
        Of which the answers will be; else the last working day before the status date or, where the plan was made for
        that date, of its sprint.

    Returns
    -------
    dict of str to tuple of Asked
        What was written, by person; people without a task have no sheet.

    Raises
    ------
    InputError
        When the workbook is filled in already, cannot be written, or there is nothing to ask.
    """
    first = day_of(schedule.as_of)
    days = timedelta(days=portfolio.sprint.days) if portfolio.sprint is not None else WITHOUT_SPRINT
    if day is None:
        day = last_working_day(portfolio, portfolio.as_of_day if portfolio.as_of_day > first else first + days)
    until = max(first + days, day + timedelta(days=1))
    planned, logged = _hours(schedule, portfolio, until)
    sheets: dict[str, tuple[Asked, ...]] = {}
    for person in portfolio.people:
        keys = dict.fromkeys(key for key in (*logged, *planned) if key[0] == person.id)
        lines = tuple(
            Asked(person.id, day, task, known.name, known.project, planned.get(key, 0.0), logged.get(key, 0.0))
            for key in keys
            if (task := key[1]) and (known := portfolio.task.get(task)) and finished_on(portfolio, task) is None
        )
        if lines:
            sheets[person.id] = lines
    if not sheets:
        raise InputError(Issue("there is nothing to ask: nobody has work that is not finished", str(path)))
    write_questions(path, {portfolio.person[name].name or name: lines for name, lines in sheets.items()})
    return sheets


def _hours(
    schedule: Schedule, portfolio: Portfolio, until: date
) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    """Hours planned and logged by person and task; planned ones of work that begins before a day."""
    planned: dict[tuple[str, str], float] = {}
    for row in sorted(schedule.assignments, key=lambda row: (row.start, row.task)):
        if row.kind != "booking" and row.start.date() < until:
            planned[row.person, row.task] = planned.get((row.person, row.task), 0.0) + row.hours
    logged: dict[tuple[str, str], float] = {}
    for row_ in _whole(portfolio).values():
        for one in row_:
            logged[one.person, one.task] = logged.get((one.person, one.task), 0.0) + float(one.hours)
    return planned, logged


def _whole(portfolio: Portfolio) -> Mapping[str, tuple[Progress, ...]]:
    """All rows by task, those of the status date and later, too."""
    last = max((row.date for row in portfolio.progress), default=portfolio.as_of_day)
    return timesheet(replace(portfolio, as_of=max(portfolio.as_of_day, last + timedelta(days=1)))).rows
