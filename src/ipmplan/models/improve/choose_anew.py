"""Another plan with an earlier last finish, in which some tasks choose anew how and by whom they are done, and all may move.

With modes and people held, CP-SAT orders even large plans, or proves that no order ends earlier, in a tenth of a second. So
that is where it is strong: a part of the tasks is freed from what is chosen for them, at random or around a moment, and
no task from its time. (A large neighbourhood search: Shaw 1998, "Using constraint programming and local search methods to
solve vehicle routing problems", CP98, 417-431; asked for any improvement, which leaves narrow windows.)
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from ipmplan.instance import Instance
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups
from ipmplan.models.cpsat.solve import Effort, Outcome, is_small, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.improve.neighbourhoods import time_window
from ipmplan.models.incumbent import Incumbent, Slice
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How many tasks choose anew, and how long a call may take; set by hand (docs/search.md has figures of the whole, *choosing anew*).

    Parameters
    ----------
    limit
        The most of a call, in the clock's unit.
    share, least
        The part of the tasks that is freed at first, and how many at the least.
    growth, shrinking
        Factors by which it changes with an answer, and without one.
    around
        How often they are those around a moment, not any.
    idle
        Calls without an answer after which others have a turn.
    """

    limit: float = 1.0
    share: float = 0.25
    least: int = 2
    growth: float = 1.05
    shrinking: float = 1.1
    around: float = 0.35
    idle: int = 5


PARAMETERS = Parameters()


def ordered(incumbent: Incumbent, hint: Solution, effort: Effort) -> Outcome:
    """Find the order of a plan, modes and people as they are, whose last finish is the earliest, and before the best plan's."""
    draft, term = _held(incumbent.stage, hint, incumbent.stage.measure(incumbent.best) - 1, ())
    return solve(draft, term, effort, incumbent.clock, enough=lambda: incumbent.proved)


def _held(stage: Stage, hint: Solution, value: int, free: Collection[int]) -> tuple[Draft, Term]:
    """A model in which all but some tasks keep modes and people, and the last finish is at the most `value`."""
    instance = hint.instance
    held = frozenset(range(len(instance.tasks))) - frozenset(free)
    draft = Draft(hint, horizon=instance.moment_within(value), held=held)
    post_all(draft)
    term = stage.post(draft)
    if free:
        post_groups(draft)
    draft.model.add(term.expr <= value)
    return draft, term


class ChooseAnew:
    """Asks again and again for an earlier last finish, with other tasks freed.

    How many grows while the question is answered in time, and shrinks while it is not.
    """

    when: ClassVar[When] = When.DEAL

    def __init__(self, setting: Setting) -> None:
        self.incumbent = setting.incumbent
        self.random = setting.random
        self.tasks = choosing_tasks(self.incumbent.best.instance)
        self.share = PARAMETERS.share
        self.idle = 0

    def supports(self, stage: Stage) -> bool:
        """Where the last finish counts, something can be chosen and the model is small."""
        return stage.asks.last and bool(self.tasks) and is_small(self.incumbent.best)

    def turn(self, slice_: Slice) -> bool:
        """Ask once, from the best plan; returns whether to ask again."""
        incumbent = self.incumbent
        if not incumbent.valid or slice_.over:
            return False
        self.ask(incumbent.best, incumbent.stage.measure(incumbent.best) - 1, slice_.turn_end)
        if self.idle < PARAMETERS.idle:
            return not slice_.over
        self.idle = 0
        return False

    def ask(self, hint: Solution, value: int, end: float) -> None:
        """Ask once for a plan near another one, with a last finish of `value` portfolio slots at the most."""
        incumbent, free = self.incumbent, self._freed(hint)
        draft, _ = _held(incumbent.stage, hint, value, free)
        effort = Effort(min(PARAMETERS.limit, max(0.0, end - incumbent.clock.used)), 1, self.random.randrange(1 << 30))
        everything = len(free) == len(self.tasks)
        outcome = solve(draft, None, effort, incumbent.clock, enough=lambda: incumbent.proved, sure=everything)
        incumbent.take(outcome.solution)
        if outcome.proved:
            self.share, self.idle = min(1.0, self.share * PARAMETERS.growth), 0
            if outcome.solution is None and everything:
                incumbent.raise_bound(value + 1)
        else:
            self.share, self.idle = self.share / PARAMETERS.shrinking, self.idle + 1

    def _freed(self, hint: Solution) -> list[int]:
        """Tasks that choose anew: any, or those around a moment."""
        count = min(len(self.tasks), max(PARAMETERS.least, round(self.share * len(self.tasks))))
        if self.random.random() < PARAMETERS.around:
            known = frozenset(self.tasks)
            near = time_window(hint, self.incumbent.stage.goal, len(hint.choices), self.random)
            return [task for task in near if task in known][:count]
        return self.random.sample(self.tasks, count)


def choosing_tasks(instance: Instance) -> list[int]:
    """Tasks that have several modes, or more people who may do a part than it takes."""
    return [
        task.index
        for task in instance.tasks
        if len(task.modes) > 1 or any(len(part.length) > part.people for mode in task.modes for part in mode.parts)
    ]
