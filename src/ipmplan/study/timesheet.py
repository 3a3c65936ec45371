"""Timesheet rows as they count: replaced ones dropped, future ones left out, summed by task and person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Progress


@dataclass(frozen=True, slots=True)
class Logged:
    """What one person (or nobody in particular: "") logged on a task or booking in total."""

    task: str
    person: str
    first: date
    last: date
    hours: Fraction


@dataclass(frozen=True)
class Timesheet:
    """The rows that count, in order of date.

    Parameters
    ----------
    rows
        By task or booking, oldest first.
    future
        Rows dated on or after the status date, left out.
    """

    rows: dict[str, tuple[Progress, ...]]
    future: tuple[Progress, ...]

    def logged(self, task: str) -> tuple[Logged, ...]:
        """Totals by person of a task or booking, in order of first appearance."""
        people: dict[str, list[Progress]] = {}
        for row in self.rows.get(task, ()):
            people.setdefault(row.person, []).append(row)
        return tuple(
            Logged(task, person, rows[0].date, rows[-1].date, sum((row.hours for row in rows), Fraction(0)))
            for person, rows in people.items()
        )

    def money(self, task: str) -> Decimal:
        """Money without hours that was recorded on a task or booking."""
        return sum((row.cost for row in self.rows.get(task, ())), Decimal(0))


def timesheet(portfolio: Portfolio) -> Timesheet:
    """Read the rows of a portfolio.

    A row with the same `ref` replaces the earlier one. Rows dated `as_of` or later are left out; when `as_of` is a
    date-time, that day's rows count.
    """
    by_ref: dict[str, Progress] = {}
    for number, row in enumerate(portfolio.progress):
        by_ref[f"ref {row.ref}" if row.ref else f"row {number}"] = row
    today_counts = isinstance(portfolio.as_of, datetime)
    today = portfolio.as_of_day
    future: list[Progress] = []
    past: list[Progress] = []
    for row in by_ref.values():
        counts = row.date < today or (row.date == today and today_counts)
        (past if counts else future).append(row)
    rows: dict[str, list[Progress]] = {}
    for row in sorted(past, key=lambda row: row.date):
        rows.setdefault(row.task, []).append(row)
    return Timesheet({task: tuple(found) for task, found in rows.items()}, tuple(future))
