"""Ids that are given twice, or to two things that would be confused."""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Task
from ipmplan.core.words import quoted
from ipmplan.errors import Issue
from ipmplan.validation.names import place

TABLES_WITH_IDS = (
    "people",
    "bookings",
    "projects",
    "milestones",
    "tasks",
    "pools",
    "requirements",
    "decisions",
    "changes",
)


def duplicates(portfolio: Portfolio) -> Iterator[Issue]:
    """Find ids that a table gives twice."""
    for table in TABLES_WITH_IDS:
        first: dict[str, str] = {}
        for row in getattr(portfolio, table):
            if row.id in first:
                earlier = f", first in {first[row.id]}" if row.at else ""
                yield Issue(f"id {quoted(row.id)} is given twice in {table}{earlier}", place(row))
            first.setdefault(row.id, row.at)


def clashes(portfolio: Portfolio) -> Iterator[Issue]:
    """Find ids of two things where `after` or progress names them, and could mean either."""
    for task in portfolio.tasks:
        for link in task.after:
            name = link.predecessor
            if name in portfolio.task and name in portfolio.milestone:
                yield _either("after", name, place(task), portfolio.task[name], portfolio.milestone[name])
    told: set[str] = set()
    for row in portfolio.progress:
        if row.task in portfolio.task and row.task in portfolio.booking and row.task not in told:
            told.add(row.task)
            where = place(row) or row.task
            yield _either("task", row.task, where, portfolio.task[row.task], portfolio.booking[row.task])


def _either(column: str, name: str, where: str, task: Task, other: Milestone | Booking) -> Issue:
    places = f" ({task.at} and {other.at})" if task.at and other.at else ""
    message = f"{column} {quoted(name)} could mean the task or the {type(other).__name__.lower()} of that id{places}"
    return Issue(message, where, "Maybe rename one of them?")
