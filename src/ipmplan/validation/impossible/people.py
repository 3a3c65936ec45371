"""Work that nobody is left for: everybody who may do it has gone before it could be done."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ipmplan.core.portfolio import Task
from ipmplan.core.words import on
from ipmplan.core.work import Alternative, Part
from ipmplan.validation.impossible.bounds import Bounds
from ipmplan.validation.impossible.finding import Finding
from ipmplan.validation.impossible.words import asked, hours, some
from ipmplan.validation.names import place

Lack = tuple[Part, Fraction, tuple[str, ...]]
"""A part, hours of it that are to be done, and those who may do it."""


def gone(bounds: Bounds) -> Iterator[Finding]:
    """Find tasks with work that does not fit before the last day of those who may do it."""
    leaving = {person.id: person.leaves for person in bounds.portfolio.people if person.leaves is not None}
    if not leaving:
        return
    for task in bounds.open_tasks:
        if task.id not in bounds.earliest:
            continue
        lacks = [_lacking(bounds, task, way, set(leaving)) for way in _ways(bounds, task)]
        if lacks and all(lack is not None for lack in lacks):
            part, amount, people = next(lack for lack in lacks if lack is not None)
            left = some([f"{name} (until {on(day)})" for name in people if (day := leaving.get(name)) is not None])
            who = f"only {left} may do it" if people else "nobody may do it"
            start = on(bounds.portfolio.grid.day(max(bounds.today, bounds.earliest[task.id].start)))
            needs = "needs" if task.id not in bounds.states else "still needs"
            facts: tuple[str, ...] = (
                f"{task.id} {needs} {hours(amount)} of {asked(part)}, from {start} on at the earliest",
                who,
            )
            hint = "Maybe somebody else can do it?"
            if bounds.portfolio.calendar.handovers == "never" and task.id in bounds.states:
                facts += ('begun work is never handed over (handovers = "never")',)
                hint = 'Maybe handovers = "needed"?'
            yield Finding("people", (task.id,), facts, place(task), hint)


def _ways(bounds: Bounds, task: Task) -> tuple[Alternative, ...]:
    state = bounds.states.get(task.id)
    if state is None or not task.work:
        return task.work
    return (task.work[state.alternative],)


def _lacking(bounds: Bounds, task: Task, way: Alternative, leaving: set[str]) -> Lack | None:
    """What too few can still do; None when there is nothing like that."""
    begin = max(bounds.today, bounds.earliest[task.id].start)
    state = bounds.states.get(task.id)

    def fits(person: str, ticks: int) -> bool:
        if person not in leaving:
            return True
        free = bounds.time.free(person)
        return free.total - free.before(begin) >= ticks

    if state is not None:
        for piece in state.pieces:
            people = bounds.piece_people(task, piece)
            if not any(fits(person, bounds.piece_elapsed(task, piece, person)) for person in people):
                return way.parts[piece.part], piece.hours, people
        return None
    for part in way.parts:
        people = bounds.able(task, part)
        counts = range(part.fewest, min(part.most, len(people)) + 1)
        enough = any(sum(fits(person, bounds.elapsed(part, n, person)) for person in people) >= n for n in counts)
        if not enough:
            return part, part.hours, people
    return None
