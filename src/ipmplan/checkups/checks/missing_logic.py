"""Open tasks that nothing leads to, or that lead to nothing: whatever happens to them moves no date.

Predecessors are links and open questions; successors are links, a milestone that the task counts towards, and a date of its own. Work
that has begun needs no predecessor any more, nor does the first task of each project: the one that starts first in the plan or, without
a plan, stands first in the table.

Formula::

    100 x open tasks without predecessor or without successor / open tasks <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.portfolio import Task

TITLE = "missing logic"
RULE = "every open task waits for something, and something waits for it"
SOURCE = "DCMA 14-point assessment, 1"
COUNTS = "open tasks"
LIMIT = Limit(Fraction(5, 100))
ORDER = 1


def look(examined: Examined) -> Looked:
    """Find tasks without predecessor or successor."""
    first = _first(examined)
    found = []
    for task in examined.open_tasks:
        lacks = []
        if not _has_predecessor(examined, task) and task.id not in first:
            lacks.append("predecessor")
        if not (examined.out_of.get(task.id) or task.milestone or task.due is not None):
            lacks.append("successor or milestone")
        if lacks:
            found.append(Symptom(task.id, f"no {' and no '.join(lacks)}", len(lacks)))
    return Looked(len(examined.open_tasks), tuple(found))


def _has_predecessor(examined: Examined, task: Task) -> bool:
    waits = examined.into.get(task.id) or examined.study.scope.decisions.get(task.id)
    return bool(waits) or examined.has_begun(task.id)


def _first(examined: Examined) -> set[str]:
    """The first task of each project."""
    rows = examined.plan.rows if examined.plan is not None else {}
    found: dict[str, Task] = {}
    for task in examined.study.scope.tasks:
        known = found.setdefault(task.project, task)
        if task.id in rows and known.id in rows and rows[task.id].start < rows[known.id].start:
            found[task.project] = task
    return {task.id for task in found.values()}
