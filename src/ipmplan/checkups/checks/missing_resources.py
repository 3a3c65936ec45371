"""Open tasks that say nothing of who works on them: without work, or with work that anybody may do.

Formula::

    open tasks without work + open tasks with a part of no skill for which nobody is named = 0
"""

from __future__ import annotations

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.portfolio import Task

TITLE = "missing resources"
RULE = "every open task says which skill or whom it needs"
SOURCE = "DCMA 14-point assessment, 10"
COUNTS = "open tasks"
LIMIT = Limit()
ORDER = 10
NAMES_SOMEBODY = {"only", "same"}


def look(examined: Examined) -> Looked:
    """Find tasks for nobody, and for anybody, those with the most hours first."""
    found = []
    for task in examined.open_tasks:
        if not task.work:
            found.append(Symptom(task.id, "no work", 1e9))
            continue
        anybody = sum(part.hours for part in task.work[0].parts if part.skill is None)
        if anybody and not _names_somebody(task):
            found.append(Symptom(task.id, f"{float(anybody):g} h for anybody: no skill, nobody named", float(anybody)))
    return Looked(len(examined.open_tasks), tuple(found))


def _names_somebody(task: Task) -> bool:
    return any(pin.kind in NAMES_SOMEBODY for pin in task.people)
