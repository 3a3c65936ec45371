"""Local search over priority lists: take the order of the current plan, disturb a little of it, construct again.

Many thousands of constructions a second find plans that the solver's neighbourhoods start from. The list is the plan's own
order of starts, so that an undisturbed list gives the plan back or a tighter one (Valls, Ballestín & Quintanilla 2005,
"Justification and RCPSP: a technique that pays", EJOR 165, 375-386, use the same idea).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import exp
from random import Random

import numpy as np
from numpy.typing import NDArray

from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.instance.seats import seats_of
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.construct.justification import Mirror
from ipmplan.models.construct.priorities import priorities, shuffled
from ipmplan.models.local.culprits import culprit, pushing
from ipmplan.models.solution import Ints, Solution
from ipmplan.models.stage import Key, Stage

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the search goes about; set by hand, those that `compiled_search` has as well with its figures in mind.

    Parameters
    ----------
    widths
        Grid slots by which a task is moved in the list.
    cooling
        How much worse a plan may be, as a part of its value.
    justified
        Part of the promising plans that are pushed late and early.
    near
        Ratio to the current plan's value up to which one is promising.
    stale
        Steps without a better plan before another one is begun with.
    kept
        Part of the tasks that keep alternative and people.
    """

    widths: tuple[int, ...] = (4, 8, 16, 32, 64, 128)
    cooling: float = 0.002
    justified: float = 0.6
    near: float = 1.03
    stale: int = 400
    kept: float = 0.9


PARAMETERS = Parameters()


class ListSearch:
    """Hill climbing with a little patience; one object a thread."""

    def __init__(self, stage: Stage, start: Solution, random: Random) -> None:
        self.instance = stage.instance
        self.constructor = Constructor(self.instance)
        self.stage = stage
        self.random = random
        self.noise = np.random.default_rng(random.randrange(1 << 30))
        self.current = start
        self.current_key = stage.key(start)
        self.best = start
        self.best_key = self.current_key
        self.mirror = Mirror(self.instance)
        self.priorities = priorities(network(self.instance))
        self.people_matter = not stage.counts_finishes
        self.idle = 0

    def adopt(self, solution: Solution) -> None:
        """Go on from a plan that somebody else found, when it is better."""
        if solution is self.best:
            return
        key = self.stage.key(solution)
        if key < self.best_key:
            self.best, self.best_key = solution, key
            self.current, self.current_key = solution, key

    def steps(self, count: int, patience: float) -> bool:
        """Try some lists; returns whether one gave a better plan than any before.

        Parameters
        ----------
        count
            How many.
        patience
            1 at the start of the search, 0 at its end: how willingly a worse plan is taken.
        """
        better = False
        for _ in range(count):
            better |= self.step(patience)
        return better

    def step(self, patience: float) -> bool:
        """Try one list."""
        if self.idle >= PARAMETERS.stale:
            self._start_anew()
        self.idle += 1
        try:
            solution = self.constructor.build(self._guide())
        except DoesNotFit:
            return False
        key = self.stage.key(solution)
        if self._is_promising(key) and self.random.random() < PARAMETERS.justified:
            solution, key = self._justified(solution, key)
        if key[:2] <= self.current_key[:2] and (key <= self.current_key or self._tolerates(key[2], patience)):
            self.current, self.current_key = solution, key
        if key < self.best_key:
            self.best, self.best_key = solution, key
            self.idle = 0
            return True
        return False

    def _start_anew(self) -> None:
        """Leave a plan around which nothing better is found: back to the best one, or to a fresh one."""
        self.idle = 0
        if self.random.random() < 0.5:
            self.current, self.current_key = self.best, self.best_key
            return
        keys = self.random.choice(self.priorities)
        with suppress(DoesNotFit):
            solution = self.constructor.build(Guide(shuffled(keys, self.random, self.random.choice((0.05, 0.1, 0.2)))))
            self.current, self.current_key = solution, self.stage.key(solution)

    def _is_promising(self, key: Key) -> bool:
        return (
            not self.people_matter
            and self.mirror.works
            and key[:2] <= self.current_key[:2]
            and key[2] <= self.current_key[2] * PARAMETERS.near
        )

    def _justified(self, solution: Solution, key: Key) -> tuple[Solution, Key]:
        """Push a plan late and early again; keep what is better."""
        keys = self.mirror.keys(solution)
        if keys is None:
            return solution, key
        if self.random.random() < 0.3:
            guide = Guide(keys)
        else:
            guide = self._keeping_people(solution, keys, 1.0 if self.random.random() < 0.5 else PARAMETERS.kept)
        try:
            tighter = self.constructor.build(guide)
        except DoesNotFit:
            return solution, key
        tighter_key = self.stage.key(tighter)
        return (tighter, tighter_key) if tighter_key < key else (solution, key)

    def _tolerates(self, value: int, patience: float) -> bool:
        now = max(1, self.current_key[2])
        worse = (value - now) / now
        return patience > 0 and self.random.random() < exp(-max(0.0, worse) / (PARAMETERS.cooling * patience))

    def _guide(self) -> Guide:
        random = self.random
        keys = self.current.tasks[:, 1].astype(np.float64)
        kind = random.random()
        if self.people_matter and kind < 0.85:
            return self._keeping_people(self.current, keys, 1.0)
        if kind < 0.5:
            self._hurry(keys)
        elif kind < 0.75:
            width = random.choice(PARAMETERS.widths)
            for _ in range(random.choice((1, 2, 4, 8, 16))):
                keys[random.randrange(len(keys))] += random.uniform(-width, width)
        else:
            width = random.choice(PARAMETERS.widths[:4])
            low = random.uniform(-50, keys.max())
            high = low + random.choice((50, 100, 200, 400))
            inside = (keys >= low) & (keys <= high)
            keys[inside] += self.noise.uniform(-width, width, int(inside.sum()))
        if random.random() < 0.25:
            return Guide(keys, prices=self._prices())
        return self._keeping_people(self.current, keys, PARAMETERS.kept)

    def _hurry(self, keys: Floats) -> None:
        """Bring tasks of a chain that pushes the goal forward; sometimes put others back."""
        random = self.random
        chain = pushing(self.current, culprit(self.current, self.stage.goal, random), random)
        width = random.choice(PARAMETERS.widths[1:])
        for task in random.sample(chain, min(random.choice((1, 1, 2, 3, 5)), len(chain))):
            keys[task] -= random.uniform(0, width)
        if random.random() < 0.5:
            for _ in range(random.choice((1, 2, 4))):
                keys[random.randrange(len(keys))] += random.uniform(0, width)

    def _prices(self) -> Floats | None:
        """Prefer cheap people where a hard budget is broken: an hour's cost counts as a random delay."""
        instance = self.instance
        if not self.current_key[0][-1]:
            return None
        price = 10 ** self.random.uniform(-3, 0)
        costs = self.current.costs
        over = [p for p in instance.tight_budgets if costs[p] > (instance.projects[p].budget or 0)]
        return prices_of(instance, dict.fromkeys(over, price))

    def _keeping_people(self, solution: Solution, keys: Floats, part: float) -> Guide:
        """Most tasks keep their mode and people; the others are chosen anew."""
        modes = solution.tasks[:, 0]
        if part < 1:
            modes = np.where(self.noise.random(len(modes)) < part, modes, -1)
        kept = solution.seats[:, 0]
        if self.people_matter or any(self.current_key[0]):
            modes, kept = modes.copy(), kept.copy()
            self._reassign(modes, kept)
        return Guide(keys, modes, kept, self._prices())

    def _reassign(self, modes: Ints, kept: Ints) -> None:
        """Give a few tasks to somebody else, rather from busy people to idle ones."""
        known = seats_of(self.instance)
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            task = self._busy_task()
            number = int(self.current.tasks[task, 0])
            first = int(known.first_seat[task])
            rows = self.current.seats[first : int(known.first_seat[task + 1]), 0]
            now = set(known.person[rows[rows >= 0]].tolist())
            parts = self.instance.tasks[task].modes[number].parts
            for part, (row, seat) in zip(parts, known.part_of[int(known.first_mode[task]) + number], strict=True):
                others = [place for place, person in enumerate(part.length) if person not in now]
                if part.people == 1 and others:
                    modes[task] = number
                    kept[first + seat] = row + self._idle(others, list(part.length))

    def _busy_task(self) -> int:
        """A task at random; for evenness mostly one of somebody who is busier than most."""
        random, current = self.random, self.current
        if self.stage.asks.level and random.random() < 0.7:
            rates = current.utilisation
            busy = sorted(rates, key=lambda person: -rates[person])[: max(1, len(rates) // 4)]
            if busy:
                known = seats_of(self.instance)
                rows = current.seats[:, 0]
                seats = np.flatnonzero((rows >= 0) & (known.person[rows] == random.choice(busy)))
                if len(seats):
                    return int(known.owner[random.choice(seats.tolist())])
        return random.randrange(len(current.tasks))

    def _idle(self, places: list[int], people: list[int]) -> int:
        """One of the places at random; for evenness mostly that of the less busy of two people."""
        chosen = self.random.choice(places)
        if self.stage.asks.level:
            rates = self.current.utilisation
            other = self.random.choice(places)
            return min(chosen, other, key=lambda place: rates.get(people[place], 1.0))
        return chosen


def prices_of(instance: Instance, prices: Mapping[int, float]) -> Floats:
    """Let a cent of an hour's cost count as so many slots of delay, by project; for each task."""
    by_project = np.array([*(prices.get(number, 0.0) for number in range(len(instance.projects))), 0.0])
    return by_project[instance.project_of]
