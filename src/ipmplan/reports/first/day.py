"""The first working day by person: what starts, goes on and ends, who is away, and what the free ones do next."""

from __future__ import annotations

from datetime import date, timedelta

from ipmplan.core.plan import Assignment
from ipmplan.reports import words
from ipmplan.reports.first.data import Line, Section
from ipmplan.reports.scene import Scene
from ipmplan.reports.sprint import away, sprint_days

FARTHEST = 31


def day(scene: Scene) -> Section | None:
    """Everybody who has something to do or is away, in the portfolio's order; None when nobody is left.

    The day is the first one of the sprint, or of what is left of it, on which the portfolio works.
    """
    when = first_day(scene)
    lines = tuple(line for person in scene.portfolio.people if (line := _line(scene, person.id, when)) is not None)
    return Section("day", f"{words.day(when, scene.year)}, by person", lines) if lines else None


def first_day(scene: Scene) -> date:
    """First day from the start of the window on which the portfolio works."""
    grid, calendar = scene.portfolio.grid, scene.time.portfolio
    first = sprint_days(scene).first
    for after in range(FARTHEST):
        found = first + timedelta(days=after)
        start, end = scene.known(grid.start_of(found)), scene.known(grid.end_of(found))
        if calendar.count(start, end):
            return found
    return first


def _line(scene: Scene, person: str, when: date) -> Line | None:
    grid = scene.portfolio.grid
    start, end = grid.start_of(when), grid.end_of(when)
    rows = [row for row in scene.by_person.get(person, ()) if row.kind != "actual"]
    own = [row for row in rows if grid.start_of(row.start) < end and grid.end_of(row.end) > start]
    works = [row for row in own if row.kind == "planned" and scene.hours_between(row, start, end) > 0]
    did: dict[str, list[str]] = {"starts": [], "goes on with": [], "starts and ends": [], "ends": []}
    for row in works:
        did[_verb(scene, row, start, end)].append(scene.work_name(row.task))
    details = [f"{verb} {', '.join(dict.fromkeys(names))}" for verb, names in did.items() if names]
    booked = sum(scene.hours_between(row, start, end) for row in own if row.kind == "booking")
    if not works:
        details += _without_work(scene, person, start, end, booked)
    if booked:
        details.append(f"{words.hours(booked)} booked")
    return Line(scene.person_name(person), details=tuple(details)) if details else None


def _without_work(scene: Scene, person: str, start: int, end: int, booked: float) -> list[str]:
    """Why somebody has no task on the day, and which one is next."""
    grid = scene.portfolio.grid
    leave = away(scene, person, max(start, scene.portfolio.as_of_tick), end)
    if leave:
        return [f"away {leave}"]
    hours = grid.to_hours(scene.time.person(person).count(start, scene.known(end)))
    free = ["free"] if hours > booked + 1e-6 else []
    rows = (row for row in scene.by_person.get(person, ()) if row.kind == "planned" and grid.start_of(row.start) >= end)
    later = next(rows, None)
    if later is None:
        return free
    return [", ".join([*free, f"next {scene.work_name(later.task)} on {words.day(later.start, scene.year)}"])]


def _verb(scene: Scene, row: Assignment, start: int, end: int) -> str:
    """What a person does with a task on the day; who has recorded time on it does not start it."""
    grid = scene.portfolio.grid
    begun = any(other.kind == "actual" and other.person == row.person for other in scene.by_task.get(row.task, ()))
    starts, ends = grid.start_of(row.start) >= start and not begun, grid.end_of(row.end) <= end
    if starts:
        return "starts and ends" if ends else "starts"
    return "ends" if ends else "goes on with"
