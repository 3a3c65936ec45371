"""Makes what somebody of the staff may see out of everything that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ipmplan.core.people import EVERYBODY
from ipmplan.core.plan import Assignment
from ipmplan.core.words import did_you_mean, quoted
from ipmplan.core.working_days import day_of, is_working_day
from ipmplan.errors import InputError, Issue
from ipmplan.reports import words
from ipmplan.reports.views.sources import Sources
from ipmplan.reports.views.staff import (
    DayEntry,
    EntryKind,
    Handed,
    StaffDay,
    StaffOverdue,
    StaffQuestion,
    StaffTask,
    StaffView,
)
from ipmplan.reports.views.staff_moves import compared_plan, staff_moves

DAYS = 14
RECENT = timedelta(days=7)


def staff_view(known: Sources, person: str) -> StaffView:
    """Make somebody's briefing as facts.

    Parameters
    ----------
    known
        All that is known.
    person
        Their id.

    Raises
    ------
    InputError
        When nobody has that id.
    """
    portfolio = known.portfolio
    if person not in portfolio.person:
        hint = did_you_mean(person, portfolio.person)
        raise InputError(Issue(f"person {quoted(person)} is not known", "--person", hint))
    first = portfolio.as_of_day
    last = first + timedelta(days=DAYS - 1)
    rows = [row for row in known.scene.by_person.get(person, ()) if row.kind != "actual"]
    return StaffView(
        agency=portfolio.name,
        id=person,
        name=known.scene.person_name(person),
        as_of=first,
        first=first,
        last=last,
        days=tuple(_days(known, person, rows, first, last)),
        tasks=tuple(_tasks(known, person, rows, last)),
        overdue=tuple(_overdue(known, person)),
        moves=staff_moves(known, person),
        compared=compared_plan(known) is not None,
    )


def staff_of(known: Sources) -> tuple[str, ...]:
    """Everybody who is there now or later, in the order of the table."""
    today = known.portfolio.as_of_day
    return tuple(one.id for one in known.portfolio.people if one.leaves is None or day_of(one.leaves) >= today)


def _days(known: Sources, person: str, rows: list[Assignment], first: date, last: date) -> Iterator[StaffDay]:
    scene, grid = known.scene, known.portfolio.grid
    calendar = scene.time.person(person)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        start, end = grid.start_of(day), grid.end_of(day)
        found = [entry for row in rows if (entry := _entry(known, row, day, start, end)) is not None]
        # What has its time comes first, what is only set aside last.
        entries = tuple(sorted(found, key=lambda one: (one.kind == "booked", one.at is None)))
        works = calendar.count(scene.known(start), scene.known(end)) > 0
        if entries or works:
            yield StaffDay(day, "work", entries)
        elif is_working_day(known.portfolio, day) and _is_away(known, person, start, end):
            yield StaffDay(day, "away")


def _is_away(known: Sources, person: str, start: int, end: int) -> bool:
    grid, time = known.portfolio.grid, known.scene.time
    return any(
        row.person in (person, EVERYBODY) and grid.start_of(row.start) < end and time.absence_end(row) > start
        for row in known.portfolio.absences
    )


def _entry(known: Sources, row: Assignment, day: date, start: int, end: int) -> DayEntry | None:
    scene = known.scene
    hours = scene.hours_between(row, start, end)
    if hours <= 0:
        return None
    if scene.project_of(row.task) in known.unsigned:
        return DayEntry("reserved", "", "", hours)
    name, project = scene.work_name(row.task), _project(known, row.task)
    booking = known.portfolio.booking.get(row.task) if row.kind == "booking" else None
    if booking is not None:
        return DayEntry(
            "appointment" if booking.when else "booked",
            name,
            project,
            hours,
            row.start.time() if booking.when else None,
        )
    begun = not scene.reading.is_fresh(row.task) if row.task in scene.reading.rows else False
    starts, ends = row.start.date() == day and not begun, words.last_day(row.end) == day
    kind: EntryKind = "starts_and_ends" if starts and ends else "starts" if starts else "ends" if ends else "goes_on"
    return DayEntry(kind, name, project, hours)


def _project(known: Sources, work: str) -> str:
    name = known.scene.project_of(work)
    return known.scene.project_name(name) if name else ""


def _tasks(known: Sources, person: str, rows: Iterable[Assignment], last: date) -> Iterator[StaffTask]:
    scene = known.scene
    own: dict[str, list[Assignment]] = {}
    for row in rows:
        if row.kind == "planned" and row.start.date() <= last and scene.project_of(row.task) not in known.unsigned:
            own.setdefault(row.task, []).append(row)
    for name, parts in own.items():
        used = float(sum(one.hours for one in scene.reading.sheet.logged(name) if one.person == person))
        decisions = [one for one in known.portfolio.decisions if name in one.tasks]
        yield StaffTask(
            id=name,
            name=scene.work_name(name),
            project=_project(known, name),
            start=min(row.start for row in parts).date(),
            end=words.last_day(max(row.end for row in parts)),
            planned=sum(row.hours for row in parts) + used,
            used=used,
            wishes=tuple(one.statement for one in known.portfolio.requirements if name in one.tasks and one.statement),
            answers=tuple((one.question, one.answer) for one in decisions if one.answered_on and one.answer),
            questions=tuple(
                StaffQuestion(
                    one.question or one.id,
                    one.owner == "client",
                    _client(known, one.project),
                    day_of(one.expected) if one.expected is not None else None,
                )
                for one in decisions
                if one.answered_on is None
            ),
            together=tuple(scene.person_name(one) for one in scene.reading.people_on(name) if one != person),
            before=tuple(_handed(known, person, name, before=True)),
            after=tuple(_handed(known, person, name, before=False)),
        )


def _client(known: Sources, project: str) -> str:
    row = known.portfolio.project.get(project)
    return row.client if row is not None and project not in known.unsigned else ""


def _handed(known: Sources, person: str, task: str, *, before: bool) -> Iterator[Handed]:
    """Work of others right before or after a task; what ended more than a week ago is no news."""
    scene = known.scene
    seen = set()
    for link in scene.reading.scope.links:
        mine, other = (link.after, link.before) if before else (link.before, link.after)
        if mine != task or other not in scene.task or other in seen or scene.project_of(other) in known.unsigned:
            continue
        seen.add(other)
        people = scene.reading.people_on(other)
        row = scene.task[other]
        day = words.last_day(row.end) if before else row.start.date()
        if people == (person,) or day < known.portfolio.as_of_day - RECENT:
            continue
        yield Handed(", ".join(scene.person_name(one) for one in people), scene.work_name(other), day)


def _overdue(known: Sources, person: str) -> Iterator[StaffOverdue]:
    for row in known.track.overdue:
        if person in known.scene.reading.people_on(row.task) and known.scene.project_of(row.task) not in known.unsigned:
            yield StaffOverdue(known.scene.work_name(row.task), words.last_day(row.planned_end), float(row.left))
