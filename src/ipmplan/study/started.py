"""The state of started tasks: what progress says happened, and the pieces of work that are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ipmplan.core.plan import Assignment
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Progress
from ipmplan.core.work import Alternative, Part
from ipmplan.study.eligibility import allowed, has_skill
from ipmplan.study.handing import Handing
from ipmplan.study.pieces import Piece, Seen, Started, efficiency, has_left, takers
from ipmplan.study.scope import Scope
from ipmplan.study.timesheet import Timesheet
from ipmplan.study.working_time import WorkingTime


@dataclass(slots=True)
class _Unit:
    """One person's share of a part while the state is worked out."""

    part: int
    person: str | None
    planned: Fraction
    logged: Fraction = Fraction(0)


def started(portfolio: Portfolio, scope: Scope, sheet: Timesheet, time: WorkingTime) -> dict[str, Started]:
    """State of every planned task that has progress, by id.

    See formats.md, progress.csv: what is left keeps its alternative and its people, divided over the parts by what
    each still lacks. Where begun work may be handed over its pieces say so.
    """
    approved = _Approved(portfolio)
    states = {task.id: _state(portfolio, time, sheet, task, approved) for task in scope.tasks if task.id in sheet.rows}
    offers = Handing(portfolio, scope, time, states)
    return {
        name: replace(state, pieces=tuple(offers.of(name, piece) for piece in state.pieces))
        for name, state in states.items()
    }


def first_moment(portfolio: Portfolio, time: WorkingTime, day: date, person: str = "") -> int:
    """First working tick of a day: the person's, else the portfolio's, else midnight."""
    return _of_day(portfolio, time, day, person)[0]


def last_moment(portfolio: Portfolio, time: WorkingTime, day: date, person: str = "") -> int:
    """End of the last working tick of a day, not later than the status date."""
    return min(_of_day(portfolio, time, day, person)[1], portfolio.as_of_tick)


def _of_day(portfolio: Portfolio, time: WorkingTime, day: date, person: str) -> tuple[int, int]:
    grid = portfolio.grid
    midnight, end = grid.start_of(day), grid.end_of(day)
    calendars = [time.person(person)] if person in portfolio.person else []
    for calendar in (*calendars, time.portfolio):
        if calendar.count(midnight, end):
            first = calendar.slot(calendar.before(midnight))
            return first, calendar.slot(calendar.before(end) - 1) + 1
    return midnight, end


def _state(portfolio: Portfolio, time: WorkingTime, sheet: Timesheet, task: Task, approved: _Approved) -> Started:
    rows = sheet.rows[task.id]
    start = min(first_moment(portfolio, time, rows[0].date, rows[0].person), portfolio.as_of_tick)
    planned = approved.parts(task)
    alternative, units = _units(portfolio, sheet, task, planned)
    agreed = approved.hours.get(task.id) if planned is not None else None
    estimate = agreed or sum((unit.planned for unit in units), Fraction(0))
    history = tuple(seen(rows, estimate))
    now = history[-1]
    left = now.left
    if now.finished_on is not None:
        end = max(last_moment(portfolio, time, now.finished_on, now.finished_by), start)
        return Started(task.id, alternative, start, end, estimate=estimate, seen=history)
    if not units:
        return Started(task.id, alternative, start, None, estimate=estimate, seen=history)
    used_up = left <= 0
    pieces = _pieces(portfolio, task, alternative, units, left)
    return Started(task.id, alternative, start, None, pieces, used_up, estimate, history)


def seen(rows: Sequence[Progress], hours: Fraction) -> Iterator[Seen]:
    """Read a task's rows, oldest first: what was spent and left after each of them.

    Parameters
    ----------
    rows
        Of one task; at least one.
    hours
        What it was to take before anything was recorded.

    Examples
    --------
    >>> [row] = seen([Progress(date(2026, 1, 5), "T1", "ana", Fraction(6))], Fraction(8))
    >>> row.spent, row.left, row.finished_on
    (Fraction(6, 1), Fraction(2, 1), None)
    """
    spent, left = Fraction(0), hours
    finished: tuple[date | None, str] = (None, "")
    for row in rows:
        spent += row.hours
        if row.remaining is not None:
            left = row.remaining
            finished = (None, "") if left else (row.date, row.person)
        else:
            left = max(Fraction(0), left - row.hours)
        yield Seen(row.date, spent, left, *finished)


class _Approved:
    """What the newest approved plan says of each task."""

    def __init__(self, portfolio: Portfolio) -> None:
        plan = portfolio.baseline
        priced = plan.approved.priced if plan is not None and plan.approved is not None else ()
        self.hours = {row.task: Fraction(row.hours).limit_denominator(3600) for row in priced}
        self._people = portfolio.person
        self._alternatives = {row.id: row.alternative for row in reversed(plan.tasks)} if plan is not None else {}
        self._rows: dict[str, list[Assignment]] = {}
        for row in plan.assignments if plan is not None else ():
            if row.kind != "booking":
                self._rows.setdefault(row.task, []).append(row)

    def parts(self, task: Task) -> tuple[int, list[Assignment]] | None:
        """The alternative and people that it gave the task, if they still fit its work."""
        alternative = self._alternatives.get(task.id)
        if alternative is None or alternative >= len(task.work):
            return None
        rows, parts = self._rows.get(task.id, []), len(task.work[alternative].parts)
        fits = all(row.part < parts and row.person in self._people for row in rows)
        return (alternative, rows) if fits else None


def _units(
    portfolio: Portfolio, sheet: Timesheet, task: Task, planned: tuple[int, list[Assignment]] | None
) -> tuple[int, list[_Unit]]:
    logged = {row.person: row.hours for row in sheet.logged(task.id)}
    people = [person for person in logged if person in portfolio.person]
    if planned is not None and (planned[1] or task.work[planned[0]].wait is not None):
        alternative = planned[0]
        units = _baseline_units(planned[1])
    else:
        alternative = _likely_alternative(portfolio, task, people)
        work = task.work[alternative] if task.work else Alternative()
        units = _fresh_units(portfolio, work, people)
    _attribute(portfolio, task, alternative, units, logged)
    return alternative, units


def _baseline_units(rows: Sequence[Assignment]) -> list[_Unit]:
    """One unit a person and part; what was already recorded when the baseline was made belongs to its hours."""
    units: dict[tuple[int, str], _Unit] = {}
    for row in sorted(rows, key=lambda row: row.kind == "actual"):
        own = next((unit for unit in units.values() if unit.person == row.person), None)
        unit = own if row.kind == "actual" and own is not None else None
        if unit is None:
            unit = units.setdefault((row.part, row.person), _Unit(row.part, row.person, Fraction(0)))
        unit.planned += Fraction(row.hours).limit_denominator(3600)
    return list(units.values())


def _likely_alternative(portfolio: Portfolio, task: Task, people: Sequence[str]) -> int:
    """The first alternative in which most of those who logged time have something to do."""

    def fit(number: int) -> tuple[int, int]:
        work = task.work[number]
        able = sum(any(has_skill(portfolio.person[person], part) for part in work.parts) for person in people)
        waits = 1 if not people and work.wait is not None else 0
        return able + waits, -number

    return max(range(len(task.work)), key=fit, default=0)


def _fresh_units(portfolio: Portfolio, work: Alternative, people: Sequence[str]) -> list[_Unit]:
    """Match those who logged time to parts; a part that nobody began is left to the planner."""
    free = list(people)
    units = []
    for number, part in enumerate(work.parts):
        takers = [person for person in free if has_skill(portfolio.person[person], part)][: part.most]
        free = [person for person in free if person not in takers]
        count = max(part.fewest, len(takers))
        for person in [*takers, *[None] * (count - len(takers))]:
            units.append(_Unit(number, person, _own_hours(portfolio, part, count, person)))
    return units


def _own_hours(portfolio: Portfolio, part: Part, count: int, person: str | None) -> Fraction:
    return part.hours / count / efficiency(portfolio, part, person)


def _attribute(
    portfolio: Portfolio, task: Task, alternative: int, units: list[_Unit], logged: dict[str, Fraction]
) -> None:
    """Count logged hours on the parts; somebody new takes over an able part that nobody has worked on."""
    if not units:
        return
    parts = task.work[alternative].parts
    nobodys = Fraction(0)
    for person, hours in logged.items():
        own = [unit for unit in units if unit.person == person]
        if not own and person in portfolio.person:
            untouched = [
                u for u in units if u.person not in logged and has_skill(portfolio.person[person], parts[u.part])
            ]
            if untouched:
                untouched[0].person = person
                own = untouched[:1]
        if own:
            own[0].logged += hours
        else:
            nobodys += hours
    total = sum((unit.planned for unit in units), Fraction(0))
    for unit in units:
        unit.logged += nobodys * (unit.planned / total if total else Fraction(1, len(units)))


def _pieces(
    portfolio: Portfolio, task: Task, alternative: int, units: list[_Unit], left: Fraction
) -> tuple[Piece, ...]:
    """Divide what is left over the units by what each still lacks."""
    grid = portfolio.grid
    if left <= 0:
        last = max(units, key=lambda unit: unit.logged)
        return (_piece(portfolio, task, alternative, last, units, grid.hours),)
    lacks = [max(Fraction(0), unit.planned - unit.logged) for unit in units]
    weights = lacks if any(lacks) else [unit.planned or Fraction(1) for unit in units]
    total = sum(weights, Fraction(0))
    return tuple(
        _piece(portfolio, task, alternative, unit, units, left * weight / total)
        for unit, weight in zip(units, weights, strict=True)
        if weight
    )


def _piece(
    portfolio: Portfolio, task: Task, alternative: int, unit: _Unit, units: list[_Unit], hours: Fraction
) -> Piece:
    others = tuple(other.person for other in units if other is not unit and other.person is not None)
    if unit.person is None:
        return Piece(unit.part, None, hours, excluded=others)
    part = task.work[alternative].parts[unit.part]
    rate = efficiency(portfolio, part, unit.person)
    excluded = (unit.person, *others)
    mine = Piece(unit.part, unit.person, hours, portfolio.calendar.handover, excluded, rate=rate)
    if portfolio.calendar.handovers == "never" or not takers(portfolio, task, part, excluded):
        return replace(mine, handover=Fraction(0), excluded=(), rate=Fraction(1))
    if not _is_out(portfolio, task, part, unit.person):
        return mine
    return Piece(unit.part, None, hours * rate, portfolio.calendar.handover, excluded, unit.person)


def _is_out(portfolio: Portfolio, task: Task, part: Part, person: str) -> bool:
    """Whether a person is gone, or now excluded from the task."""
    return has_left(portfolio, person) or not allowed(portfolio, task, part, person)
