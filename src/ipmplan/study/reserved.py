"""Tentative projects for which capacity is reserved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from ipmplan.core.portfolio import Portfolio, Project


def reserved(portfolio: Portfolio) -> tuple[Project, ...]:
    """Tentative projects that are held on the status date: until the end of their day.

    Examples
    --------
    >>> from datetime import date
    >>> lib = Project("LIB", status="tentative", held_until=date(2026, 1, 5))
    >>> [len(reserved(Portfolio("N", date(2026, 1, day), projects=(lib,)))) for day in (5, 6)]
    [1, 0]
    """
    return tuple(project for project in _held(portfolio) if _ends(portfolio, project) > portfolio.as_of_tick)


def expired(portfolio: Portfolio) -> tuple[Project, ...]:
    """Tentative projects whose day has passed: they are tentative as any other."""
    return tuple(project for project in _held(portfolio) if _ends(portfolio, project) <= portfolio.as_of_tick)


def without_reservations(portfolio: Portfolio) -> Portfolio:
    """The same portfolio with nothing held."""
    projects = tuple(replace(project, held_until=None) for project in portfolio.projects)
    return replace(portfolio, projects=projects)


def confirmed_first(portfolio: Portfolio, waiting: Collection[str]) -> Portfolio:
    """The same portfolio without the work of some projects; what is booked for them is booked, since bookings come before any task."""
    tasks = tuple(replace(task, cancelled=True) if task.project in waiting else task for task in portfolio.tasks)
    return replace(portfolio, tasks=tasks)


def _held(portfolio: Portfolio) -> Iterator[Project]:
    return (row for row in portfolio.projects if row.status == "tentative" and row.held_until is not None)


def _ends(portfolio: Portfolio, project: Project) -> int:
    assert project.held_until is not None
    return portfolio.grid.end_of(project.held_until)
