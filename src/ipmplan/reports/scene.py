"""What every page and figure looks up: a plan's portfolio with its calendars, names and span of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Calendar
from ipmplan.core.edits import apply_all, planned_as
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.study.reading import Reading
from ipmplan.study.study import Study
from ipmplan.study.working_time import WorkingTime

if TYPE_CHECKING:
    from ipmplan.explaining.why import Chains
    from ipmplan.network import PlanNetwork
    from ipmplan.study.bound import Table
    from ipmplan.tracking.decisions import Question


@dataclass(frozen=True)
class Scene:
    """A plan together with the portfolio it was made for.

    Parameters
    ----------
    schedule
        The plan.
    portfolio
        Tentative projects that the plan includes are confirmed in it; see `scene`.
    before
        The plan that was there before, to say what moved; None = the approved one, when there is one.
    """

    schedule: Schedule
    portfolio: Portfolio
    before: Schedule | None = None

    @property
    def now(self) -> datetime:
        """The status date as a moment."""
        return self.portfolio.grid.moment(self.portfolio.as_of_tick)

    @property
    def year(self) -> int:
        """Year of the status date, left out where dates are written."""
        return self.now.year

    @property
    def currency(self) -> str:
        """Currency of all money."""
        return self.schedule.currency or self.portfolio.currency

    @property
    def hours_a_day(self) -> float:
        """Hours that a working day stands for."""
        return float(self.portfolio.calendar.workweek.hours_a_day)

    @cached_property
    def first(self) -> datetime:
        """First moment that the plan speaks of: its first recorded or planned work, or the status date."""
        starts = [task.start for task in self.schedule.tasks]
        return min([self.now, *starts])

    @cached_property
    def last(self) -> datetime:
        """The plan's last finish; bookings may go on after it."""
        return max([self.now, *(task.end for task in self.schedule.tasks)])

    @cached_property
    def study(self) -> Study:
        """What follows from the portfolio, beyond the plan, its dates and the sprint."""
        grid, sprint = self.portfolio.grid, self.portfolio.sprint
        ends = [grid.end_of(self.last.date())]
        ends += [grid.end_of(row.end) for row in self.schedule.assignments]
        ends += [grid.end_of(row.due) for row in self.schedule.milestones if row.due is not None]
        ends += [grid.end_of(sprint.end)] if sprint is not None else []
        return Study.reaching(self.portfolio, max(ends))

    @property
    def time(self) -> WorkingTime:
        """Calendars of the portfolio and its people."""
        return self.study.time

    def known(self, tick: int) -> int:
        """The tick, or the last one that calendars know."""
        return min(tick, self.study.until)

    @cached_property
    def reading(self) -> Reading:
        """The plan against its portfolio, in ticks."""
        return Reading(self.schedule, self.portfolio)

    @cached_property
    def network(self) -> PlanNetwork:
        """Pieces of work and what ties them."""
        from ipmplan.network import plan_network

        return plan_network(self.reading)

    @cached_property
    def chains(self) -> Chains:
        """What keeps each task where it is."""
        from ipmplan.explaining.why import Chains

        return Chains(self.reading)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Open decisions, with the day on which each answer is needed."""
        from ipmplan.tracking.decisions import questions

        return questions(self.reading, self.network)

    @cached_property
    def task(self) -> Mapping[str, PlannedTask]:
        """Planned tasks by id."""
        return {task.id: task for task in self.schedule.tasks}

    @cached_property
    def by_task(self) -> Mapping[str, Sequence[Assignment]]:
        """Assignments by task or booking, in time order."""
        return _grouped((a.task, a) for a in self._in_order)

    @cached_property
    def by_person(self) -> Mapping[str, Sequence[Assignment]]:
        """Assignments by person, in time order."""
        return _grouped((a.person, a) for a in self._in_order)

    @property
    def _in_order(self) -> list[Assignment]:
        return sorted(self.schedule.assignments, key=lambda a: (a.start, a.end, a.task, a.part, a.person))

    def people_of(self, task: str) -> tuple[str, ...]:
        """Ids of those who work on a task, in the order in which they begin."""
        return tuple(dict.fromkeys(row.person for row in self.by_task.get(task, ()) if row.person))

    def project_of(self, work: str) -> str:
        """Project of a task or booking; empty for internal work."""
        if work in self.portfolio.task:
            return self.portfolio.task[work].project
        booking = self.portfolio.booking.get(work)
        return booking.project if booking is not None else ""

    def work_name(self, work: str) -> str:
        """Name of a task or booking, its id when it has none."""
        known = self.portfolio.task.get(work) or self.portfolio.booking.get(work)
        return known.name or work if known is not None else work

    def name(self, table: Table, ident: str) -> str:
        """Name of a row of a table, its id when it has none."""
        if table in ("tasks", "bookings"):
            return self.work_name(ident)
        if table == "people":
            return self.person_name(ident)
        known = self.portfolio.pool.get(ident) if table == "pools" else None
        return known.name or ident if known is not None else ident

    def person_name(self, person: str) -> str:
        """Name of a person, their id when they have none."""
        known = self.portfolio.person.get(person)
        return known.name or person if known is not None else person

    def project_name(self, project: str) -> str:
        """Name of a project, its id when it has none; work without a project is internal."""
        known = self.portfolio.project.get(project)
        return (known.name or project if known is not None else project) or "Internal"

    def calendar(self, assignment: Assignment) -> Calendar:
        """Working time that an assignment takes its hours from."""
        if assignment.person not in self.portfolio.person:
            return self.time.portfolio
        booked = assignment.kind == "booking"
        return self.time.person(assignment.person) if booked else self.time.free(assignment.person)

    def hours_between(self, assignment: Assignment, start: int, end: int) -> float:
        """Hours of an assignment that are worked between two ticks."""
        grid = self.portfolio.grid
        first, last = grid.start_of(assignment.start), grid.end_of(assignment.end)
        begin, stop = max(first, start), min(last, end, self.study.until)
        if begin >= stop:
            return 0.0
        if (begin, stop) == (first, last):
            return assignment.hours
        calendar = self.calendar(assignment)
        whole = calendar.count(first, self.known(last))
        share = calendar.count(begin, stop) / whole if whole else (stop - begin) / (last - first)
        return assignment.hours * share


def scene(schedule: Schedule, portfolio: Portfolio, before: Schedule | None = None) -> Scene:
    """Put a plan and its portfolio together; tentative projects that the plan includes count as confirmed."""
    known = [name for name in schedule.including if name in portfolio.project]
    return Scene(schedule, apply_all(portfolio, planned_as(known)), before)


def _grouped(pairs: Iterable[tuple[str, Assignment]]) -> dict[str, list[Assignment]]:
    found: dict[str, list[Assignment]] = {}
    for key, assignment in pairs:
        found.setdefault(key, []).append(assignment)
    return found
