"""Open tasks that could slip by more than two months: most often a link is missing, or the work belongs into a later plan.

The float is the plan's own: links, and the order of everybody's and every pool's work, kept (`slack_hours` in plan.json).

Formula::

    100 x open tasks with float > 44 working days / open tasks <= 5
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined

TITLE = "high float"
RULE = "few open tasks could slip by more than 44 working days"
SOURCE = "DCMA 14-point assessment, 6"
COUNTS = "open tasks"
LIMIT = Limit(Fraction(5, 100))
ORDER = 6
NEEDS = "a plan of this day"
MOST_DAYS = 44


def look(examined: Examined) -> Looked | None:
    """Find tasks with much float, the most first."""
    plan = examined.current
    if plan is None:
        return None
    rows = [plan.rows[task.id] for task in examined.open_tasks if task.id in plan.rows]
    floats = [(row.id, row.slack_hours / float(examined.hours_a_day)) for row in rows]
    found = [Symptom(name, f"could slip {days:.0f} working days", days) for name, days in floats if days > MOST_DAYS]
    return Looked(len(rows), tuple(found))
