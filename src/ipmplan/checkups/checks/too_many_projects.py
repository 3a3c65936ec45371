"""People who work on more than three projects in a week: changing over costs a fifth of their time for each project more.

Formula::

    100 x (person, ISO week) with planned work for > 3 projects / (person, ISO week) with planned work <= 5
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

from ipmplan.checkups.checkup import Limit, Looked, Symptom
from ipmplan.checkups.examined import Examined
from ipmplan.study.reading import Reading, Stint

TITLE = "too many projects"
RULE = "nobody works on more than 3 projects in a week"
SOURCE = "Weinberg, Quality Software Management 1 (1992); 5 % as for missing logic"
COUNTS = "weeks of people"
LIMIT = Limit(Fraction(5, 100))
ORDER = 24
NEEDS = "a plan"
MOST_PROJECTS = 3


def look(examined: Examined) -> Looked | None:
    """Find weeks in which somebody changes over too often, the worst first."""
    plan = examined.plan
    if plan is None:
        return None
    weeks: dict[tuple[str, str], set[str]] = {}
    for person, stints in plan.by_person.items():
        for stint in stints:
            if not examined.is_finished(stint.row.task):
                for week in _weeks(plan, stint):
                    weeks.setdefault((person, week), set()).add(plan.task(stint.row.task).project)
    found = [
        Symptom(person, f"{len(projects)} projects in {week}: {', '.join(sorted(projects))}", len(projects))
        for (person, week), projects in weeks.items()
        if len(projects) > MOST_PROJECTS
    ]
    return Looked(len(weeks), tuple(found))


def _weeks(plan: Reading, stint: Stint) -> Iterator[str]:
    """ISO weeks in which a row is worked on, such as ``2026-W02``."""
    grid, free = plan.grid, plan.time.free(stint.row.person)
    first = grid.moment(stint.start).date()
    monday = datetime.combine(first - timedelta(days=first.weekday()), datetime.min.time())
    while (start := grid.start_of(monday)) < stint.end:
        monday += timedelta(days=7)
        if free.count(max(start, stint.start), min(grid.start_of(monday), stint.end)):
            year, week, _ = (monday - timedelta(days=7)).isocalendar()
            yield f"{year}-W{week:02}"
