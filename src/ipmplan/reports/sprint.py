"""The sprint that is about to begin: who has how much time, what starts and what finishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ipmplan.core.people import EVERYBODY, Absence
from ipmplan.reports import words
from ipmplan.reports.idle import has_something
from ipmplan.reports.scene import Scene

WITHOUT_SPRINT = timedelta(days=14)
FULL = 0.95
IDLE = 0.5
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class SprintDays:
    """The days that are looked at first: `first` and `last` are inclusive, `start` and `end` are ticks."""

    title: str
    first: date
    last: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonInSprint:
    """Hours of a person in the window; `away` says when and why they are absent.

    `spare` says whether there is anything that they could be given.
    """

    id: str
    name: str
    available: float
    booked: float
    planned: float
    away: str
    spare: bool = True

    @property
    def free(self) -> float:
        """Hours that nothing fills."""
        return max(self.available - self.booked - self.planned, 0.0)

    @property
    def load(self) -> float:
        """Booked and planned hours as a share of the available ones."""
        return (self.booked + self.planned) / self.available if self.available else 0.0

    @property
    def state(self) -> str:
        """``over``, ``full`` (95 % and more), ``idle`` (under half, and there is something to do), ``away`` or ``ok``."""
        if not self.available:
            return "over" if self.planned else "away"
        if self.load > 1 + 1e-9:
            return "over"
        return "full" if self.load >= FULL else "idle" if self.load < IDLE and self.spare else "ok"


@dataclass(frozen=True, slots=True)
class Move:
    """A task that starts or finishes within the window."""

    task: str
    name: str
    project: str
    when: datetime
    people: tuple[str, ...]
    critical: bool


def sprint_days(scene: Scene) -> SprintDays:
    """Return the sprint as far as it is still to come; the next two weeks when there is none."""
    grid, sprint = scene.portfolio.grid, scene.portfolio.sprint
    today = scene.portfolio.as_of_day
    if sprint is not None and sprint.end >= today:
        first, last = max(sprint.start, today), sprint.end
        rest = " (what is left of it)" if first > sprint.start else ""
        title = f"Sprint {words.span(sprint.start, last)}{rest}"
    else:
        first, last = today, today + WITHOUT_SPRINT - timedelta(days=1)
        title = f"Next two weeks, {words.span(first, last)}"
    return SprintDays(title, first, last, max(grid.start_of(first), scene.portfolio.as_of_tick), grid.end_of(last))


def people_in(scene: Scene, when: SprintDays) -> list[PersonInSprint]:
    """Hours of everybody who has working time or work in the window, in the portfolio's order."""
    found = []
    for person in scene.portfolio.people:
        booked = planned = 0.0
        for row in scene.by_person.get(person.id, ()):
            if row.kind == "booking":
                booked += scene.hours_between(row, when.start, when.end)
            elif row.kind == "planned":
                planned += scene.hours_between(row, when.start, when.end)
        available = scene.portfolio.grid.to_hours(scene.time.person(person.id).count(when.start, when.end))
        absent = away(scene, person.id, when.start, when.end)
        if available or planned or booked or absent:
            name = scene.person_name(person.id)
            spare = booked + planned >= IDLE * available or has_something(scene, person.id, when.start, when.end)
            hours = (available, round(booked, 6), round(planned, 6))
            found.append(PersonInSprint(person.id, name, *hours, absent, spare))
    return found


def starting(scene: Scene, when: SprintDays) -> list[Move]:
    """Tasks that start in the window, in order of time."""
    return _moves(scene, when, ends=False)


def finishing(scene: Scene, when: SprintDays) -> list[Move]:
    """Tasks that finish in the window, in order of time."""
    return _moves(scene, when, ends=True)


def filled(rows: Sequence[PersonInSprint]) -> str:
    """How full the window is, who has more than there is, and who has little to do."""
    available = sum(row.available for row in rows)
    load = sum(row.booked + row.planned for row in rows) / available if available else 0.0
    said = [f"{words.percent(load)} of the time is filled"]
    over = sorted((row for row in rows if row.state == "over"), key=lambda row: -row.load)
    idle = sorted((row for row in rows if row.state == "idle"), key=lambda row: -row.free)
    if over:
        said.append(f"overloaded: {_named([row.name for row in over])}")
    if idle:
        said.append(f"less than half full: {_named([f'{row.name} ({words.hours(row.free)} free)' for row in idle])}")
    return f"{'; '.join(said)}."


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _moves(scene: Scene, when: SprintDays, *, ends: bool) -> list[Move]:
    grid = scene.portfolio.grid
    found = []
    for task in scene.schedule.tasks:
        moment = task.end if ends else task.start
        tick = grid.start_of(moment)
        if when.start < tick <= when.end if ends else when.start <= tick < when.end:
            rows = [row for row in scene.by_task.get(task.id, ()) if row.kind == "planned"]
            people = tuple(dict.fromkeys(scene.person_name(row.person) for row in rows))
            project = scene.project_of(task.id)
            name = scene.work_name(task.id) + _if_answered(scene, task.id)
            found.append(Move(task.id, name, project, moment, people, task.critical))
    return sorted(found, key=lambda move: (move.when, move.task))


def _if_answered(scene: Scene, task: str) -> str:
    """By when which answer is needed for a task that waits for one; empty when it waits for none."""
    scope = scene.reading.scope
    waiting = scope.decisions.get(task, ()) if scene.reading.is_fresh(task) else ()
    if not waiting:
        return ""
    last = max(waiting, key=scope.answer)
    by = words.day(scene.portfolio.grid.moment(scene.known(scope.answer(last))), scene.year)
    return f" (if {last.id} is answered by {by})"


def away(scene: Scene, person: str, start: int, end: int) -> str:
    """When somebody is absent between two ticks; empty when they are not."""
    spans = []
    for absence in scene.portfolio.absences:
        if absence.person in (person, EVERYBODY):
            first, stop = scene.portfolio.grid.start_of(absence.start), scene.time.absence_end(absence)
            if first < end and stop > start:
                spans.append(_absence(scene, absence, stop))
    return ", ".join(spans)


def _absence(scene: Scene, absence: Absence, end: int) -> str:
    first, last = words.day_of(absence.start), words.last_day(scene.portfolio.grid.moment(end))
    text = words.day(first, scene.year) if first >= last else words.span(first, last).removesuffix(f" {scene.year}")
    return f"{text}, no end given" if absence.end is None else text
