"""A plan as a file for Microsoft Project: durations, work, assignments, links, calendars, and the plan as baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Booking, Milestone, Portfolio, Project, Task
from ipmplan.core.work import Link
from ipmplan.errors import Issue
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi import fields
from ipmplan.files.formats.mspdi.bookings import booking_field
from ipmplan.files.formats.mspdi.calendar_elements import add_calendar, clock
from ipmplan.files.formats.mspdi.crew_elements import add_assignments, add_people, recorded_by_day
from ipmplan.files.formats.mspdi.marks import add_baseline, add_fields, done_and_left, hours_by_person, hours_of
from ipmplan.files.formats.mspdi.times import last_minute, minutes, working_times
from ipmplan.files.formats.mspdi.xml import NAMESPACE, Value, add, add_all
from ipmplan.files.schema import row_values, tables

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LINKS = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}
IN_DAYS, IN_HOURS = 7, 5
START_NO_EARLIER, AS_SOON = 4, 0
MINUTES_AN_HOUR = 60
TENTHS_A_HOUR = 600
# Columns that have no element of their own, and are kept in a custom field.
MORE = {
    "milestones": ("weight", "firm", "buffer", "agreed", "payment", "invoiced_on"),
    "projects": ("client", "weight", "status", "team", "billing", "budget_limit"),
    "tasks": ("optimistic", "pessimistic"),
}
MONEY = ("payment",)


def print_mspdi(
    portfolio: Portfolio, schedule: Schedule, place: str, *, with_cost: bool = False
) -> tuple[str, tuple[Issue, ...]]:
    """Write a plan as MSPDI.

    Parameters
    ----------
    portfolio
        The facts.
    schedule
        The plan; it is both the dates and baseline 0 of the file.
    place
        Name of the file, for what could not be written.
    with_cost
        Whether rates of people and money of projects are written.

    Returns
    -------
    text
        The XML.
    losses
        What it does not hold.
    """
    from xml.etree.ElementTree import indent, tostring

    root = _Export(portfolio, schedule, Losses(place), with_cost=with_cost)
    tree = root.tree()
    indent(tree)
    body = tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}\n', root.losses.issues()


class _Export:
    """One plan on its way; UIDs are given once and looked up."""

    def __init__(self, portfolio: Portfolio, schedule: Schedule, losses: Losses, *, with_cost: bool) -> None:
        self.portfolio, self.schedule, self.losses, self.with_cost = portfolio, schedule, losses, with_cost
        self.planned: Mapping[str, PlannedTask] = {task.id: task for task in schedule.tasks}
        self.of_task: dict[str, list[Assignment]] = {}
        for row in schedule.assignments:
            self.of_task.setdefault(row.task, []).append(row)
        moments = [moment for row in schedule.assignments for moment in (row.start, row.end)]
        moments += [moment for task in schedule.tasks for moment in (task.start, task.end)]
        self.first = min((one.date() for one in moments), default=portfolio.as_of_day)
        self.last = max((one.date() for one in moments), default=portfolio.as_of_day)
        self.times = working_times(portfolio, None, self.first, self.last)
        week = portfolio.calendar.workweek
        self.tables = tables(week.hours_a_day, week.hours_a_week, portfolio.currency)
        self.tasks = [task for task in portfolio.tasks if task.id in self.planned or task.cancelled]
        self.milestones = [row for row in portfolio.milestones if portfolio.milestone_tasks[row.id]]
        self.uids: dict[str, int] = {}

    def tree(self) -> Element:
        """The whole document."""
        from xml.etree.ElementTree import Element

        portfolio, week = self.portfolio, self.portfolio.calendar.workweek
        root = Element("Project", xmlns=NAMESPACE)
        opens = next((spans[0][0] for spans in week.days if spans), 480)
        closes = next((spans[-1][1] for spans in week.days if spans), 1020)
        add_all(
            root,
            {
                "SaveVersion": 14,
                "Name": portfolio.name,
                "Title": portfolio.name,
                "ScheduleFromStart": True,
                "StartDate": datetime.combine(self.first, clock(opens)),
                "FinishDate": datetime.combine(self.last, clock(closes)),
                "CurrencyDigits": 2,
                "CurrencyCode": portfolio.currency,
                "CalendarUID": 1,
                "DefaultStartTime": str(clock(opens)),
                "DefaultFinishTime": str(clock(closes)),
                "MinutesPerDay": int(week.hours_a_day * MINUTES_AN_HOUR),
                "MinutesPerWeek": int(week.hours_a_week * MINUTES_AN_HOUR),
                "DaysPerMonth": 20,
                "DurationFormat": IN_HOURS,
                "WorkFormat": 2,
                "NewTasksEffortDriven": False,
                "StatusDate": self._status(),
                "CurrentDate": self._status(),
                "NewTasksAreManual": False,
            },
        )
        self._fields(root)
        calendars = add(root, "Calendars")
        add_calendar(calendars, 1, "Standard", self.times, None)
        for number, person in enumerate(portfolio.people, start=2):
            times = working_times(portfolio, person, self.first, self.last)
            add_calendar(calendars, number, person.name or person.id, times, self.times)
        self._rows(add(root, "Tasks"))
        people = add_people(add(root, "Resources"), portfolio, self.losses, with_cost=self.with_cost)
        tasks = {
            name.partition(" ")[2]: uid for name, uid in self.uids.items() if name.startswith(("task ", "booking "))
        }
        add_assignments(add(root, "Assignments"), self.of_task, tasks, people, recorded_by_day(portfolio), self.losses)
        self._tell()
        return root

    def _status(self) -> datetime:
        moment = self.schedule.as_of
        return moment if isinstance(moment, datetime) else datetime.combine(moment, clock(0))

    def _fields(self, root: Element) -> None:
        outer = add(root, "ExtendedAttributes")
        for known in (fields.TASK, fields.RESOURCE, fields.ASSIGNMENT):
            for name, (number, column) in known.items():
                one = add(outer, "ExtendedAttribute")
                add_all(one, {"FieldID": number, "FieldName": column, "Alias": fields.alias(name)})

    # Tasks: a summary for each project, what is in it below.

    def _rows(self, parent: Element) -> None:
        rows = self._ordered()
        for number, (row, _) in enumerate(rows, start=1):
            key = _key(row)
            self.uids[key] = number
        for number, (row, level) in enumerate(rows, start=1):
            if isinstance(row, Project):
                self._project(parent, number, row, level)
            elif isinstance(row, Milestone):
                self._milestone(parent, number, row, level)
            elif isinstance(row, Booking):
                self._booking(parent, number, row, level)
            else:
                self._task(parent, number, row, level)

    def _ordered(self) -> list[tuple[Project | Milestone | Task | Booking, int]]:
        found: list[tuple[Project | Milestone | Task | Booking, int]] = []
        booked = [row for row in self.portfolio.bookings if row.id in self.of_task]
        for project in (*self.portfolio.projects, Project("", "Internal")):
            inside: list[Milestone | Task | Booking] = [
                *(row for row in self.tasks if row.project == project.id),
                *(row for row in self.milestones if row.project == project.id),
                *(row for row in booked if row.project == project.id),
            ]
            if inside:
                found += [(project, 1), *((row, 2) for row in inside)]
        return found

    def _element(
        self,
        parent: Element,
        number: int,
        name: str,
        level: int,
        span: tuple[datetime, datetime],
        values: Mapping[str, Value | None],
    ) -> Element:
        one = add(parent, "Task")
        head: dict[str, Value | None] = {
            "UID": number,
            "ID": number,
            "Name": name or " ",
            "Active": True,
            "Manual": False,
            "Type": 0,
            "IsNull": False,
        }
        head |= {"OutlineLevel": level, "Priority": 500, "Start": span[0], "Finish": span[1]}
        active = values.get("Active", True)
        head["Active"] = active
        add_all(one, head | {key: value for key, value in values.items() if key != "Active"})
        return one

    def _project(self, parent: Element, number: int, project: Project, level: int) -> None:
        ids = {row.id for row in self.tasks if row.project == project.id}
        ids |= {row.id for row in self.portfolio.bookings if row.project == project.id}
        spans = [(row.start, row.end) for row in self.schedule.tasks if row.id in ids]
        spans += [(row.start, row.end) for row in self.schedule.assignments if row.task in ids]
        start = min((low for low, _ in spans), default=self._status())
        end = max((high for _, high in spans), default=start)
        due = last_minute(self.times, project.due) if project.due is not None else None
        values: dict[str, Value | None] = {
            "Duration": self._between(start, end),
            "DurationFormat": IN_DAYS,
            "EffortDriven": False,
            "Milestone": False,
            "Summary": True,
            "ConstraintType": AS_SOON,
            "CalendarUID": -1,
            "Deadline": due,
        }
        one = self._element(parent, number, project.name or project.id, level, (start, end), values)
        kept = {"id": project.id, "is": fields.PROJECT, "more": self._more("projects", project)}
        add_fields(one, kept if project.id else {"is": fields.LOOSE}, fields.TASK, self.losses)

    def _milestone(self, parent: Element, number: int, milestone: Milestone, level: int) -> None:
        ends = [self.planned[name].end for name in self.portfolio.milestone_tasks[milestone.id] if name in self.planned]
        end = max(ends, default=self._status())
        values: dict[str, Value | None] = {
            "Duration": Fraction(0),
            "DurationFormat": IN_DAYS,
            "EffortDriven": False,
            "Milestone": True,
            "Summary": False,
            "ConstraintType": AS_SOON,
            "CalendarUID": -1,
            "Deadline": last_minute(self.times, milestone.due) if milestone.due is not None else None,
        }
        one = self._element(parent, number, milestone.name or milestone.id, level, (end, end), values)
        for name in self.portfolio.milestone_tasks[milestone.id]:
            if f"task {name}" in self.uids:
                self._link(one, self.uids[f"task {name}"], "FS", Fraction(0))
        kept = {"id": milestone.id, "is": fields.MILESTONE, "more": self._more("milestones", milestone)}
        add_fields(one, kept, fields.TASK, self.losses)
        if ends:
            add_baseline(one, end, end, Fraction(0))

    def _booking(self, parent: Element, number: int, booking: Booking, level: int) -> None:
        rows = self.of_task[booking.id]
        start, end = min(row.start for row in rows), max(row.end for row in rows)
        values = self._timed(rows, start, end) | {
            "ConstraintType": START_NO_EARLIER,
            "CalendarUID": -1,
            "ConstraintDate": start,
        }
        one = self._element(parent, number, booking.name or booking.id, level, (start, end), values)
        kept = {"id": booking.id, "is": fields.BOOKING, "kind": booking.name}
        add_fields(
            one, kept | {"more": booking_field(booking, self.portfolio.calendar.workweek)}, fields.TASK, self.losses
        )
        add_baseline(one, start, end, hours_of(rows))

    def _task(self, parent: Element, number: int, task: Task, level: int) -> None:
        planned = self.planned.get(task.id)
        rows = self.of_task.get(task.id, [])
        start = planned.start if planned is not None else self._status()
        end = planned.end if planned is not None else start
        values: dict[str, Value | None] = {"Active": not task.cancelled}
        values |= self._timed(rows, start, end, task.fixed_cost)
        values |= {
            "ConstraintType": START_NO_EARLIER,
            "CalendarUID": -1,
            "ConstraintDate": start,
            "Deadline": last_minute(self.times, task.due) if task.due is not None else None,
        }
        one = self._element(parent, number, task.name or task.id, level, (start, end), values)
        for link in task.after:
            self._links(one, link)
        cells = self.tables["tasks"].print_row(row_values(self.tables["tasks"], task))
        kept = {"id": task.id, "is": "task", "sum": fields.summed(hours_by_person(rows))}
        kept |= {name: cells[name] for name in ("work", "people", "uses", "kind", "not_before")}
        add_fields(one, kept | {"more": self._more("tasks", task)}, fields.TASK, self.losses)
        if planned is not None:
            add_baseline(one, start, end, hours_of(rows))

    def _timed(
        self, rows: Sequence[Assignment], start: datetime, end: datetime, cost: Decimal = Decimal(0)
    ) -> dict[str, Value | None]:
        """Duration, work, cost and what was done, in the order of the schema."""
        done, left = done_and_left(rows)
        length = self._between(start, end) or hours_of(rows)
        over = bool(done) and not left
        return {
            "Duration": length,
            "DurationFormat": IN_DAYS,
            "Work": hours_of(rows),
            "EffortDriven": False,
            "Milestone": False,
            "Summary": False,
            # In hundredths.
            "FixedCost": int(cost * 100) if cost else None,
            "PercentComplete": 100
            if over
            else int(100 * hours_of(done) / hours_of(rows))
            if done and hours_of(rows)
            else 0,
            "ActualStart": min(row.start for row in done) if done else None,
            "ActualFinish": end if over else None,
            "ActualWork": hours_of(done),
            "RemainingWork": hours_of(left),
        }

    def _links(self, one: Element, link: Link) -> None:
        if link.predecessor in self.portfolio.task:
            uids = [self.uids.get(f"task {link.predecessor}")]
        elif link.type[0] == "F":
            uids = [self.uids.get(f"milestone {link.predecessor}")]
        else:
            uids = [self.uids.get(f"task {name}") for name in self.portfolio.milestone_tasks.get(link.predecessor, ())]
        for uid in uids:
            if uid is None:
                self.losses.add("links to what is not planned are not written", link.predecessor)
            else:
                self._link(one, uid, link.type, link.lag)

    def _link(self, one: Element, uid: int, kind: str, lag: Fraction) -> None:
        outer = add(one, "PredecessorLink")
        values = {"PredecessorUID": uid, "Type": LINKS[kind], "CrossProject": False}
        add_all(outer, values | {"LinkLag": round(lag * TENTHS_A_HOUR), "LagFormat": IN_HOURS})

    def _more(self, name: str, row: object) -> str:
        table = self.tables[name]
        values = row_values(table, row)
        bare = row_values(table, replace(_bare(row), id=_key(row)))
        wanted = [one for one in MORE[name] if self.with_cost or one not in MONEY]
        cells = table.print_row({one: values[one] for one in wanted if values[one] != bare[one]})
        return "; ".join(f"{one}={cell}" for one, cell in cells.items() if cell and ";" not in cell)

    def _between(self, start: datetime, end: datetime) -> Fraction:
        return Fraction(minutes(self.times, start, end), MINUTES_AN_HOUR)

    def _tell(self) -> None:
        """Note what the file does not hold."""
        portfolio = self.portfolio
        for name in ("requirements", "decisions", "changes", "history"):
            if rows := getattr(portfolio, name):
                self.losses.add(f"{len(rows)} rows of {name} are not written: the format has no place for them")
        if any(task.people and any(pin.kind in {"same", "other"} for pin in task.people) for task in portfolio.tasks):
            self.losses.add("`same` and `other` are written as text only")
        for task in portfolio.tasks:
            if task.id not in self.planned and not task.cancelled:
                self.losses.add("tasks that are not planned are not written", task.id)
        for milestone in portfolio.milestones:
            if not portfolio.milestone_tasks[milestone.id]:
                self.losses.add("milestones that no task names are not written", milestone.id)
        if any(project.budget is not None or project.price is not None for project in portfolio.projects):
            self.losses.add("budgets and prices are not written")
        if not self.with_cost and portfolio.has_money:
            self.losses.add("rates are not written", hint="Maybe add `--with-cost`?")
        if portfolio.calendar.holidays:
            self.losses.add("public holidays are written as single days off")
        if any(absence.reason for absence in portfolio.absences):
            self.losses.add("reasons of people's absences are not written")
        if any(row.note or row.cost for row in portfolio.progress):
            self.losses.add("notes and costs of timesheet rows are not written")
        self.losses.add("goals, slack, loads and notes of the plan are not written")


def _key(row: object) -> str:
    """Name of a row among all that become tasks."""
    kind = {Project: "project", Milestone: "milestone", Booking: "booking", Task: "task"}[type(row)]
    return f"{kind} {cast('Task', row).id}"


def _bare(row: object) -> Task | Milestone | Project:
    """A row of the same kind with nothing in it."""
    if isinstance(row, Milestone):
        return Milestone("", "")
    return Project("") if isinstance(row, Project) else Task("")
