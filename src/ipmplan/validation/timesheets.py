"""Timesheet rows that cannot be taken as they are."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Issue
from ipmplan.study.timesheet import timesheet
from ipmplan.validation.names import place

MOST_LISTED = 10


def finished_tasks(portfolio: Portfolio) -> frozenset[str]:
    """Ids of the tasks for which somebody wrote a remaining of 0 last."""
    done: set[str] = set()
    for task, rows in timesheet(portfolio).rows.items():
        written = [row.remaining for row in rows if row.remaining is not None]
        if written and written[-1] == 0:
            done.add(task)
    return frozenset(done)


def rows(portfolio: Portfolio) -> Iterator[Issue]:
    """Tell which rows are left out because the status date is earlier."""
    future = sorted(timesheet(portfolio).future, key=lambda row: row.date)
    as_of = portfolio.as_of.isoformat()
    for row in future[:MOST_LISTED]:
        message = f"date {row.date.isoformat()} is not before the status date {as_of}; the row is left out"
        yield Issue(message, place(row) or row.task, severity="warning")
    if len(future) > MOST_LISTED:
        message = f"{len(future) - MOST_LISTED} more rows are not before the status date {as_of} and are left out"
        yield Issue(message, place(future[MOST_LISTED]), severity="warning")
