"""Edits written into the tables and settings that a portfolio was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from ipmplan.core.edits import Edit, apply_all
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Table
from ipmplan.files.csvedit import Changes
from ipmplan.files.folder import read_folder
from ipmplan.files.numbers import print_hours
from ipmplan.files.schema import TABLES, row_values, tables
from ipmplan.files.tableedit import SETTINGS_FILE, Setting, edit_tables
from ipmplan.files.together import locked
from ipmplan.files.week import print_sprint_length, print_workweek

# What the settings say, by key: how it is read off a portfolio and written.
SETTINGS: Mapping[str, Callable[[Portfolio], Setting | None]] = {
    "name": lambda p: p.name,
    "currency": lambda p: p.currency,
    "as_of": lambda p: p.as_of,
    "calendar.workweek": lambda p: print_workweek(p.calendar.workweek),
    "calendar.holidays": lambda p: p.calendar.holidays,
    "calendar.grid": lambda p: f"{p.calendar.grid.minutes}m" if p.calendar.grid.minutes < 60 else "1h",
    "calendar.open_absence": lambda p: print_hours(p.calendar.open_absence),
    "calendar.open_answer": lambda p: print_hours(p.calendar.open_answer),
    "calendar.handover": lambda p: print_hours(p.calendar.handover),
    "calendar.handovers": lambda p: p.calendar.handovers,
    "calendar.timezone": lambda p: p.calendar.timezone,
    "sprint.start": lambda p: None if p.sprint is None else p.sprint.start,
    "sprint.length": lambda p: None if p.sprint is None else print_sprint_length(p.sprint.days),
    "sprint.fill": lambda p: None if p.sprint is None else float(p.sprint.fill),
    "goals.order": lambda p: list(p.goals.order),
    "goals.tolerance": lambda p: float(p.goals.tolerance),
    "goals.slack": lambda p: {goal: float(slack) for goal, slack in p.goals.slack.items()},
}


def write_edits(place: Path, portfolio: Portfolio, edits: Iterable[Edit]) -> tuple[Path, ...]:
    """Write edits into the tables that a portfolio was read from; what they do not touch stays as it was.

    Reading the tables again gives what `apply_all` gives, but for what only reading works out: days of a holiday code that is new,
    and lengths in days where the workweek is another one.

    Parameters
    ----------
    place
        The folder, or the workbook.
    portfolio
        As it was read from there just now: each row knows its line.
    edits
        In the order in which they apply.

    Returns
    -------
    tuple of Path
        The files that were written.

    Raises
    ------
    InputError
        When an id is unknown, or a file cannot be written.
    """
    after = apply_all(portfolio, edits)
    changed = table_changes(portfolio, after)
    settings = setting_changes(portfolio, after)
    beside = (place.parent if place.is_file() else place) / SETTINGS_FILE
    if settings and not beside.is_file():
        message = f"{', '.join(settings)} cannot be written, as the settings are not in {SETTINGS_FILE}"
        raise InputError(Issue(message, str(place), "Maybe change them where they are?"))
    with locked(beside.parent):
        _ensure_unchanged(place, portfolio, changed)
        return edit_tables(place, _described(portfolio), changed, settings)


def _ensure_unchanged(place: Path, portfolio: Portfolio, names: Iterable[str]) -> None:
    """Raise when another process, or a person, has changed a table since it was read: rows are known by their lines.

    Raises
    ------
    InputError
        With the tables that are others now.
    """
    now, issues = read_folder(place, as_of=portfolio.as_of)
    if now is None:
        raise InputError(issues)
    others = [name for name in names if _rows(getattr(now, name)) != _rows(getattr(portfolio, name))]
    if others:
        message = f"{', '.join(others)} has been changed meanwhile: nothing was written"
        raise InputError(Issue(message, str(place), "Maybe run the command again?"))


def _rows(rows: Iterable[Any]) -> list[tuple[object, int]]:
    """Rows that came from a file, each with its line."""
    return [(row, _line(row.at)) for row in rows if row.at]


def table_changes(before: Portfolio, after: Portfolio) -> dict[str, Changes]:
    """What tells two states of a portfolio apart, by table: rows that are new, cells that are others, lines that are gone.

    Rows are known by the line that they came from. A table that was not there gets all its rows.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.edits import SetDue
    >>> from ipmplan.core.portfolio import Milestone
    >>> beta = Milestone("P0-beta", "P0", due=date(2026, 3, 2), at="milestones.csv:4")
    >>> studio = Portfolio("Northlight", date(2026, 1, 5), milestones=(beta,))
    >>> table_changes(studio, SetDue("P0-beta", date(2026, 3, 6)).apply(studio))["milestones"].change
    {4: {'due': datetime.date(2026, 3, 6)}}
    """
    described = _described(before)
    found = {}
    for name in TABLES:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        lines = {_line(row.at): row for row in old if row.at}
        kept = {_line(row.at): row for row in new if row.at}
        table = described[name]
        change = {line: _different(table, lines[line], row) for line, row in kept.items() if row != lines[line]}
        add = [filled(table, row) for row in new if not row.at]
        found[name] = Changes(add, change, sorted(set(lines) - set(kept)))
    return found


def setting_changes(before: Portfolio, after: Portfolio) -> dict[str, Setting]:
    """Settings that tell two states of a portfolio apart, by dotted key, as portfolio.toml holds them."""
    found: dict[str, Setting] = {}
    for key, read in SETTINGS.items():
        value = read(after)
        if value != read(before):
            # An empty text is what is not given.
            found[key] = "" if value is None else value
    return found


def _described(portfolio: Portfolio) -> Mapping[str, Table]:
    week = portfolio.calendar.workweek
    return tables(week.hours_a_day, week.hours_a_week, portfolio.currency)


def _line(at: str) -> int:
    """Line of a row; `file:line` says it last."""
    return int(at.rpartition(":")[2])


def _different(table: Table, old: object, new: object) -> dict[str, object]:
    before, after = row_values(table, old), row_values(table, new)
    return {name: value for name, value in after.items() if value != before[name]}


def filled(table: Table, row: Any) -> dict[str, object]:  # noqa: ANN401
    """Values of a new row, without those that an empty cell means anyway."""
    plain = {field.name: field.default for field in fields(row) if field.default is not MISSING}
    return {
        name: value
        for name, value in row_values(table, row).items()
        if table.columns[name].required or value != plain.get(table.columns[name].attribute or name, MISSING)
    }
