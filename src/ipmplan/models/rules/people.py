"""The load of people that a plan reports follows from its rows.

Formula::

    hours(i) = planned(i) + booked(i), from today to the last finish;  utilisation(i) = hours(i) / available(i)
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.errors import Issue
from ipmplan.study.loads import load
from ipmplan.study.reading import Reading, differs

RULE = "people"
KEPT_BY_SEARCH = True
HOURS_TOLERANCE = 0.01
RATE_TOLERANCE = 0.001


def check(plan: Reading) -> Iterator[Issue]:
    """Yield people who are unknown, or reported with other hours than the plan gives them."""
    for row in plan.schedule.people:
        if row.id not in plan.portfolio.person:
            hint = "Maybe that person left the people table after planning."
            yield Issue("the plan reports somebody who is not in the people table", row.id, hint, rule=RULE)
            continue
        real = load(plan, row.id)
        if differs(row.hours, real.hours, HOURS_TOLERANCE):
            yield Issue(f"the plan reports {row.hours:g} h, but its rows add up to {real.hours:g} h", row.id, rule=RULE)
        if differs(row.available_hours, real.available, HOURS_TOLERANCE):
            message = f"the plan reports {row.available_hours:g} h of working time, but it is {real.available:g} h"
            yield Issue(message, row.id, "Maybe absences were changed after planning; plan again.", rule=RULE)
        if differs(row.utilisation, real.utilisation, RATE_TOLERANCE):
            message = f"the plan reports a utilisation of {row.utilisation:.3f}, but it is {real.utilisation:.3f}"
            yield Issue(message, row.id, rule=RULE)
