"""Open tasks of which one end hangs loose.

Links hold only their end, so that they may begin at any time, or something waits only for their start, so that they may end at any time.

Formula::

    open tasks with links into them, none FS or SS + open tasks with links out of them, none FS or FF, and no date of their own = 0
"""

from __future__ import annotations

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.portfolio import Task

TITLE = "dangling tasks"
RULE = "links hold the start of every task, and its end holds something"
SOURCE = "GAO Schedule Assessment Guide (2015), best practice 2"
COUNTS = "open tasks"
LIMIT = Limit()
ORDER = 20
TO_START, FROM_END = {"FS", "SS"}, {"FS", "FF"}


def look(examined: Examined) -> Looked:
    """Find tasks with a loose start or end."""
    found = []
    for task in examined.open_tasks:
        loose = [*_start(examined, task), *_end(examined, task)]
        if loose:
            found.append(Symptom(task.id, "; ".join(loose), len(loose)))
    return Looked(len(examined.open_tasks), tuple(found))


def _start(examined: Examined, task: Task) -> list[str]:
    into = examined.into.get(task.id, ())
    if not into or examined.has_begun(task.id) or any(link.type in TO_START for link in into):
        return []
    return ["its start waits for nothing, only its end"]


def _end(examined: Examined, task: Task) -> list[str]:
    out = examined.out_of.get(task.id, ())
    if not out or task.milestone or task.due is not None or any(link.type in FROM_END for link in out):
        return []
    return ["nothing waits for its end, only for its start"]
