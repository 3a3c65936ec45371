"""What a file of Microsoft Project says as a whole: its name, its status date, the projects in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ipmplan.core.calendar import Moment
from ipmplan.files.formats.mspdi.data import MsProject, MsTask

# Constraints of tasks by Microsoft Project's number.
ALAP, MUST_START, MUST_FINISH, NOT_BEFORE, START_BY, FINISH_AFTER, FINISH_BY = range(1, 8)


@dataclass(frozen=True)
class ProjectOf:
    """Which project a task belongs to."""

    tops: Mapping[int, str]
    around: Mapping[int, tuple[int, ...]]
    whole: str

    def __call__(self, task: MsTask) -> str:
        """Id of the project; empty when it belongs to none."""
        return next((self.tops[uid] for uid in self.around[task.uid] if uid in self.tops), self.whole)


def promised(task: MsTask) -> datetime | None:
    """The promised date of a task: its deadline, or a constraint that says by when it ends."""
    if task.deadline is not None:
        return task.deadline
    return task.constraint_date if task.constraint in (MUST_FINISH, FINISH_BY) else None


def status_of(document: MsProject) -> Moment:
    """Status date of a file; what was worked by then counts."""
    if document.status is not None:
        return document.status if document.status.time() != time() else document.status.date()
    worked = [
        moment.date() + timedelta(days=1)
        for task in document.tasks
        for moment in (task.actual_start, task.actual_finish)
        if moment is not None and not task.summary
    ]
    # What MPXJ writes as the current day is its own.
    known = document.saved or document.current or document.start
    day = known.date() if known is not None else date.today()
    return max([day, *worked])


def title_of(document: MsProject, place: str) -> str:
    """Name of the plan: its title, else that of the file."""
    name = document.name or place
    return name.removesuffix(".xml").removesuffix(".mpp") or "Imported"
