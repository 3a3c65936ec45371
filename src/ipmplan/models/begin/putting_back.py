"""From a plan that keeps what is asked and moves much, back towards the plan before: what moved is put back, a few tasks at a time.

Each step constructs a plan in which some tasks have their old turn, people and dates again and all others those that they have
now, and takes it where it is better: whatever is asked is kept at every step, so that it can end at any moment. With a task that
goes back goes what has moved to where it was, and so on, since neither goes back alone. (Path relinking: Glover, Laguna & Martí
2000, "Fundamentals of scatter search and path relinking", Control and Cybernetics 29, 653-684.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from ipmplan.instance.seats import seats_of
from ipmplan.instance.stability import changes
from ipmplan.models.begin.recipes import as_planned
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, DoesNotFit
from ipmplan.models.construct.recipe import Recipe
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long it is tried; set by hand (docs/search.md has what it brings as a whole).

    Parameters
    ----------
    stale
        Sweeps over all that moved without a better plan before that is enough.
    others
        How many others at most go back with a task at random.
    """

    stale: int = 3
    others: int = 3


PARAMETERS = Parameters()


class PuttingBack:
    """Puts back what moved, as long as that is better; one object a thread.

    Parameters
    ----------
    stage
        What is judged: rules, caps, the goal.
    random
        The only source of random numbers.
    over
        Asked between plans whether to stop.
    clock
        What the plans that are tried are counted on.
    """

    def __init__(self, stage: Stage, random: Random, over: Callable[[], bool], clock: Clock) -> None:
        self._stage, self._instance = stage, stage.instance
        self._random, self._over, self._clock = random, over, clock
        self._constructor = Constructor(stage.instance)
        self._owner = seats_of(stage.instance).owner
        self._before = as_planned(stage.instance)

    def from_(self, solution: Solution) -> Solution:
        """The best plan on the way from one to the plan before."""
        best, stale = solution, 0
        while stale < PARAMETERS.stale and not self._over():
            found = self._sweep(best)
            best, stale = (best, stale + 1) if found is None else (found, 0)
        return best

    def _sweep(self, solution: Solution) -> Solution | None:
        """Try to put back everything that moved once, at first many tasks at a time; None where none could be."""
        best, better = solution, False
        for tasks in self._groups(solution):
            if self._over():
                break
            found = self._with(best, tasks)
            if found is not None and self._stage.key(found)[:3] < self._stage.key(best)[:3]:
                best, better = found, True
        return best if better else None

    def _groups(self, solution: Solution) -> Iterator[Sequence[int]]:
        """What is put back at once: parts of all that moved, the larger ones first; then each with what is in its way."""
        moved = self._moved(solution)
        self._random.shuffle(moved)
        parts = 1
        while parts < len(moved):
            for first in range(parts):
                yield moved[first::parts]
            parts *= 2
        for task in moved:
            yield sorted(self._together(solution, task, set(moved)))
        for task in moved:
            yield [task]
        for task in moved:
            others = self._random.sample(moved, min(len(moved), self._random.randint(1, PARAMETERS.others)))
            yield sorted({task, *others}.union(*(self._together(solution, one, set(moved)) for one in others)))

    def _moved(self, solution: Solution) -> list[int]:
        counts = changes(self._instance, solution.tasks, solution.seats)
        return [task for task in np.flatnonzero(counts).tolist() if self._instance.tasks[task].started is None]

    def _together(self, solution: Solution, first: int, moved: set[int]) -> set[int]:
        """A task and those that moved to where it was, or are tied to it, and so on."""
        before, instance = self._instance.stability, self._instance
        found, queue = {first}, [first]
        while queue:
            task = queue.pop()
            old = int(before.slot[task])
            end = old + solution.choices[task].end - solution.choices[task].start
            people = set(np.flatnonzero(before.people[task]).tolist())
            others = [
                other
                for person in people
                for other in solution.tasks_by_person.get(person, ())
                if solution.choices[other].start < end and solution.choices[other].end > old
            ]
            others += [link.before for link in instance.into[task] if solution.choices[link.before].end > old]
            for other in others:
                if other in moved and other not in found:
                    found.add(other)
                    queue.append(other)
        return found

    def _with(self, solution: Solution, tasks: Sequence[int]) -> Solution | None:
        """A plan in which some tasks are as before, and all others as they are."""
        back = np.zeros(len(self._instance.tasks), np.bool_)
        back[list(tasks)] = True
        now, old = Recipe.of(solution), self._before
        made = replace(
            now,
            # Before what begins at the same moment.
            keys=np.where(back, old.keys - 0.5, now.keys),
            modes=np.where(back, old.modes, now.modes),
            kept=np.where(back[self._owner], old.kept, now.kept),
            releases=np.where(back, old.releases, now.releases),
        )
        with suppress(DoesNotFit):
            return made.tried(self._constructor, self._clock)
        return None
