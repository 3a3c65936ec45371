"""Planned work that no longer fits into its person's time: leave or illness that the plan did not know of.

Formula::

    rows of the plan with an absence between their start and end, and fewer working hours between them than they need = 0
"""

from __future__ import annotations

from collections.abc import Iterator

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.core.words import on
from ipmplan.study.reading import Reading, Stint

TITLE = "booked on leave"
RULE = "nobody is planned while they are away"
SOURCE = "the rule `availability`, asked of leave that came after the plan"
COUNTS = "rows of the plan"
LIMIT = Limit()
ORDER = 22
NEEDS = "a plan"


def look(examined: Examined) -> Looked | None:
    """Find rows of the plan that leave has shortened, those that lack most hours first."""
    plan = examined.plan
    if plan is None:
        return None
    stints = [stint for rows in plan.by_person.values() for stint in rows if not examined.is_finished(stint.row.task)]
    return Looked(len(stints), tuple(symptom for stint in stints for symptom in _symptom(plan, stint)))


def _symptom(plan: Reading, stint: Stint) -> Iterator[Symptom]:
    row = stint.row
    grid = plan.grid
    there = grid.to_hours(plan.time.free(row.person).count(stint.start, stint.end)) * row.share
    lacks = row.hours - there
    away = next((one for one in plan.portfolio.absences if _falls_in(plan, one, stint)), None)
    if away is not None and lacks > float(grid.hours) / 2:
        reason = f" ({away.reason})" if away.reason else ""
        what = f"{row.person} is away from {on(away.start)}{reason}: {lacks:g} of {row.hours:g} h have no time"
        yield Symptom(row.task, what, lacks)


def _falls_in(plan: Reading, absence: Absence, stint: Stint) -> bool:
    if absence.person not in {stint.row.person, EVERYBODY}:
        return False
    start = plan.grid.start_of(absence.start)
    return start < stint.end and plan.time.absence_end(absence) > stint.start
