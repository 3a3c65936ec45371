"""Events of a plan for calendars: work, waits, appointments and leave, with what the staff may see of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from ipmplan.core.people import EVERYBODY
from ipmplan.core.plan import Assignment, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.files.formats.ics import CalendarEvent
from ipmplan.reports import words
from ipmplan.reports.scene import Scene, scene
from ipmplan.reports.views.sources import unsigned_projects

RESERVED = "Reserved"


def calendar_events(schedule: Schedule, portfolio: Portfolio) -> tuple[CalendarEvent, ...]:
    """All events of a plan.

    A task is one event for each of its people, from their first hour to their last; a wait is one of whole days in the
    calendars of those whose work follows; bookings with a time are appointments; leave has no reason.

    Parameters
    ----------
    schedule
        The plan.
    portfolio
        As it was read; work that no client has signed has no name.
    """
    view = scene(schedule, portfolio)
    made = _Events(view, portfolio.name, unsigned_projects(portfolio))
    return (*made.tasks(), *made.waits(), *made.appointments(), *made.leave())


class _Events:
    def __init__(self, view: Scene, name: str, unsigned: frozenset[str]) -> None:
        self._view, self._name, self._unsigned = view, name, unsigned

    def _uid(self, *parts: str) -> str:
        return f"{uuid5(NAMESPACE_URL, '/'.join(('ipmplan', self._name, *parts)))}@ipmplan"

    def _said(self, work: str) -> str:
        project = self._view.project_of(work)
        if project in self._unsigned:
            return RESERVED
        name = self._view.work_name(work)
        return f"{name} ({self._view.project_name(project)})" if project else name

    def tasks(self) -> Iterator[CalendarEvent]:
        rows: dict[tuple[str, str], list[Assignment]] = {}
        for row in self._view.schedule.assignments:
            if row.kind != "booking" and row.person in self._view.portfolio.person:
                rows.setdefault((row.task, row.person), []).append(row)
        for (task, person), own in rows.items():
            start, end = min(row.start for row in own), max(row.end for row in own)
            hours = words.hours(sum(row.hours for row in own))
            yield CalendarEvent(self._uid("task", task, person), "task", (person,), start, end, self._said(task), hours)

    def waits(self) -> Iterator[CalendarEvent]:
        view = self._view
        worked = {row.task for row in view.schedule.assignments}
        for task in view.schedule.tasks:
            if task.id in worked or task.id not in view.portfolio.task:
                continue
            after = [link.after for link in view.reading.scope.links if link.before == task.id]
            people = tuple(dict.fromkeys(one for name in after for one in view.reading.people_on(name)))
            last = words.last_day(task.end) + timedelta(days=1)
            first = min(task.start.date(), last - timedelta(days=1))
            yield CalendarEvent(self._uid("wait", task.id), "wait", people, first, last, self._said(task.id))

    def appointments(self) -> Iterator[CalendarEvent]:
        seen: dict[tuple[str, str, date], int] = {}
        for row in self._view.schedule.assignments:
            booking = self._view.portfolio.booking.get(row.task)
            if row.kind != "booking" or booking is None or booking.when is None:
                continue
            key = (row.task, row.person, row.start.date())
            seen[key] = seen.get(key, 0) + 1
            uid = self._uid("booking", row.task, row.person, str(row.start.date()), str(seen[key]))
            yield CalendarEvent(uid, "appointment", (row.person,), row.start, row.end, self._said(row.task))

    def leave(self) -> Iterator[CalendarEvent]:
        portfolio, time, seen = self._view.portfolio, self._view.time, set()
        for row in portfolio.absences:
            end = time.absence_end(row)
            if end <= portfolio.as_of_tick:
                continue
            people = tuple(one.id for one in portfolio.people) if row.person == EVERYBODY else (row.person,)
            whole = not isinstance(row.start, datetime) and not isinstance(row.end, datetime)
            stop = portfolio.grid.moment(end)
            last = words.last_day(stop) + timedelta(days=1)
            start = row.start if not whole or not isinstance(row.start, datetime) else row.start.date()
            for person in people:
                uid = self._uid("leave", person, str(row.start))
                if uid in seen:
                    continue
                seen.add(uid)
                begin = start if whole else portfolio.grid.moment(portfolio.grid.start_of(row.start))
                yield CalendarEvent(uid, "leave", (person,), begin, last if whole else stop, "Away")
