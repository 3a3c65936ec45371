"""Open tasks that last more than two months: nobody sees in them whether the work goes well.

Formula::

    100 x open tasks with W(start, end) > 44 working days / open tasks <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "high duration"
RULE = "few open tasks last more than 44 working days"
SOURCE = "DCMA 14-point assessment, 8"
COUNTS = "open tasks"
LIMIT = Limit(Fraction(5, 100))
ORDER = 8
NEEDS = "a plan"
MOST_DAYS = 44


def look(examined: Examined) -> Looked | None:
    """Find tasks that last long, the longest first."""
    plan = examined.plan
    if plan is None:
        return None
    rows = [plan.rows[task.id] for task in examined.open_tasks if task.id in plan.rows]
    lengths = [(row.id, examined.days_between(row.start, row.end)) for row in rows]
    found = [Symptom(name, f"lasts {days:.0f} working days", days) for name, days in lengths if days > MOST_DAYS]
    return Looked(len(rows), tuple(found))
