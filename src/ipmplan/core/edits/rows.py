"""Edits of any table, by the names of its fields, and of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from ipmplan.core.edits.base import KEYS, ROW_NAMES, Edit, WorkingCopy, check_field
from ipmplan.core.portfolio import Portfolio
from ipmplan.core.words import did_you_mean, on, quoted
from ipmplan.errors import InputError, Issue

# What was recorded is only ever added to.
RECORDED = frozenset({"progress", "history", "invoices"})
SETTINGS = ("name", "as_of", "currency", "calendar", "sprint", "goals")


@dataclass(frozen=True, slots=True)
class AddRow(Edit):
    """One more row of any table.

    Parameters
    ----------
    table
        The table's name, such as ``tasks``.
    row
        Its record, such as a `Task`.
    """

    table: str
    row: object

    def change(self, copy: WorkingCopy) -> None:
        """Add the row."""
        copy.add(self.table, self.row)

    def words(self, portfolio: Portfolio) -> str:
        """Name the new row."""
        name = getattr(self.row, KEYS.get(self.table, "id"))
        return f"there is one more {ROW_NAMES[self.table]}{' of' if self.table in KEYS else ''} {name}"


@dataclass(frozen=True, slots=True)
class DropRow(Edit):
    """A row less of any table; without ids all rows of a person go. What names it does so no more.

    People, projects and tasks cannot just go, since what they did is recorded: `dropping` knows what is meant.
    """

    table: str
    id: str

    def change(self, copy: WorkingCopy) -> None:
        """Take the row out, and what names it."""
        if self.table in RECORDED or self.table in {"people", "projects", "tasks"}:
            raise InputError(Issue(f"{quoted(self.id)} cannot be taken out: what was recorded stays", self.table))
        copy.drop(self.table, self.id)
        if self.table == "milestones":
            for task in copy.each("tasks"):
                kept = tuple(link for link in task.after if link.predecessor != self.id)
                if task.milestone == self.id or kept != task.after:
                    milestone = "" if task.milestone == self.id else task.milestone
                    copy.put(replace(task, milestone=milestone, after=kept))
        if self.table == "pools":
            for task in copy.each("tasks"):
                uses = tuple(use for use in task.uses if use.pool != self.id)
                if uses != task.uses:
                    copy.put(replace(task, uses=uses))

    def words(self, portfolio: Portfolio) -> str:
        """Name the row that goes."""
        if self.table in KEYS:
            return f"there is no {ROW_NAMES[self.table]} of {self.id}"
        return f"there is no {ROW_NAMES[self.table]} {self.id} any more"


@dataclass(frozen=True, slots=True)
class SetValue(Edit):
    """Another value in a row of any table.

    Parameters
    ----------
    table
        Name of the table, such as ``milestones``.
    id
        Of the row.
    column
        The field of the row's record, such as ``due`` of a `Milestone`.
    value
        As the record holds it, such as a date.
    """

    table: str
    id: str
    column: str
    value: Any

    def change(self, copy: WorkingCopy) -> None:
        """Set the value."""
        row = copy.row(self.table, self.id)
        check_field(row, self.column, f"{self.table} {self.id}")
        if self.table in RECORDED or self.column == "id":
            what = "ids stay what they are" if self.column == "id" else "what was recorded stays"
            raise InputError(Issue(f"{self.column} of {quoted(self.id)} cannot be changed: {what}", self.table))
        copy.update(self.table, self.id, **{self.column: self.value})

    def words(self, portfolio: Portfolio) -> str:
        """Tell the new value, and the one before."""
        row = WorkingCopy(portfolio).row(self.table, self.id)
        check_field(row, self.column, f"{self.table} {self.id}")
        before = getattr(row, self.column)
        was = f" (before: {plain(before)})" if plain(before) else ""
        return f"{self.column} of {self.id} is {plain(self.value) or 'empty'}{was}"


@dataclass(frozen=True, slots=True)
class SetSetting(Edit):
    """Another value in portfolio.toml.

    Parameters
    ----------
    key
        Dotted path of fields of the portfolio, such as ``goals.order`` or ``as_of``.
    value
        As the portfolio holds it.
    """

    key: str
    value: Any

    def change(self, copy: WorkingCopy) -> None:
        """Set the value."""
        name, _, inner = self.key.partition(".")
        if name not in SETTINGS:
            raise InputError(Issue(f"unknown setting {quoted(self.key)}", "portfolio", did_you_mean(name, SETTINGS)))
        whole = copy.setting(name)
        if not inner:
            copy.set(**{name: self.value})
            return
        if not is_dataclass(whole) or isinstance(whole, type):
            raise InputError(Issue(f"there is no {quoted(name)} in which {quoted(inner)} could be set", "portfolio"))
        check_field(whole, inner, f"portfolio {name}")
        copy.set(**{name: replace(whole, **{inner: self.value})})

    def words(self, portfolio: Portfolio) -> str:
        """Tell the new value."""
        return f"{self.key} is {plain(self.value) or 'empty'}"


def plain(value: object) -> str:
    """A value in words; empty for one that says nothing.

    Examples
    --------
    >>> plain(date(2026, 3, 2)), plain(("ana", "ben")), plain(None), plain(True)
    ('2 March 2026', 'ana, ben', '', 'yes')
    """
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return on(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {plain(one)}" for key, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(plain(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return "as given"
    return str(value)


def day_before(portfolio: Portfolio) -> date:
    """Return the day before the status date."""
    return portfolio.as_of_day - timedelta(days=1)
