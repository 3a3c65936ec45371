"""How natural a plan is: short work in one piece, few projects a week, no holes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from ipmplan.core.plan import Assignment, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.reading import Reading

DAY_HOURS, WEEK_HOURS = 8, 40


def natural(schedule: Schedule, portfolio: Portfolio) -> dict[str, float]:
    """Measure a plan.

    Returns
    -------
    dict of str to float
        ``nights crossed``: parts of at most a day's work that end on a later day than they begin, as a share; ``weekends crossed``:
        parts of at most a week's that end in a later week; ``projects a person and week``: mean over weeks in which a person works;
        ``holes``: free working hours between two pieces of a person's work, a person.
    """
    rows = [row for row in schedule.assignments if row.kind == "planned" and row.hours]
    parts: dict[tuple[object, ...], list[Assignment]] = defaultdict(list)
    for row in rows:
        parts[row.task, row.part, row.person].append(row)
    short = [stints for stints in parts.values() if sum(float(row.hours) for row in stints) <= DAY_HOURS]
    medium = [stints for stints in parts.values() if DAY_HOURS < sum(float(row.hours) for row in stints) <= WEEK_HOURS]
    return {
        "nights crossed": _share(_days(stints) > 1 for stints in short),
        "weekends crossed": _share(_weeks(stints) > 1 for stints in medium),
        "projects a person and week": _projects(rows, portfolio),
        "holes": _holes(schedule, portfolio, rows),
    }


def _share(crossed: Iterable[bool]) -> float:
    found = list(crossed)
    return sum(found) / len(found) if found else 0.0


def _days(stints: list[Assignment]) -> int:
    first, last = min(row.start for row in stints), max(row.end for row in stints) - timedelta(minutes=1)
    return (last.date() - first.date()).days + 1


def _weeks(stints: list[Assignment]) -> int:
    first, last = min(row.start for row in stints), max(row.end for row in stints) - timedelta(minutes=1)
    return len({first.isocalendar()[:2], last.isocalendar()[:2]})


def _projects(rows: list[Assignment], portfolio: Portfolio) -> float:
    found: dict[tuple[str, tuple[int, int]], set[str]] = defaultdict(set)
    for row in rows:
        day = row.start.date()
        while day <= (row.end - timedelta(minutes=1)).date():
            found[row.person, day.isocalendar()[:2]].add(portfolio.task[row.task].project)
            day += timedelta(days=1)
    return sum(map(len, found.values())) / len(found) if found else 0.0


def _holes(schedule: Schedule, portfolio: Portfolio, rows: list[Assignment]) -> float:
    reading = Reading(schedule, portfolio)
    grid, time = portfolio.grid, reading.study.time
    by_person: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        by_person[row.person].append((grid.start_of(row.start), grid.end_of(row.end)))
    ticks = 0
    for person, spans in by_person.items():
        end = min(start for start, _ in spans)
        for start, stop in sorted(spans):
            ticks += time.person(person).count(end, start) if start > end else 0
            end = max(end, stop)
    return float(grid.to_hours(ticks)) / len(by_person) if by_person else 0.0
