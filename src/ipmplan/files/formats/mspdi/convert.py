"""A file of Microsoft Project becomes a portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from ipmplan.core.calendar import Moment
from ipmplan.core.people import Person
from ipmplan.core.portfolio import Booking, CalendarSettings, Milestone, Portfolio, Project, Task
from ipmplan.core.records import Progress
from ipmplan.errors import InputError, Issue
from ipmplan.files.formats.ids import Ids, slug
from ipmplan.files.formats.imported import Imported, Losses
from ipmplan.files.formats.mspdi import fields
from ipmplan.files.formats.mspdi.baseline import baseline_of
from ipmplan.files.formats.mspdi.bookings import booking_of
from ipmplan.files.formats.mspdi.calendars import CalendarSet, WorkingTimes, grid_of, workweek
from ipmplan.files.formats.mspdi.data import MsAssignment, MsProject, MsTask
from ipmplan.files.formats.mspdi.document import read_document
from ipmplan.files.formats.mspdi.frame import (
    MUST_START,
    NOT_BEFORE,
    ProjectOf,
    promised,
    status_of,
    title_of,
)
from ipmplan.files.formats.mspdi.kept import keep
from ipmplan.files.formats.mspdi.links import Links, plain, summaries
from ipmplan.files.formats.mspdi.recorded import recorded
from ipmplan.files.formats.mspdi.team import NOBODY, everybody, team_of
from ipmplan.files.formats.mspdi.tell import tell
from ipmplan.files.formats.mspdi.work import Doing, Unassigned, doing

Projects = Literal["file", "summaries"]
DONE = 100
YEARS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """How a file is to be read.

    Parameters
    ----------
    projects
        Whether the file is one project, or each summary of the first level is one.
    unassigned
        What a task is to which nobody is assigned.
    as_of
        Status date; that of the file when not given.
    """

    projects: Projects = "file"
    unassigned: Unassigned = "wait"
    as_of: Moment | None = None


def read_mspdi(data: bytes, place: str, choices: Choices | None = None) -> Imported:
    """Read a file of Microsoft Project as a portfolio.

    Parameters
    ----------
    data
        The file.
    place
        Its name.
    choices
        How it is to be read.

    Raises
    ------
    InputError
        When it is no such file, or values in it cannot be read.
    """
    document = read_document(data, place)
    if not document.tasks:
        raise InputError(Issue("the file has no tasks", place))
    return _Conversion(document, place, choices or Choices()).result()


class _Conversion:
    """One file on its way; what is worked out once is kept."""

    def __init__(self, document: MsProject, place: str, choices: Choices) -> None:
        self.document, self.place, self.choices = document, place, choices
        self.losses = Losses(place)
        self.ids = Ids()
        self.as_of = choices.as_of or status_of(document)
        day = self.as_of.date() if isinstance(self.as_of, datetime) else self.as_of
        last = max([day, *(task.finish.date() for task in document.tasks if task.finish is not None)])
        until = min(last, day + timedelta(days=3650)).replace(day=1) + timedelta(days=366 * YEARS_AHEAD)
        calendars = CalendarSet(document.calendars, until, self.losses)
        self.standard = calendars.times(document.calendar)
        if not any(self.standard.week):
            self.losses.add("a calendar without working time is taken for the usual one", "the project's")
            self.standard = WorkingTimes()
        people = Ids()
        self.team = team_of(document, calendars, self.standard, people, self.losses)
        self.week = workweek(self.standard)
        self.around = summaries(document.tasks)
        self.summaries = {task.uid: task for task in document.tasks if task.summary and task.level > 0}
        self.kept = {task.uid: fields.own(task.fields, fields.TASK, document.aliases) for task in document.tasks}
        self.assigned: dict[int, list[MsAssignment]] = {}
        for one in document.assignments:
            self.assigned.setdefault(one.task, []).append(one)

    def result(self) -> Imported:
        """Put everything together."""
        document = self.document
        leaves = [task for task in document.tasks if self._is_leaf(task)]
        # Ids that we gave come first, so that no other thing takes them.
        given = {task.uid: self.ids.new(self.kept[task.uid]["id"]) for task in leaves if self.kept[task.uid].get("id")}
        booked = {task.uid: task for task in leaves if self.kept[task.uid].get("is") == fields.BOOKING}
        work = [task for task in leaves if task.uid not in booked]
        moments = frozenset(task.uid for task in work if self._is_moment(task))
        names = {task.uid: given.get(task.uid) or self.ids.new(f"T{task.uid}") for task in leaves}
        links = Links(document.tasks, moments, self._floors(work, moments), self.week.hours_a_week, self.losses)
        projects, project_of = self._projects()
        milestone_of = self._milestones(work, moments, links)
        doings = {task.uid: self._doing(task) for task in work if task.uid not in moments}
        tasks: list[Task] = []
        progress: list[Progress] = []
        beside: dict[str, dict[str, str]] = {}
        for task in work:
            if task.uid in moments:
                continue
            made = self._task(task, doings[task.uid], links, names, moments)
            made = replace(made, project=project_of(task), milestone=names.get(milestone_of.get(task.uid, -1), ""))
            tasks.append(made)
            waits = any(way.wait is not None for way in made.work)
            mine = self.assigned.get(task.uid, [])
            progress += recorded(task, made.id, mine, self.team, waits=waits, losses=self.losses)
            beside[made.id] = {"source_phase": self._phase(task), "source_notes": task.notes, "source_wbs": task.wbs}
        bookings = [self._booking(task, names[task.uid], project_of(task)) for task in booked.values()]
        milestones = self._milestone_rows(moments, set(milestone_of.values()), names, project_of)
        tell(document, self.team, self.kept, work, moments, set(milestone_of.values()), self.losses)
        absences, extra = everybody(self.standard)
        portfolio = Portfolio(
            name=title_of(document, self.place),
            as_of=self.as_of,
            currency=document.currency if len(document.currency) == 3 else "EUR",
            calendar=CalendarSettings(
                workweek=self.week,
                grid=grid_of([self.standard, *self.team.times], self._amounts(tasks)),
                open_absence=5 * self.week.hours_a_day,
                open_answer=5 * self.week.hours_a_day,
            ),
            people=self._people(),
            projects=tuple(projects),
            milestones=tuple(milestones.values()),
            tasks=tuple(tasks),
            pools=tuple(self.team.pools),
            absences=(*absences, *self.team.absences),
            extra=(*extra, *self.team.extra),
            rates=tuple(self.team.rates),
            bookings=tuple(one for one in bookings if one is not None),
            progress=tuple(sorted(progress, key=lambda row: row.date)),
        )
        parts = {
            (uid, resource): (part, found.work[0].parts[part].skill or "")
            for uid, found in doings.items()
            for resource, part in found.parts.items()
        }
        baseline = baseline_of(
            document,
            self.team,
            {uid: name for uid, name in names.items() if uid not in moments},
            booked,
            {uid: (row.id, row.due) for uid, row in milestones.items()},
            parts,
            (portfolio.name, self.as_of, self.place),
        )
        return Imported(portfolio, baseline, self.losses.issues(), {"tasks": beside})

    def _is_leaf(self, task: MsTask) -> bool:
        if task.external:
            self.losses.add("tasks of other plans are not carried over", task.label)
        return not task.summary and not task.external and task.level > 0

    def _is_moment(self, task: MsTask) -> bool:
        """Whether a task takes no time, as milestones do."""
        return task.duration == 0 and not any(
            one.work > 0 and one.resource in self.team.ids for one in self.assigned.get(task.uid, ())
        )

    def _floors(self, work: list[MsTask], moments: frozenset[int]) -> dict[int, datetime]:
        """First moments of milestones that have one of their own."""
        found = {}
        for task in work:
            first = self._not_before(task)
            if task.uid in moments and first is not None and task.percent < DONE:
                found[task.uid] = first
        return found

    def _not_before(self, task: MsTask) -> datetime | None:
        planned = task.baseline.start if task.baseline is not None else None
        if self.kept[task.uid] and task.constraint_date in (None, planned):
            # Exported work stands where it was planned.
            return None
        if task.constraint in (MUST_START, NOT_BEFORE):
            return task.constraint_date
        if task.manual and not task.links:
            return task.start
        return None

    def _projects(self) -> tuple[list[Project], ProjectOf]:
        document = self.document
        own = {uid: kept for uid, kept in self.kept.items() if kept.get("is") in (fields.PROJECT, fields.LOOSE)}
        tops: dict[int, str] = {}
        rows: list[Project] = []
        ids = Ids()
        for task in document.tasks:
            if not task.summary or task.level != 1:
                continue
            if task.uid in own:
                tops[task.uid] = ids.new(own[task.uid]["id"]) if own[task.uid]["is"] == fields.PROJECT else ""
            elif not own and self.choices.projects == "summaries":
                tops[task.uid] = ids.new(slug(task.name, f"P{task.uid}"))
            else:
                continue
            if tops[task.uid]:
                due = self._day(task.deadline, end=True) if task.deadline is not None else None
                row = Project(tops[task.uid], task.name, due=due)
                rows.append(keep(row, self.kept[task.uid], self.week) if own else row)
        whole = ""
        if not own and (not rows or any(self._alone(task) for task in document.tasks)):
            whole = ids.new("P1")
            rows.append(Project(whole, title_of(document, self.place)))
        return rows, ProjectOf(tops, self.around, whole)

    def _alone(self, task: MsTask) -> bool:
        return not task.summary and task.level > 0 and not any(uid in self.summaries for uid in self.around[task.uid])

    def _milestones(self, work: list[MsTask], moments: frozenset[int], links: Links) -> dict[int, int]:
        """The milestone that each task names: the first of those that it leads to by its finish."""
        found: dict[int, int] = {}
        endless = datetime.max
        order = sorted((task for task in work if task.uid in moments), key=lambda task: promised(task) or endless)
        for task in order:
            for before, kind, lag in links.direct(task.uid):
                if before not in moments and kind[0] == "F" and lag == 0:
                    found.setdefault(before, task.uid)
        phases = [task for task in self.document.tasks if task.summary and task.deadline is not None and task.level > 0]
        own = {uid for uid, kept in self.kept.items() if kept.get("is")}
        for phase in sorted(phases, key=lambda task: (-task.level, task.deadline or endless)):
            if phase.uid in own or (self.choices.projects == "summaries" and phase.level == 1):
                continue
            for task in work:
                if task.uid not in moments and phase.uid in self.around[task.uid]:
                    found.setdefault(task.uid, phase.uid)
        return found

    def _milestone_rows(
        self,
        moments: frozenset[int],
        named: set[int],
        names: dict[int, str],
        project_of: ProjectOf,
    ) -> dict[int, Milestone]:
        found: dict[int, Milestone] = {}
        for task in self.document.tasks:
            if task.uid not in named:
                continue
            names.setdefault(task.uid, self.ids.new(f"M{task.uid}"))
            due = promised(task) if task.uid in moments else task.deadline
            kept = self.kept[task.uid]
            day = self._day(due, end=True) if due is not None else None
            row = Milestone(names[task.uid], project_of(task), task.name, day)
            found[task.uid] = keep(row, kept, self.week) if kept else row
        return found

    def _doing(self, task: MsTask) -> Doing:
        kept = self.kept[task.uid]
        if kept.get("work") and kept.get("sum", "") == fields.summed(self._hours(task)):
            return Doing()
        assigned = self.assigned.get(task.uid, [])
        return doing(task, assigned, self.team, self.week.hours_a_week, self.choices.unassigned, self.losses)

    def _hours(self, task: MsTask) -> dict[str, Fraction]:
        """Hours of each person at a task."""
        found: dict[str, Fraction] = {}
        for one in self.assigned.get(task.uid, ()):
            if one.resource in self.team.ids:
                name = self.team.ids[one.resource][0]
                found[name] = found.get(name, Fraction(0)) + one.work
        return found

    def _task(
        self, task: MsTask, found: Doing, links: Links, names: Mapping[int, str], moments: frozenset[int]
    ) -> Task:
        before, floor = links.of(task.uid)
        firsts = [one for one in (floor, self._not_before(task)) if one is not None]
        first = max(firsts) if firsts and task.actual_start is None else None
        due = promised(task)
        made = Task(
            id=names[task.uid],
            name=task.name,
            work=found.work,
            after=plain((one for one in before if one[0] not in moments), names),
            people=found.pins,
            not_before=self._day(first, end=False) if first is not None else None,
            due=self._day(due, end=True) if due is not None else None,
            fixed_cost=max(task.fixed_cost + found.cost, Decimal(0)),
            cancelled=not task.active,
        )
        if self.kept[task.uid]:
            made = keep(made, self.kept[task.uid], self.week, self._hours(task), task)
        return made

    def _booking(self, task: MsTask, name: str, project: str) -> Booking | None:
        found = booking_of(self.kept[task.uid], name, project, self.week)
        if found is None:
            self.losses.add("a booking cannot be read from its custom field", task.label)
        return found

    def _people(self) -> tuple[Person, ...]:
        if self.team.people:
            return tuple(self.team.people.values())
        self.losses.add(
            "the file has no people: one is made up, who has nothing to do", NOBODY, "Maybe add yours to people.csv?"
        )
        return (Person(NOBODY, "Nobody yet"),)

    def _phase(self, task: MsTask) -> str:
        return " / ".join(self.summaries[uid].name for uid in self.around[task.uid] if uid in self.summaries)

    def _amounts(self, tasks: list[Task]) -> list[Fraction]:
        return [part.hours for task in tasks for way in task.work for part in way.parts] + [
            way.wait for task in tasks for way in task.work if way.wait is not None
        ]

    def _day(self, moment: datetime, *, end: bool) -> Moment:
        """The day of a moment that is its first or last working one, else the moment."""
        spans = self.standard.on(moment.date()) or self.standard.week[moment.weekday()]
        minute = moment.hour * 60 + moment.minute
        if minute == 0 or not spans or (minute >= spans[-1][1] if end else minute <= spans[0][0]):
            return moment.date()
        return moment
