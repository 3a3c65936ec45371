"""Dates that allow no plan beyond them: a firm milestone, and a task that is held at its start.

They stop links from moving work, so that a delay makes the plan impossible instead of late. `not_before` only keeps work from
beginning earlier and does not count.

Formula::

    100 x (firm milestones that are open + open tasks held at a start) / (open tasks + open dated milestones) <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.words import on
from ipmplan.study.holds import active

TITLE = "hard dates"
RULE = "few tasks and milestones have a date that nothing may move"
SOURCE = "DCMA 14-point assessment, 5"
COUNTS = "open tasks and dates"
LIMIT = Limit(Fraction(5, 100))
ORDER = 5


def look(examined: Examined) -> Looked:
    """Find firm milestones, and tasks that are held at a start."""
    open_tasks = {task.id for task in examined.open_tasks}
    dues = [due for due in examined.study.scope.dues if due.due is not None and open_tasks & set(due.tasks)]
    found = [Symptom(due.id, f"firm: not after {on(due.due)}", 2.0) for due in dues if due.firm and due.due is not None]
    for name, hold in active(examined.portfolio).items():
        if hold.start is not None and name in open_tasks:
            why = f" ({hold.reason})" if hold.reason else ""
            found.append(Symptom(name, f"held at {on(hold.start)}{why}", 1.0))
    return Looked(len(open_tasks) + len(dues), tuple(found))
