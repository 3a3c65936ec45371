"""What gives way where something slipped: few tasks leave their place, so that all others can keep theirs.

Something takes longer, so that what is behind it does not fit any more. Where everything keeps its turn, one pushes the next, week
after week. Where what does not fit goes behind all others, it ends in the first gap that is long enough, which is too late for
what waits for it. In between, some task that is not urgent gives its place to one that is. Here the turns of single tasks are
changed, and each change is judged by the plan that is constructed then: a descent over samples of all such changes, begun anew
from the best one with a few changes at random. (Ejection chains: Glover 1996, "Ejection chains, reference structures and
alternating path methods for traveling salesman problems", Discrete Applied Mathematics 65, 223-253; iterated local search:
Lourenço, Martin & Stützle 2003, Handbook of Metaheuristics, 320-353.)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from ipmplan.instance.network import closed
from ipmplan.instance.seats import seats_of
from ipmplan.models.begin.recipes import Made, from_before
from ipmplan.models.clock import Clock
from ipmplan.models.construct.constructor import Constructor, DoesNotFit
from ipmplan.models.construct.recipe import Recipe
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, culprits_of, measure


@dataclass(frozen=True, slots=True)
class Parameters:
    """How the descent goes about; set by hand (docs/search.md has what it brings as a whole).

    Parameters
    ----------
    sample
        Changes that are tried before the best of them is made.
    disturbed
        How many tasks at most are changed at random before a new descent.
    handed
        How often a plan is constructed at the most when work does not fit by those who did it before.
    """

    sample: int = 100
    disturbed: int = 3
    handed: int = 3


PARAMETERS = Parameters()


@dataclass(frozen=True, slots=True)
class OutOfTurn:
    """How a task is planned otherwise than in its turn.

    Parameters
    ----------
    turn
        -1 = before all others, 0 = in its turn, 1 = behind all others.
    early
        Whether it may begin before its date in the plan before.
    anybody
        Whether others may do it, and otherwise.
    """

    turn: int = 0
    early: bool = False
    anybody: bool = False


OUT_OF_TURN = (
    OutOfTurn(1),
    OutOfTurn(1, early=True),
    OutOfTurn(anybody=True),
    OutOfTurn(1, anybody=True),
    OutOfTurn(1, early=True, anybody=True),
    OutOfTurn(-1, early=True),
    OutOfTurn(-1, early=True, anybody=True),
)

Worth = tuple[tuple[int, ...], int, int, int]


@dataclass(frozen=True)
class _Plan:
    """A plan, what it is worth, and who is not in turn."""

    worth: Worth
    solution: Solution
    leaves: Mapping[int, OutOfTurn]


class GivingWay:
    """Looks for a plan that keeps the caps of a stage and moves little of the plan before; one object a thread.

    Parameters
    ----------
    stage
        What is judged: rules, then `kept`, caps, the goal.
    random
        The only source of random numbers.
    over
        Asked between plans whether to stop.
    clock
        What the plans that are tried are counted on.
    kept
        Tasks that are to stay where they were before everything but rules.
    """

    def __init__(
        self,
        stage: Stage,
        random: Random,
        over: Callable[[], bool],
        clock: Clock,
        kept: Collection[int] = (),
    ) -> None:
        self._stage, self._instance = stage, stage.instance
        self._random, self._over, self._clock = random, over, clock
        self._constructor = Constructor(stage.instance)
        self._first_seat = seats_of(stage.instance).first_seat
        self._kept = np.array(sorted(kept), np.int64)
        self._fresh = frozenset(
            task.index
            for task in stage.instance.tasks
            if task.started is None and any(mode.wait is None for mode in task.modes)
        )
        roots = [(self._worth(made.solution), number, made) for number, made in enumerate(from_before(stage.instance))]
        first = min(roots, default=None)
        self._made = None if first is None else first[2]
        self._best = None if first is None else _Plan(first[0], first[2].solution, {})

    @property
    def best(self) -> Solution | None:
        """The best plan so far, None where none could be constructed."""
        return None if self._best is None else self._best.solution

    @property
    def done(self) -> bool:
        """Whether nothing moves."""
        return self._best is None or (not any(self._best.worth[0]) and not any(self._best.worth[1:]))

    def descend(self) -> bool:
        """Go down from the plan in turn; returns whether everything was tried."""
        if self._best is None or self._made is None:
            return True
        self._best = self._down(self._best, self._made)
        return not self._over()

    def disturb(self) -> None:
        """Change a few tasks of the best plan at random and go down from there; what is no worse is the best plan then."""
        if self._best is None or self._made is None:
            return
        known = sorted(self._candidates(self._best))
        leaves = dict(self._best.leaves)
        for task in self._random.sample(known, min(len(known), self._random.randint(1, PARAMETERS.disturbed))):
            _leave(leaves, task, self._random.choice((None, *OUT_OF_TURN)))
        begun = self._plan(self._made, leaves)
        found = None if begun is None else self._down(begun, self._made)
        if found is not None and found.worth <= self._best.worth:
            self._best = found

    def _down(self, plan: _Plan, made: Made) -> _Plan:
        while True:
            known = sorted(self._candidates(plan))
            changes = [(task, way) for task in known for way in (None, *OUT_OF_TURN) if plan.leaves.get(task) != way]
            self._random.shuffle(changes)
            better = None
            for first in range(0, len(changes), PARAMETERS.sample):
                if self._over():
                    return plan
                better = self._best_of(plan, made, changes[first : first + PARAMETERS.sample])
                if better is not None:
                    break
            if better is None:
                return plan
            plan = better
            if self._best is None or plan.worth < self._best.worth:
                # At once: whoever interrupts keeps it.
                self._best = plan

    def _best_of(self, plan: _Plan, made: Made, changes: Iterable[tuple[int, OutOfTurn | None]]) -> _Plan | None:
        """The best plan that is better and one of some changes away."""
        best = plan
        for task, way in changes:
            if self._over():
                break
            leaves = dict(plan.leaves)
            _leave(leaves, task, way)
            found = self._plan(made, leaves)
            if found is not None and found.worth < best.worth:
                best = found
        return None if best is plan else best

    def _plan(self, made: Made, leaves: Mapping[int, OutOfTurn]) -> _Plan | None:
        """Construct what some changes make; what who is wished has no time for any more is given to others."""
        leaves = dict(leaves)
        for _ in range(PARAMETERS.handed):
            try:
                solution = self._built(made, leaves)
            except DoesNotFit as error:
                task = error.task.index
                leave = leaves.get(task, OutOfTurn())
                if leave.anybody:
                    return None
                leaves[task] = replace(leave, anybody=True)
                continue
            return _Plan(self._worth(solution), solution, leaves)
        return None

    def _built(self, made: Made, leaves: Mapping[int, OutOfTurn]) -> Solution:
        recipe, far = made.recipe, 10.0 * self._instance.length
        keys, modes = recipe.keys.copy(), recipe.modes.copy()
        kept, releases = recipe.kept.copy(), recipe.releases.copy()
        for task, leave in leaves.items():
            keys[task] += leave.turn * far
            if leave.early:
                releases[task] = 0
            if leave.anybody:
                if len(self._instance.tasks[task].modes) > 1:
                    modes[task] = -1
                kept[self._first_seat[task] : self._first_seat[task + 1]] = -1
        return Recipe(keys, modes, kept, releases).tried(self._constructor, self._clock)

    def _worth(self, solution: Solution) -> Worth:
        violations, excess, value, _ = self._stage.key(solution)
        return violations, self._gone(solution), excess, value

    def _gone(self, solution: Solution) -> int:
        """How many of the tasks that are to stay do not."""
        if not len(self._kept):
            return 0
        before = self._instance.stability
        apart = self._instance.axis.before[solution.tasks[self._kept, 1]] != before.start[self._kept]
        others = [
            any(not before.people[task, work.person] for work in solution.choices[task].work) for task in self._kept
        ]
        return int(((apart & (before.date_weight[self._kept] > 0)) | np.array(others)).sum())

    def _candidates(self, plan: _Plan) -> set[int]:
        """Tasks to change: those that have moved, those in whose way something is, and what is in their way."""
        solution, instance = plan.solution, self._instance
        before, passed = instance.stability, instance.axis.before[plan.solution.tasks[:, 1]]
        counted = np.array(before.tasks, np.int64)
        urgent = {*counted[passed[counted] != before.start[counted]].tolist(), *plan.leaves, *self._late(plan)}
        busy: dict[int, list[tuple[int, int, int]]] = {}
        for task, choice in enumerate(solution.choices):
            for work in choice.work:
                busy.setdefault(work.person, []).append((work.start, work.end, task))
        found = set(urgent)
        for task in urgent:
            ready = max((solution.choices[link.before].end for link in instance.into[task]), default=0)
            for work in solution.choices[task].work:
                found |= {other for start, end, other in busy[work.person] if end > ready and start < work.start}
        return found & self._fresh

    def _late(self, plan: _Plan) -> set[int]:
        """Tasks that a hard date or a cap which is not kept waits for."""
        instance, solution = self._instance, plan.solution
        ends: list[Sequence[int]] = []
        if any(plan.worth[0]):
            ends += [[task.index] for task in instance.tasks if solution.past_latest(task)]
            ends += [due.tasks for due in instance.dues if solution.past_firm(due) > 0]
        for cap in self._stage.caps:
            if measure(cap.goal, solution) > cap.limit:
                ends += culprits_of(cap.goal, solution) or [range(len(instance.tasks))]
        return set(closed(instance, {task for group in ends for task in group}))


def _leave(leaves: dict[int, OutOfTurn], task: int, way: OutOfTurn | None) -> None:
    """Note how a task is planned; None = in its turn."""
    if way is None:
        leaves.pop(task, None)
    else:
        leaves[task] = way
