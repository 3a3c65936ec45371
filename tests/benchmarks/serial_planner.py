"""A tiny serial schedule generator for portfolios of published instances: right plans to judge, without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from benchmarks.problems.problem import moment, unit

from ipmplan.core.plan import Assignment, PlannedTask, Schedule
from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Use


def serial_plan(portfolio: Portfolio) -> Schedule:
    """Place each task in file order of readiness, at the first hour at which people and pools are free."""
    planner = _Planner(portfolio)
    waiting = list(portfolio.tasks)
    while waiting:
        task = next(t for t in waiting if all(link.predecessor in planner.end for link in t.after))
        planner.place(task)
        waiting.remove(task)
    return Schedule(
        portfolio.name,
        portfolio.as_of,
        "feasible",
        assignments=tuple(planner.assignments),
        tasks=tuple(planner.tasks),
    )


class _Planner:
    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.end: dict[str, int] = {}
        self.tasks: list[PlannedTask] = []
        self.assignments: list[Assignment] = []
        self._held: dict[tuple[str, int], int] = {}
        self._busy: set[tuple[str, int]] = set()
        self._spent: dict[str, int] = {}

    def place(self, task: Task) -> None:
        number = min(range(len(task.work)), key=lambda n: sum(use.units for use in self._consumed(task.work[n])))
        chosen = task.work[number]
        parts = chosen.parts
        hours = int(parts[0].hours / parts[0].most) if parts else int(chosen.wait or 0)
        released = (unit(task.not_before) or 0) if isinstance(task.not_before, datetime) else 0
        start = max((self.end[link.predecessor] for link in task.after), default=released)
        while (team := self._team(chosen, start, hours)) is None:
            start += 1
        for at in range(start, start + hours):
            for use in chosen.uses:
                self._held[use.pool, at] = self._held.get((use.pool, at), 0) + use.units
            self._busy.update((person, at) for person, _, _ in team)
        for person, part, skill in team:
            row = Assignment(task.id, person, moment(start), moment(start + hours), float(hours), part, skill)
            self.assignments.append(row)
        self.end[task.id] = start + hours
        self.tasks.append(PlannedTask(task.id, moment(start), moment(start + hours), number))

    def _consumed(self, alternative: Alternative) -> list[Use]:
        return [use for use in alternative.uses if self.portfolio.pool[use.pool].kind == "consumable"]

    def _team(self, alternative: Alternative, start: int, hours: int) -> Sequence[tuple[str, int, str]] | None:
        for use in alternative.uses:
            pool = self.portfolio.pool[use.pool]
            if pool.kind == "renewable" and any(
                self._held.get((use.pool, at), 0) + use.units > pool.capacity for at in range(start, start + hours)
            ):
                return None
        seats = [(n, part) for n, part in enumerate(alternative.parts) for _ in range(part.most)]
        free = [
            p for p in self.portfolio.people if not any((p.id, at) in self._busy for at in range(start, start + hours))
        ]
        able = [
            [p.id for p in free if (has := p.skill(part.skill or "")) is not None and has.level >= part.level]
            for _, part in seats
        ]
        match = _matching(able)
        return (
            None
            if match is None
            else [(person, n, part.skill or "") for person, (n, part) in zip(match, seats, strict=True)]
        )


def _matching(able: Sequence[Sequence[str]]) -> list[str] | None:
    """Give every seat a person of its own by augmenting paths; None when that cannot be."""
    seat_of: dict[str, int] = {}

    def seat(number: int, tried: set[str]) -> bool:
        for person in able[number]:
            if person not in tried:
                tried.add(person)
                if person not in seat_of or seat(seat_of[person], tried):
                    seat_of[person] = number
                    return True
        return False

    if not all(seat(number, set()) for number in range(len(able))):
        return None
    person_of = {number: person for person, number in seat_of.items()}
    return [person_of[number] for number in range(len(able))]
