"""Open tasks with one number for their work: nothing says how unsure it is, so that their odds come from other tasks, or from nobody.

Formula::

    100 x open tasks with work, without `optimistic` or `pessimistic`, and of a kind that no history knows / open tasks with work <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.tracking.states import work_hours

TITLE = "no estimate range"
RULE = "open tasks say how unsure they are, or their kind has a history"
SOURCE = "three-point estimates (PERT, 1958); 5 % as for missing logic"
COUNTS = "open tasks with work"
LIMIT = Limit(Fraction(5, 100))
ORDER = 23


def look(examined: Examined) -> Looked:
    """Find tasks of which nothing says how unsure they are, those with the most hours first."""
    known = {row.kind for row in examined.portfolio.history if row.kind}
    sized = [(task, float(hours)) for task in examined.open_tasks if (hours := work_hours(task))]
    found = []
    for task, amount in sized:
        missing = [name for name in ("optimistic", "pessimistic") if getattr(task, name) is None]
        if missing and task.kind not in known:
            found.append(Symptom(task.id, f"{amount:g} h, no {' and no '.join(missing)}", amount))
    return Looked(len(sized), tuple(found))
