"""What clients asked for and no task delivers, and what is done and the client has not accepted.

Formula::

    requirements without a planned task or change + requirements whose tasks are all finished, not accepted = 0
"""

from __future__ import annotations

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.study.wishes import PLANNED_STATUS
from ipmplan.tracking.requirements import wanted

TITLE = "open requirements"
RULE = "every requirement has tasks, and is accepted once they are done"
SOURCE = "traceability (ISO/IEC/IEEE 29148)"
COUNTS = "requirements"
LIMIT = Limit()
ORDER = 25


def look(examined: Examined) -> Looked:
    """Find requirements without work, then those that wait for the client."""
    portfolio = examined.portfolio
    active = {project.id for project in portfolio.projects if project.status in PLANNED_STATUS}
    rows = [one for one in wanted(portfolio, examined.states.values()) if one.requirement.project in active]
    found = []
    for one in rows:
        if one.stage == "missing":
            found.append(Symptom(one.requirement.id, f"no task delivers it: {one.requirement.statement}", 1e6))
        elif one.stage == "done" and one.done_on is not None:
            days = (portfolio.as_of_day - one.done_on).days
            found.append(Symptom(one.requirement.id, f"done for {days} days, not accepted", days))
    return Looked(len(rows), tuple(found))
