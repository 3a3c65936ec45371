"""Edits as a scenario file and a command line write them: rows that are added, ids that go, values that are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from functools import partial
from typing import Any

from ipmplan.core.edits import AddAbsence, Edit, SetSetting, adding, dropping, setting
from ipmplan.core.portfolio import Booking, Portfolio
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.errors import InputError, Issue
from ipmplan.files.columns import Column, Table
from ipmplan.files.dates import parse_end, parse_moment
from ipmplan.files.edits import SETTINGS
from ipmplan.files.rows import read_rows
from ipmplan.files.schema import tables
from ipmplan.files.settings import RawSettings, as_text, read_settings
from ipmplan.files.tables import RawTable
from ipmplan.files.values import parse_person

PORTFOLIO = "portfolio"
# Settings whose name in the file is not that of the portfolio's field.
FIELDS: Mapping[str, str] = {"sprint.length": "sprint.days"}


class EditReader:
    """Reads edits of one portfolio; each method returns edits and adds what is wrong to `issues`.

    Parameters
    ----------
    portfolio
        Lengths in days, and amounts, are read as its tables are.
    issues
        Where problems are added.
    """

    def __init__(self, portfolio: Portfolio, issues: list[Issue]) -> None:
        self._portfolio, self._issues = portfolio, issues
        self._tables = described(portfolio)

    def added(self, name: str, rows: Iterable[Mapping[str, object]], where: str) -> tuple[Edit, ...]:
        """Read rows that are added to a table."""
        table = self._table(name, where)
        if table is None:
            return ()
        found: list[Edit] = []
        for number, row in enumerate(rows, start=1):
            place = f"{where}, row {number}"
            before = len(self._issues)
            for column in row:
                self._column(table, column, place)
            if len(self._issues) > before:
                continue
            raw = RawTable(place, tuple(row), ((number, [_cell(value) for value in row.values()]),))
            told: list[Issue] = []
            made = read_rows(raw, table, told)
            self._issues += [replace(one, where=place) for one in told if one.severity == "error"]
            found += [adding(name, replace(one, at="")) for one in made]  # type: ignore[type-var]
        return tuple(found)

    def dropped(self, name: str, ids: Iterable[object], where: str) -> tuple[Edit, ...]:
        """Read ids of rows that go."""
        return () if self._table(name, where) is None else tuple(dropping(name, as_text(one)) for one in ids)

    def changed(self, name: str, row: str, values: Mapping[str, object], where: str) -> tuple[Edit, ...]:
        """Read values that are set in a row; an empty text takes out what was there."""
        table = self._table(name, where)
        if table is None:
            return ()
        found: list[Edit] = []
        for column, value in values.items():
            spec = self._column(table, column, where)
            if spec is None:
                continue
            try:
                found += _changes(table, row, column, spec, _cell(value))
            except InputError as error:
                self._issues += [replace(one, where=where, message=f"{column} {one.message}") for one in error.issues]
        return tuple(found)

    def settings(self, values: Mapping[str, object], where: str) -> tuple[Edit, ...]:
        """Read settings, by dotted key, as portfolio.toml has them."""
        now = {key: read(self._portfolio) for key, read in SETTINGS.items()}
        raw: dict[str, object] = {key: value for key, value in now.items() if value is not None}
        told: list[Issue] = []
        understood = read_settings(RawSettings(raw | dict(values), {}, where), told, as_of=None)
        # A setting that nobody reads is a slip here.
        self._issues += [replace(one, where=where, severity="error") for one in told]
        if told:
            return ()
        found: list[Edit] = []
        if self._portfolio.sprint is None and any(key.startswith("sprint.") for key in values):
            found.append(SetSetting("sprint", understood.sprint))
            values = {key: value for key, value in values.items() if not key.startswith("sprint.")}
        for key in dict.fromkeys(".".join(key.split(".")[:2]) for key in values):
            path = FIELDS.get(key, key)
            part: Any = understood
            for name in path.split("."):
                part = getattr(part, name)
            found.append(SetSetting(path, part))
        return tuple(found)

    def _table(self, name: str, where: str) -> Table | None:
        table = self._tables.get(name)
        if table is None:
            self._issues.append(Issue(f"unknown table {quoted(name)}", where, did_you_mean(name, self._tables)))
        return table

    def _column(self, table: Table, name: str, where: str) -> Column | None:
        spec = table.columns.get(name)
        if spec is None:
            hint = did_you_mean(name, table.columns)
            self._issues.append(Issue(f"unknown column {quoted(name)} of {table.name}", where, hint))
        return spec


def described(portfolio: Portfolio) -> Mapping[str, Table]:
    """The tables as a portfolio reads them."""
    week = portfolio.calendar.workweek
    return tables(week.hours_a_day, week.hours_a_week, portfolio.currency)


def empty_value(table: Table, column: Column) -> object:
    """What an empty cell of a column means."""
    record = table.record.func if isinstance(table.record, partial) else table.record
    kind = record if isinstance(record, type) and is_dataclass(record) else Booking
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}
    default = known[column.attribute].default
    return "" if default is MISSING else default


def _changes(table: Table, row: str, name: str, column: Column, cell: str) -> list[Edit]:
    if not cell and column.required:
        raise InputError(Issue("is empty", hint="Maybe drop the row?"))
    if table.name == "bookings" and name == "hours":
        pair: Any = column.parse(cell)
        hours, percent = pair
        return [setting(table.name, row, "hours", hours), setting(table.name, row, "percent", percent)]
    value = column.parse(cell) if cell else empty_value(table, column)
    return [setting(table.name, row, column.attribute, value)]


def _cell(value: object) -> str:
    """A value of TOML as a cell would have it; lists are ids set apart."""
    if isinstance(value, list):
        return "; ".join(as_text(one) for one in value)
    return as_text(value)


def edits_of_call(
    portfolio: Portfolio, sets: Iterable[str] = (), absents: Iterable[str] = (), drops: Iterable[str] = ()
) -> tuple[Edit, ...]:
    """Read the edits that a command line gives.

    Parameters
    ----------
    portfolio
        What they change.
    sets
        Such as ``milestones.P0-beta.due=2026-03-20`` and ``portfolio.goals.order=cost,lateness``.
    absents
        Such as ``ben 2026-01-19..2026-01-30``, ``ben 2026-01-19`` for a day, ``ben 2026-01-19..`` without an end.
    drops
        Such as ``tasks.P0-blog``.

    Raises
    ------
    InputError
        When one cannot be read, or names what is unknown; it carries every problem.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Milestone
    >>> studio = Portfolio("N", date(2026, 1, 5), milestones=(Milestone("P0-beta", "P0"),))
    >>> edits_of_call(studio, sets=["milestones.P0-beta.due=2026-03-20"])
    (SetDue(id='P0-beta', due=datetime.date(2026, 3, 20), table='milestones'),)
    """
    issues: list[Issue] = []
    reader = EditReader(portfolio, issues)
    found: list[Edit] = []
    for text in drops:
        table, dot, name = text.partition(".")
        if not dot or not name:
            issues.append(Issue(f"{quoted(text)} is no table and id", "--drop", "Maybe `tasks.P0-blog`?"))
        else:
            found += reader.dropped(table, [name], "--drop")
    for text in absents:
        try:
            found.append(_absence(text))
        except InputError as error:
            hint = 'Maybe "ben 2026-01-19..2026-01-30"?'
            issues += [replace(one, where="--absent", hint=one.hint or hint) for one in error.issues]
    for text in sets:
        path, equals, value = text.partition("=")
        table, _, rest = path.strip().partition(".")
        row, _, column = rest.rpartition(".")
        if equals and table == PORTFOLIO and rest:
            found += reader.settings({rest: value.strip()}, "--set")
        elif equals and row and column:
            found += reader.changed(table, row, {column: value.strip()}, "--set")
        else:
            hint = "Maybe `milestones.P0-beta.due=2026-03-20`?"
            issues.append(Issue(f"{quoted(text)} is no table, id, column and value", "--set", hint))
    if issues:
        raise InputError(issues)
    return tuple(found)


def _absence(text: str) -> Edit:
    person, _, days = text.strip().partition(" ")
    first, dots, last = days.strip().partition("..")
    if not person or not first:
        raise InputError(Issue(f"{quoted(text)} is no person and days"))
    end = parse_end(last.strip()) if last.strip() else None if dots else parse_end(first.strip())
    return AddAbsence(parse_person(person), parse_moment(first.strip()), end)
