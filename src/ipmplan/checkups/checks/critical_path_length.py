"""Projects whose last date is nearer than the work that is left: the critical path length index (CPLI).

Formula::

    CPLI = (L + F) / L of each project with a date, the lowest >= 0.95
    L = W(today, its last dated finish in the plan), F = W(that finish, end of the due day), below 0 when it is late
"""

from __future__ import annotations

from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.study.dates import finish_of
from ipmplan.study.scope import Due

TITLE = "CPLI"
RULE = "no project lacks more than 5 % of the time that its last date needs"
SOURCE = "DCMA 14-point assessment, 13"
COUNTS = "projects with a date"
LIMIT = Limit(least=Fraction(95, 100))
ORDER = 13
NEEDS = "a plan of this day"


def look(examined: Examined) -> Looked | None:
    """Find projects that lack time, and the lowest index of all."""
    plan = examined.current
    if plan is None:
        return None
    last: dict[str, tuple[int, Due]] = {}
    for due in examined.study.scope.dues:
        if due.end is not None and due.weight and due.end > last.get(due.project, (-1, due))[0]:
            last[due.project] = (due.end, due)
    calendar, today = plan.time.portfolio, plan.portfolio.as_of_tick
    indexes = {}
    for project, (end, due) in last.items():
        finish = finish_of(plan, due)
        length = calendar.before(finish) - calendar.before(today) if finish is not None else 0
        if finish is not None and length > 0:
            until = min(end, examined.study.until)
            indexes[project] = (length + calendar.before(until) - calendar.before(finish)) / length, due.id
    found = [
        Symptom(project, f"CPLI {index:.2f}: {due} is behind its day", 1 - index)
        for project, (index, due) in indexes.items()
        if LIMIT.least is not None and index < LIMIT.least
    ]
    lowest = min((index for index, _ in indexes.values()), default=None)
    return Looked(len(indexes), tuple(found), lowest)
