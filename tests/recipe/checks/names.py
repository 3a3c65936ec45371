"""Tasks without a name of their own: nobody knows what they are in half a year.

Formula::

    open tasks without name = 0
"""

from __future__ import annotations

from ipmplan.checkups import Examined, Limit, Looked, Symptom

TITLE = "names"
RULE = "every open task has a name"
SOURCE = "ourselves"
COUNTS = "open tasks"
LIMIT = Limit()
ORDER = 90


def look(examined: Examined) -> Looked:
    """Find tasks without a name."""
    found = [Symptom(task.id, "no name") for task in examined.open_tasks if not task.name]
    return Looked(len(examined.open_tasks), tuple(found))
