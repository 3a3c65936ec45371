"""What all published problems have in common: integer time, a portfolio, and a judge of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from ipmplan.core.calendar import MINUTES_A_DAY, Grid, Workweek
from ipmplan.core.people import Person
from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import CalendarSettings, Goals, Pool, Portfolio, Project, Task

START = date(2026, 1, 5)
ROUND_THE_CLOCK = Workweek(days=(((0, MINUTES_A_DAY),),) * 7)
_HOUR = timedelta(hours=1)
_ORIGIN = datetime(START.year, START.month, START.day)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the instance's own definition says about a plan.

    Parameters
    ----------
    makespan
        Last finish in the instance's time units; None when the plan cannot be read.
    breaches
        One sentence each; empty = the plan is right.
    """

    makespan: int | None
    breaches: tuple[str, ...] = ()


class Problem(Protocol):
    """A published instance."""

    @property
    def size(self) -> int:
        """Number of tasks."""

    def portfolio(self) -> Portfolio:
        """Say it as a portfolio: one time unit is one hour of a calendar that never sleeps."""

    def judge(self, schedule: Schedule) -> Judgement:
        """Judge a plan by the instance as published, without `ipmplan.planner.check`."""


def portfolio(
    name: str,
    tasks: Sequence[Task],
    *,
    projects: Sequence[Project] = (),
    people: Sequence[Person] = (),
    pools: Sequence[Pool] = (),
) -> Portfolio:
    """Make a portfolio of a published instance: around the clock, makespan alone, proved or not to the hour."""
    return Portfolio(
        name,
        START,
        calendar=CalendarSettings(workweek=ROUND_THE_CLOCK, grid=Grid(60)),
        goals=Goals(order=("makespan",), tolerance=Fraction(0), slack={}),
        projects=tuple(projects),
        people=tuple(people),
        pools=tuple(pools),
        tasks=tuple(tasks),
    )


def moment(time: int) -> datetime:
    """Local time of the instance's time `time`.

    Examples
    --------
    >>> moment(25)
    datetime.datetime(2026, 1, 6, 1, 0)
    """
    return _ORIGIN + time * _HOUR


def unit(at: datetime) -> int | None:
    """Return the instance's time of a local time; None when it is not a whole one.

    Examples
    --------
    >>> unit(moment(25)), unit(datetime(2026, 1, 6, 1, 30))
    (25, None)
    """
    whole, rest = divmod(at - _ORIGIN, _HOUR)
    return None if rest else whole


@dataclass(frozen=True, slots=True)
class Span:
    """When and how a task is done, in the instance's time."""

    start: int
    end: int
    alternative: int = 0


def spans(schedule: Schedule, wanted: Collection[str], breaches: list[str]) -> Mapping[str, Span]:
    """Read the tasks of a plan; what is missing, there twice, unknown, too early or off the grid is a breach."""
    found: dict[str, Span] = {}
    for task in schedule.tasks:
        start, end = unit(task.start), unit(task.end)
        if task.id not in wanted:
            breaches.append(f"{task.id} is no task of the instance")
        elif task.id in found:
            breaches.append(f"{task.id} is planned twice")
        elif start is None or end is None or not 0 <= start <= end:
            breaches.append(f"{task.id} lasts from {task.start} to {task.end}")
        else:
            found[task.id] = Span(start, end, task.alternative)
    breaches.extend(f"{name} is not planned" for name in wanted if name not in found)
    return found
