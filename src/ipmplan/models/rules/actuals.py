"""Recorded time is never moved, lost or overwritten.

Formula::

    hours in the plan of person i at task t = hours that progress records of i at t, on the same days
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.core.plan import Assignment
from ipmplan.errors import Issue
from ipmplan.study.reading import Reading, differs
from ipmplan.study.timesheet import Logged

RULE = "actuals"
KEPT_BY_SEARCH = True
HOURS_TOLERANCE = 0.01


def check(plan: Reading) -> Iterator[Issue]:
    """Yield recorded hours that the plan lacks, invents, or puts on other days.

    A plan may have one row for all that a person recorded on a task or booking, or one for each entry.
    """
    rows: dict[tuple[str, str], list[Assignment]] = {}
    for row in plan.schedule.assignments:
        if row.kind == "actual":
            rows.setdefault((row.task, row.person), []).append(row)
    for name in plan.sheet.rows:
        if name not in plan.portfolio.task and name not in plan.portfolio.booking:
            continue
        for logged in plan.sheet.logged(name):
            yield from _logged(plan, logged, rows.pop((name, logged.person), []))
    for (name, person), found in rows.items():
        hours = sum(row.hours for row in found)
        message = f"the plan says that {person or 'somebody'} has worked {hours:g} h on it, but nothing is recorded"
        yield Issue(message, name, "Maybe a row of progress was deleted after planning.", rule=RULE)


def _logged(plan: Reading, logged: Logged, rows: list[Assignment]) -> Iterator[Issue]:
    who = logged.person or "somebody"
    recorded = float(logged.hours)
    hours = sum(row.hours for row in rows)
    if differs(hours, recorded, HOURS_TOLERANCE):
        message = f"{who} has recorded {recorded:g} h, but the plan has {hours:g} h"
        yield Issue(message, logged.task, "Maybe progress was added after planning; plan again.", rule=RULE)
    elif rows:
        first, last = min(row.start for row in rows), max(row.end for row in rows)
        if first.date() != logged.first or not _within(plan, logged, rows):
            message = (
                f"{who} has worked on it from {logged.first} to {logged.last}, but the plan says "
                f"{first.date()} to {last.date()}"
            )
            yield Issue(message, logged.task, "Maybe the rows were moved by hand.", rule=RULE)


def _within(plan: Reading, logged: Logged, rows: list[Assignment]) -> bool:
    last = max(plan.tick(row.end) for row in rows)
    return plan.grid.start_of(logged.last) <= last <= plan.grid.end_of(logged.last)
