"""Tasks that were to be finished by now and are not, or were finished late, measured against the baseline.

Formula::

    100 x tasks with baseline end <= as_of, open or finished after it / tasks with baseline end <= as_of <= 5
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.words import on

TITLE = "missed tasks"
RULE = "few tasks end later than in the baseline"
SOURCE = "DCMA 14-point assessment, 11"
COUNTS = "tasks due by now"
LIMIT = Limit(Fraction(5, 100))
ORDER = 11
NEEDS = "a baseline"


def look(examined: Examined) -> Looked:
    """Find tasks that missed their day, those that missed it by most first."""
    found = []
    for task, state in examined.due_by_now:
        # Work that ends at midnight was done on the day before.
        due = (task.end - timedelta(minutes=1)).date()
        until = state.finished_on or examined.portfolio.as_of_day
        if state.finished_on is not None and state.finished_on <= due:
            continue
        days = examined.days_between(_start(due), _start(until))
        said = f"finished on {on(state.finished_on)}" if state.finished_on is not None else "still open"
        found.append(Symptom(task.id, f"due on {on(due)}, {said}", days))
    return Looked(len(examined.due_by_now), tuple(found))


def _start(day: object) -> datetime:
    return datetime.fromisoformat(f"{day}")
