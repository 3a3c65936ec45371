"""Holds that ask for nothing, twice, or for what nobody could keep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ipmplan.core.portfolio import Portfolio
from ipmplan.core.records import Hold
from ipmplan.core.words import on, quoted
from ipmplan.errors import Issue
from ipmplan.files.week import off_the_grid
from ipmplan.study.holds import active
from ipmplan.study.reserved import expired


def rows(portfolio: Portfolio) -> Iterator[Issue]:
    """Find holds of a task that is held already, of nothing, off the grid, or of waits that nobody begins."""
    first: dict[str, str] = {}
    counting = active(portfolio)
    for row in portfolio.holds:
        where = row.at or f"holds {row.task}"
        if row.task in first:
            earlier = f", first in {first[row.task]}" if first[row.task] else ""
            yield Issue(f"{quoted(row.task)} is held twice{earlier}", where, "Maybe leave one row, with both?")
        first.setdefault(row.task, row.at)
        if not row.people and row.start is None:
            hint = "Maybe say who stays on it (`people`), or when it starts (`start`)?"
            yield Issue("neither people nor a start is held", where, hint)
        if isinstance(row.start, datetime):
            odd = off_the_grid(
                f"start {quoted(row.start.isoformat(timespec='minutes'))}",
                row.start.hour * 60 + row.start.minute,
                portfolio.grid,
            )
            if odd is not None:
                yield Issue(odd[0], where, odd[1])
        if counting.get(row.task) is row and row.task in portfolio.task:
            yield from _waits(portfolio, row, where)


def projects(portfolio: Portfolio) -> Iterator[Issue]:
    """List tentative projects whose reservation is over."""
    for project in expired(portfolio):
        assert project.held_until is not None
        message = f"{quoted(project.id)} was held until {on(project.held_until)}: it is tentative as any other now"
        where = project.at or f"projects {project.id}"
        yield Issue(message, where, "Maybe ask the client, or write another `held_until`?", "warning")


def _waits(portfolio: Portfolio, row: Hold, where: str) -> Iterator[Issue]:
    task = portfolio.task[row.task]
    works = [work for work in task.work if work.parts]
    if row.people and not works:
        yield Issue(f"people are held on {quoted(task.id)}, at which nobody works", where)
    elif row.start is not None and not works and not any((*task.uses, *work.uses) for work in task.work):
        message = (
            f"the start of {quoted(task.id)} is held, but nobody works at it: it begins when its predecessors allow"
        )
        yield Issue(message, where, "Maybe give it a not_before?")
