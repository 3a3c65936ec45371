"""A plan read against its portfolio: times as ticks, rows by task and person. What rules and goals judge from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ipmplan.core.calendar import Grid
from ipmplan.core.edits import as_planned
from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part
from ipmplan.study.bookings import PlacedBooking
from ipmplan.study.ledger import project_costs
from ipmplan.study.pieces import Piece, Started, efficiency
from ipmplan.study.reach import farthest
from ipmplan.study.scope import Scope, TaskLink
from ipmplan.study.study import Study
from ipmplan.study.timesheet import Timesheet
from ipmplan.study.working_time import WorkingTime

NOTHING = Alternative()


@dataclass(frozen=True, slots=True)
class Stint:
    """A planned row of a task: a person at a part, half-open in ticks (times off the grid are rounded inwards).

    `number` is the row's place in the plan, which tells rows apart that say the same.
    """

    number: int
    row: Assignment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Length:
    """How long a stint has to last: own task time in ticks, and the hours worked in it."""

    ticks: int
    hours: float


class Reading:
    """A schedule next to the portfolio it was made for; made once by whoever judges it, and passed on.

    Rows that name an unknown task, person, part or alternative are left out here; the rules `tasks` and `parts` report
    them. Nothing in here raises for a plan that somebody edited by hand.

    Parameters
    ----------
    schedule
        Any plan.
    portfolio
        The portfolio; tentative projects that the plan includes count as confirmed, and a plan that was allowed to go
        over budget is judged with soft budgets.

    Examples
    --------
    >>> from datetime import date
    >>> studio = Portfolio("Northlight", date(2026, 1, 5))
    >>> Reading(Schedule("Northlight", date(2026, 1, 5), "feasible"), studio).last
    490992
    """

    def __init__(self, schedule: Schedule, portfolio: Portfolio) -> None:
        portfolio = as_planned(portfolio, schedule)
        self.schedule = schedule
        self.portfolio: Portfolio = portfolio
        self.grid: Grid = portfolio.grid
        self._farthest = farthest(portfolio) - self.grid.ticks_a_day
        rows = [(row.start, row.end) for row in schedule.tasks]
        rows += [(row.start, row.end) for row in schedule.assignments]
        ends = [self.tick(moment) for row in rows for moment in row]
        self.study = Study.reaching(portfolio, max(ends, default=portfolio.as_of_tick))
        self.time: WorkingTime = self.study.time
        self.scope: Scope = self.study.scope
        self._lengths: dict[str, dict[int, Length]] = {}

    @cached_property
    def started(self) -> dict[str, Started]:
        """State of every planned task that has progress, by id."""
        return self.study.started

    @cached_property
    def sheet(self) -> Timesheet:
        """Timesheet rows as they count."""
        return self.study.sheet

    @cached_property
    def costs(self) -> dict[str, Decimal]:
        """Cost of every planned project, in the portfolio's currency; empty when no rate was given."""
        return project_costs(self)

    @cached_property
    def rows(self) -> dict[str, PlannedTask]:
        """The row of each planned task; the first one when it is listed twice."""
        found: dict[str, PlannedTask] = {}
        for row in self.schedule.tasks:
            if row.id in self.scope.ids:
                found.setdefault(row.id, row)
        return found

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Start and end in ticks of each planned task."""
        return {name: (self.tick(row.start), self.tick(row.end)) for name, row in self.rows.items()}

    @cached_property
    def stints(self) -> dict[str, list[Stint]]:
        """Planned rows of each planned task by people that exist, in the order of the plan."""
        found: dict[str, list[Stint]] = {}
        for number, row in enumerate(self.schedule.assignments):
            if row.kind == "planned" and row.task in self.rows and row.person in self.portfolio.person:
                end = min(self.grid.end_of(row.end), self._farthest)
                found.setdefault(row.task, []).append(Stint(number, row, self.tick(row.start), end))
        return found

    @cached_property
    def by_person(self) -> dict[str, list[Stint]]:
        """Planned rows of each person, in order of their start."""
        found: dict[str, list[Stint]] = {}
        for stints in self.stints.values():
            for stint in stints:
                found.setdefault(stint.row.person, []).append(stint)
        return {name: sorted(found[name], key=lambda stint: (stint.start, stint.row.task)) for name in sorted(found)}

    @cached_property
    def links_into(self) -> dict[str, list[TaskLink]]:
        """Links to planned tasks, by the task that waits."""
        found: dict[str, list[TaskLink]] = {}
        for link in self.scope.links:
            found.setdefault(link.after, []).append(link)
        return found

    @cached_property
    def last(self) -> int:
        """Tick of the plan's last finish, not before the status date."""
        return max([self.portfolio.as_of_tick, *(end for _, end in self.spans.values())])

    def tick(self, moment: datetime) -> int:
        """Tick of a moment of the plan; off the grid it is the next one, 30 years ahead at most."""
        return min(self.grid.start_of(moment), self._farthest)

    def on_grid(self, moment: datetime) -> bool:
        """Whether a moment lies on the grid."""
        return self.grid.start_of(moment) == self.grid.end_of(moment)

    def task(self, name: str) -> Task:
        """The task with that id."""
        return self.portfolio.task[name]

    def alternative(self, name: str) -> Alternative:
        """What the plan chose for a listed task; one without any work when the number does not exist."""
        number = self.rows[name].alternative
        work = self.task(name).work
        return work[number] if 0 <= number < len(work) else NOTHING

    def is_wait(self, name: str) -> bool:
        """Whether nobody works on a listed task."""
        return not self.alternative(name).groups

    def wait_ticks(self, name: str) -> int:
        """How long a listed task waits; 0 where people work."""
        wait = self.alternative(name).wait
        return 0 if wait is None else self.grid.ticks(wait)

    def uses(self, name: str) -> dict[str, int]:
        """Units of a listed task by pool, those of the chosen alternative included."""
        units: dict[str, int] = {}
        for use in (*self.task(name).uses, *self.alternative(name).uses):
            units[use.pool] = units.get(use.pool, 0) + use.units
        return units

    def is_open(self, name: str) -> bool:
        """Whether a planned task is in progress."""
        state = self.started.get(name)
        return state is not None and not state.finished

    def is_fresh(self, name: str) -> bool:
        """Whether a planned task has no progress."""
        return name not in self.started

    def part(self, stint: Stint) -> Part | None:
        """The part that a row does, None when the alternative has no such part."""
        parts = self.alternative(stint.row.task).parts
        return parts[stint.row.part] if 0 <= stint.row.part < len(parts) else None

    def people_on(self, name: str) -> tuple[str, ...]:
        """Everybody who does a task: planned, or recorded."""
        people = [stint.row.person for stint in self.stints.get(name, ())]
        people += [row.person for row in self.sheet.logged(name) if row.person]
        return tuple(dict.fromkeys(people))

    def bookings(self, person: str) -> tuple[PlacedBooking, ...]:
        """Bookings as the rule places them in a person's time; those without an end stop at the last finish."""
        return self.time.bookings(person, self.last)

    def pieces(self, name: str) -> list[tuple[Piece, Stint | None]]:
        """What is left of a task in progress, each piece with its row; None = the plan has none for it."""
        pieces = sorted(self.started[name].pieces, key=lambda piece: piece.person is None)
        stints = self.stints.get(name, ())
        fitting = [
            sorted(
                (s for s in stints if s.row.part == piece.part and piece.may(s.row.person)),
                key=lambda stint, piece=piece: stint.row.person != piece.person,  # type: ignore[misc]
            )
            for piece in pieces
        ]
        exact = [
            [stint for stint in rows if self._lasts(stint) == self._piece_length(name, piece, stint).ticks]
            for piece, rows in zip(pieces, fitting, strict=True)
        ]
        chosen: dict[int, tuple[int, Stint]] = {}
        for choices in (exact, fitting):
            for number in range(len(pieces)):
                if number not in {other for other, _ in chosen.values()}:
                    _match(number, choices, chosen, set())
        found = dict(chosen.values())
        return [(piece, found.get(number)) for number, piece in enumerate(pieces)]

    def length(self, stint: Stint) -> Length | None:
        """How long a row has to last, rounded up to the grid once; None when the task has no such part."""
        name = stint.row.task
        if name not in self._lengths:
            if self.is_open(name):
                pairs = [(piece, row) for piece, row in self.pieces(name) if row is not None]
                self._lengths[name] = {row.number: self._piece_length(name, piece, row) for piece, row in pairs}
            else:
                self._lengths[name] = self._fresh_lengths(name)
        return self._lengths[name].get(stint.number)

    def _fresh_lengths(self, name: str) -> dict[int, Length]:
        stints = self.stints.get(name, ())
        found = {}
        for stint in stints:
            part = self.part(stint)
            if part is not None:
                people = sum(other.row.part == stint.row.part for other in stints)
                found[stint.number] = self._length(part, stint.row.person, part.hours / people)
        return found

    def _piece_length(self, name: str, piece: Piece, stint: Stint) -> Length:
        state = self.started[name]
        part = self.task(name).work[state.alternative].parts[piece.part]
        rate = _positive(efficiency(self.portfolio, part, stint.row.person))
        return self._ticks(part, piece.hours_of(stint.row.person, rate))

    def _length(self, part: Part, person: str, hours: Fraction) -> Length:
        return self._ticks(part, hours / _positive(efficiency(self.portfolio, part, person)))

    def _ticks(self, part: Part, hours: Fraction) -> Length:
        share = Fraction(part.share, 100)
        ticks = self.grid.ticks(hours / share)
        return Length(ticks, float(ticks * self.grid.hours * share))

    def _lasts(self, stint: Stint) -> int:
        return self.time.free(stint.row.person).count(stint.start, stint.end)


def _match(number: int, choices: list[list[Stint]], chosen: dict[int, tuple[int, Stint]], seen: set[int]) -> bool:
    """Find a row for a piece, moving other pieces to other rows where needed (an augmenting path)."""
    for stint in sorted(choices[number], key=lambda stint: stint.number in chosen):
        if stint.number in seen:
            continue
        seen.add(stint.number)
        if stint.number not in chosen or _match(chosen[stint.number][0], choices, chosen, seen):
            chosen[stint.number] = (number, stint)
            return True
    return False


def differs(said: float, real: float, tolerance: float) -> bool:
    """Whether a number of a plan is not what it should be; what is no number (NaN) always differs.

    Examples
    --------
    >>> differs(2.0, 2.001, 0.01), differs(float("nan"), 2.0, 0.01)
    (False, True)
    """
    return not abs(said - real) <= tolerance


def _positive(number: Fraction) -> Fraction:
    return number if number > 0 else Fraction(1)
