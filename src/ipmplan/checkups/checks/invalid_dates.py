"""Dates that cannot be: time recorded for the status date or later, and work that should have begun before it and has not.

Rows of progress from the status date on do not count until it is moved; a plan whose work lies in the past wants ``ipmplan replan``.

Formula::

    (rows of progress dated as_of or later) + (open tasks without progress that the plan starts before as_of) = 0
"""

from __future__ import annotations

from datetime import datetime

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.words import on

TITLE = "invalid dates"
RULE = "nothing is recorded ahead of the status date, nothing planned before it"
SOURCE = "DCMA 14-point assessment, 9"
COUNTS = "records and open tasks"
LIMIT = Limit()
ORDER = 9


def look(examined: Examined) -> Looked:
    """Find records from the future and plans for the past."""
    portfolio = examined.portfolio
    found = []
    for row in portfolio.progress:
        ahead = (row.date - portfolio.as_of_day).days
        if ahead > 0 or (ahead == 0 and not isinstance(portfolio.as_of, datetime)):
            found.append(Symptom(row.task, f"recorded on {on(row.date)}, not before {on(portfolio.as_of)}", ahead + 1))
    now = portfolio.grid.moment(portfolio.as_of_tick)
    rows = examined.plan.rows if examined.plan is not None else {}
    for task in examined.open_tasks:
        planned = rows.get(task.id)
        if planned is None or examined.has_begun(task.id) or planned.start >= now or _waits(examined, task.id):
            continue
        behind = (now - planned.start).days
        found.append(Symptom(task.id, f"planned for {on(planned.start.date())}, and has not begun", behind + 1))
    return Looked(len(portfolio.progress) + len(examined.open_tasks), tuple(found))


def _waits(examined: Examined, task: str) -> bool:
    """Whether nobody works on it: a wait may begin before the status date without a record."""
    return examined.plan is not None and examined.plan.is_wait(task)
