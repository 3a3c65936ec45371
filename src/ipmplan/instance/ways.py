"""The ways to do a task, with its people and how long they take: what does not depend on how far a grid reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import count as numbers
from itertools import product

from ipmplan.core.portfolio import Portfolio, Task
from ipmplan.core.work import Alternative, Part, Pin
from ipmplan.instance.parts import Mode, PartModel
from ipmplan.study.eligibility import candidates
from ipmplan.study.holds import HeldTask, seatings
from ipmplan.study.money import cents
from ipmplan.study.pieces import Piece, Started, able, efficiency

EndBound = Callable[[int], int | None]


class Ways:
    """Modes of the tasks of a portfolio, each worked out once."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._portfolio = portfolio
        self._grid = portfolio.grid
        self._index = {person.id: number for number, person in enumerate(portfolio.people)}
        self._pools = {pool.id: number for number, pool in enumerate(portfolio.pools)}
        self._kinds = numbers()
        self._known: dict[str, tuple[Mode, ...]] = {}
        self._candidates: dict[tuple[frozenset[str], tuple[Pin, ...], Part], tuple[str, ...]] = {}
        self._alike: dict[tuple[frozenset[str], tuple[Pin, ...], Part, int], tuple[int, dict[int, int]]] = {}

    def of(self, task: Task, state: Started | None, end_bound: EndBound, held: HeldTask | None) -> tuple[Mode, ...]:
        """Modes of an open task.

        Parameters
        ----------
        task, state
            The task, and what was recorded of it.
        end_bound
            Portfolio slots that must have passed before the end of a wait of that length, by links from what is known.
        held
            Who stays on it, and whether it starts when it is held.
        """
        if task.id not in self._known:
            self._known[task.id] = self._modes(task, state, end_bound, held)
        return self._known[task.id]

    def _modes(self, task: Task, state: Started | None, end_bound: EndBound, held: HeldTask | None) -> tuple[Mode, ...]:
        if state is not None:
            return (self._started_mode(task, state, end_bound),)
        modes: list[Mode] = []
        for number, alternative in enumerate(task.work or (Alternative(wait=Fraction(0)),)):
            found = list(self._fresh_modes(task, number, alternative, end_bound))
            if held is not None and held.people:
                found = list(self._with(task, alternative, found, held.people))
            if held is not None and held.first is not None:
                # A wait without a pool begins when its links allow: nobody could begin it on a day.
                found = [mode for mode in found if mode.parts or mode.uses]
            modes.extend(found)
        return tuple(modes)

    def _with(self, task: Task, work: Alternative, modes: list[Mode], people: tuple[str, ...]) -> Iterator[Mode]:
        """Modes in which some people work: for each way to seat them, a seat of its own for each of them."""
        known = set()
        for mode in modes:
            for seats in seatings(self._portfolio, task, work, people):
                parts = self._seated(mode.parts, dict(zip(people, seats, strict=True)))
                if (
                    parts is not None
                    and (key := tuple((p.number, p.people, tuple(p.length.items())) for p in parts)) not in known
                ):
                    known.add(key)
                    yield replace(mode, parts=parts)

    def _seated(self, parts: tuple[PartModel, ...], seats: Mapping[str, int]) -> tuple[PartModel, ...] | None:
        """Parts with a seat of its own for each person who has to have one; None where there is no room for all."""
        inside = {self._index[person] for person in seats}
        found: list[PartModel] = []
        for part in parts:
            here = [self._index[person] for person, number in seats.items() if number == part.number]
            others = {person: length for person, length in part.length.items() if person not in inside}
            left = part.people - len(here)
            if left < 0 or left > len(others):
                return None
            for person in here:
                own = {person: part.length[person]}
                found.append(replace(part, people=1, length=own, kind=next(self._kinds)))
            if left:
                found.append(replace(part, people=left, length=others, kind=next(self._kinds)))
        return tuple(found)

    def _fresh_modes(self, task: Task, number: int, alternative: Alternative, end_bound: EndBound) -> Iterator[Mode]:
        uses = self._uses(task, alternative)
        cost = int(cents(alternative.cost) * 100)
        if alternative.wait is not None or not alternative.parts:
            wait = self._grid.ticks(alternative.wait or Fraction(0))
            yield Mode(number, (), wait, uses, cost, end_bound(wait))
            return
        able = [self._able(task, part) for part in alternative.parts]
        groups = [group if len(parts) > 1 else None for group, parts in enumerate(alternative.groups) for _ in parts]
        counts = [
            range(part.fewest, min(part.most, len(people)) + 1)
            for part, people in zip(alternative.parts, able, strict=True)
        ]
        for chosen in product(*counts):
            parts = tuple(
                self._part(task, index, part, count, group)
                for index, (part, count, group) in enumerate(zip(alternative.parts, chosen, groups, strict=True))
            )
            yield Mode(number, parts, None, uses, cost)

    def _able(self, task: Task, part: Part) -> tuple[str, ...]:
        """Who may do a part; the same answer for all tasks with the same wishes."""
        key = (*self._wishes(task), part)
        if key not in self._candidates:
            self._candidates[key] = candidates(self._portfolio, task, part)
        return self._candidates[key]

    def _wishes(self, task: Task) -> tuple[frozenset[str], tuple[Pin, ...]]:
        """What besides a part decides who may do it: its project's team, and pins."""
        project = self._portfolio.project.get(task.project)
        return frozenset(project.team if project is not None else ()), task.people

    def _part(self, task: Task, number: int, part: Part, count: int, group: int | None) -> PartModel:
        kind, length = self._lengths(task, part, count)
        return PartModel(number, part.skill or "", count, part.share, length, kind, group)

    def _lengths(self, task: Task, part: Part, count: int) -> tuple[int, dict[int, int]]:
        """Number and lengths by person of all parts that are alike, which saves what is worked out from them later."""
        key = (*self._wishes(task), part, count)
        if key not in self._alike:
            lengths = {
                self._index[person]: elapsed(
                    part.hours, count, efficiency(self._portfolio, part, person), part.share, self._grid.hours
                )
                for person in self._able(task, part)
            }
            self._alike[key] = next(self._kinds), lengths
        return self._alike[key]

    def _started_mode(self, task: Task, state: Started, end_bound: EndBound) -> Mode:
        alternative = task.work[state.alternative] if task.work else Alternative(wait=Fraction(0))
        uses = self._uses(task, alternative)
        if alternative.wait is not None:
            wait = self._grid.ticks(alternative.wait)
            return Mode(state.alternative, (), wait, uses, 0, end_bound(max(wait, 1)))
        return Mode(
            state.alternative, tuple(self._piece(task, alternative, piece) for piece in state.pieces), None, uses, 0
        )

    def _piece(self, task: Task, alternative: Alternative, piece: Piece) -> PartModel:
        part = alternative.parts[piece.part]
        length = {
            self._index[person]: elapsed(
                piece.hours_of(person, efficiency(self._portfolio, part, person)),
                1,
                Fraction(1),
                part.share,
                self._grid.hours,
            )
            for person in able(self._portfolio, task, part, piece)
        }
        return PartModel(piece.part, part.skill or "", 1, part.share, length, next(self._kinds), piece=True)

    def _uses(self, task: Task, alternative: Alternative) -> dict[int, int]:
        uses: dict[int, int] = {}
        for use in (*task.uses, *alternative.uses):
            if use.units and use.pool in self._pools:
                pool = self._pools[use.pool]
                uses[pool] = uses.get(pool, 0) + use.units
        return uses


@lru_cache(maxsize=65536)
def elapsed(hours: Fraction, people: int, rate: Fraction, share: int, step: Fraction) -> int:
    """Own slots that pass: hours / people / efficiency / share, rounded up to the grid once."""
    return -(-(hours * 100) // (people * rate * share * step))
