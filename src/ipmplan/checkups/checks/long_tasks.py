"""Open tasks of more than two weeks' work of one person: too large to be estimated well, and to be seen going wrong.

Formula::

    100 x open tasks with hours > 80 / open tasks with hours <= 5, hours of all people in the first alternative
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.tracking.states import work_hours

TITLE = "long tasks"
RULE = "few open tasks are more than 80 hours of work"
SOURCE = "the 8/80 rule of work breakdown structures"
COUNTS = "open tasks with work"
LIMIT = Limit(Fraction(5, 100))
ORDER = 21
MOST_HOURS = 80


def look(examined: Examined) -> Looked:
    """Find large tasks, the largest first."""
    hours = [(task.id, work_hours(task)) for task in examined.open_tasks]
    sized = [(name, float(amount)) for name, amount in hours if amount]
    found = [Symptom(name, f"{amount:g} h of work", amount) for name, amount in sized if amount > MOST_HOURS]
    return Looked(len(sized), tuple(found))
