"""Who stays on a task and when it starts, as `holds` says, and which of that facts alone have broken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from ipmplan.core.calendar import Moment
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.records import Hold
from ipmplan.core.words import on
from ipmplan.core.work import Alternative, Part
from ipmplan.study.eligibility import candidates
from ipmplan.study.pieces import Started

if TYPE_CHECKING:
    from ipmplan.core.calendar import Calendar
    from ipmplan.study.scope import TaskLink
    from ipmplan.study.study import Study
    from ipmplan.study.working_time import WorkingTime

NEVER = -(10**9)
FULL = 100


@dataclass(frozen=True, slots=True)
class HeldTask:
    """What a hold asks for.

    Parameters
    ----------
    row
        The row of `holds`.
    people
        Who works at the task in any plan.
    first, last
        First and last tick at which it may start; None = it may start at any.
    broken
        Why facts alone have broken it, in words, one for each of the two that is lost and therefore not asked for any more.
    """

    row: Hold
    people: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    broken: tuple[str, ...] = ()


def active(portfolio: Portfolio) -> dict[str, Hold]:
    """Holds that count on the status date, by task.

    Examples
    --------
    >>> from datetime import date
    >>> rows = (Hold("T1", ("ana",)), Hold("T2", ("ana",), until=date(2026, 1, 4)))
    >>> list(active(Portfolio("Northlight", date(2026, 1, 5), holds=rows)))
    ['T1']
    """
    grid, today = portfolio.grid, portfolio.as_of_tick
    return {row.task: row for row in portfolio.holds if row.until is None or grid.end_of(row.until) > today}


def window(portfolio: Portfolio, start: Moment) -> tuple[int, int]:
    """First and last tick at which a task may start that is held at a moment, or on a day."""
    grid = portfolio.grid
    first = grid.start_of(start)
    return first, max(first, grid.end_of(start) - 1)


def seatings(portfolio: Portfolio, task: Task, work: Alternative, people: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Ways to seat people at an alternative: for each of them the number of a part, no part with more than its most.

    Parameters
    ----------
    portfolio, task, work
        The alternative of a task.
    people
        Who has to work at it; without any there is one way, which seats nobody.
    """
    able = [[n for n, part in enumerate(work.parts) if who in candidates(portfolio, task, part)] for who in people]
    for found in product(*able):
        if all(found.count(n) <= work.parts[n].most for n in found):
            yield found


def holds(study: Study, time: WorkingTime, states: Mapping[str, Started]) -> dict[str, HeldTask]:
    """What is held in a plan, by task; finished tasks are not.

    Parameters
    ----------
    study
        What it follows from.
    time, states
        Calendars that reach to every date, and started tasks.
    """
    rows = active(study.portfolio)
    found = _Holds(study, time, states)
    return {
        task.id: found.of(task, rows[task.id])
        for task in study.scope.tasks
        if task.id in rows and not (task.id in states and states[task.id].finished)
    }


class _Holds:
    """Holds against facts."""

    def __init__(self, study: Study, time: WorkingTime, states: Mapping[str, Started]) -> None:
        self._study = study
        self._portfolio = study.portfolio
        self._time = time
        self._states = states
        self._today = study.portfolio.as_of_tick
        self._into: dict[str, list[TaskLink]] = {}
        for link in study.scope.links:
            self._into.setdefault(link.after, []).append(link)
        self._known: dict[str, tuple[int, int]] = {}

    def of(self, task: Task, row: Hold) -> HeldTask:
        people, lost = self._people(task, row.people)
        broken = [lost] if lost else []
        if row.start is None:
            return HeldTask(row, people, broken=tuple(broken))
        first, last = window(self._portfolio, row.start)
        late = self._late(task, people, first, last)
        if late:
            return HeldTask(row, people, broken=(*broken, late))
        if task.id in self._states:
            # What has begun as it was held asks for nothing more.
            return HeldTask(row, people, broken=tuple(broken))
        return HeldTask(row, people, first, last, tuple(broken))

    def _people(self, task: Task, people: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """Who of those that are held still can be, and why the others cannot."""
        state = self._states.get(task.id)
        if state is not None:
            recorded = {row.person for row in self._study.sheet.logged(task.id)}
            going = {piece.person for piece in state.pieces if not piece.others}
            gone = {piece.owner for piece in state.pieces if piece.owner}
            kept = tuple(who for who in people if who in going or (who in recorded and who not in gone))
            lost = [who for who in people if who not in kept]
            begun = "cannot go on with it" if set(lost) & recorded else "is not among those who have begun it"
            return kept, f"{', '.join(lost)} {begun}" if lost else ""
        if not people or any(True for work in task.work for _ in seatings(self._portfolio, task, work, people)):
            return people, ""
        fit = [
            who for who in people if any(True for w in task.work for _ in seatings(self._portfolio, task, w, (who,)))
        ]
        lost = [who for who in people if who not in fit]
        if lost:
            return (), f"{', '.join(lost)} may not do it"
        return (), f"{', '.join(people)} are more than it has room for"

    def _late(self, task: Task, people: tuple[str, ...], first: int, last: int) -> str:
        """Why a task cannot start any more when it should, by facts alone; empty when nothing says so."""
        state = self._states.get(task.id)
        if state is not None:
            began = on(self._portfolio.grid.day(state.start))
            return "" if first <= state.start <= last else f"it was begun on {began}"
        if last < self._today:
            return "that has passed"
        begin = max(first, self._today)
        release = self._study.scope.release(task)
        if release is not None and release > last:
            return f"it may not start before {on(self._portfolio.grid.day(release))} (its not_before or a decision)"
        culprit = self._awaited(task, last)
        if culprit:
            return f"{culprit} takes longer than that"
        if not any(self._has_time(task, work, people, begin, last + 1) for work in task.work):
            return f"{', '.join(people) or 'nobody who may do it'} {'is away' if len(people) < 2 else 'are away'} then"
        return ""

    def _has_time(self, task: Task, work: Alternative, people: tuple[str, ...], first: int, end: int) -> bool:
        """Whether somebody who may begin an alternative works between two ticks."""
        if not work.parts:
            return any(use.units for use in (*task.uses, *work.uses))
        for seats in seatings(self._portfolio, task, work, people):
            for number, part in enumerate(work.parts):
                held = [who for who, seat in zip(people, seats, strict=True) if seat == number]
                open_to = held if len(held) >= part.most else candidates(self._portfolio, task, part)
                if any(self._time.free(who).count(first, end) for who in open_to):
                    return True
        return False

    def _awaited(self, task: Task, last: int) -> str:
        """A predecessor at work or behind that, which alone keeps a task from starting until a tick; empty when none does."""
        self._walk(task.id)
        for link in self._into.get(task.id, ()):
            if link.type[1] == "S" and self._bound(link) > last:
                return link.before
        return ""

    def _walk(self, name: str) -> None:
        """Find the earliest moments of everything before a task, predecessors first."""
        stack = [name]
        while stack:
            now = stack[-1]
            waiting = [link.before for link in self._into.get(now, ()) if link.before not in self._known]
            if now in self._known or not waiting:
                self._known.setdefault(now, self._span(now))
                stack.pop()
            else:
                stack += waiting

    def _span(self, name: str) -> tuple[int, int]:
        """Earliest start and end of a task that what is recorded leaves, whatever work takes that has not begun."""
        state = self._states.get(name)
        if state is not None:
            end = state.end if state.end is not None else max([self._today, *self._rests(name, state)])
            return state.start, end
        task = self._study.scope.by_id[name]
        works = bool(task.work) and all(work.parts for work in task.work)
        release = self._study.scope.release(task)
        bounds = [self._bound(link) for link in self._into.get(name, ()) if link.type[1] == "S"]
        start = max([self._today if works else NEVER, NEVER if release is None else release, *bounds])
        return start, start

    def _bound(self, link: TaskLink) -> int:
        """First tick that a link allows its later task."""
        start, end = self._known[link.before]
        moment = end if link.type[0] == "F" else start
        if not link.counts_time or moment <= NEVER:
            return moment
        calendar = self._time.portfolio
        number = calendar.before(moment) + link.lag
        return calendar.slot(number - 1) + 1 if 0 < number <= calendar.total else NEVER

    def _rests(self, name: str, state: Started) -> Iterable[int]:
        """Ends of what is left of a started task and stays with its people, if they did nothing else."""
        task = self._portfolio.task[name]
        parts: tuple[Part, ...] = task.work[state.alternative].parts if task.work else ()
        for piece in state.pieces:
            if piece.person is not None and not piece.others:
                free: Calendar = self._time.free(piece.person)
                ticks = self._portfolio.grid.ticks(piece.hours * FULL / parts[piece.part].share)
                number = free.before(self._today) + ticks
                yield free.slot(number - 1) + 1 if 0 < number <= free.total else self._today
