"""The promises that are due first, exactly: the tasks up to some due dates as if there were no others.

When the part cannot be less late than the best plan, nothing can; when it can, its plan leads to one of the whole, in which the others
come after it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from ipmplan.models.construct.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.construct.priorities import FOREMOST
from ipmplan.models.cpsat.solve import Outcome, is_small, solve
from ipmplan.models.improve.promised.early import Early, drafted, dues_of, missed, part_of, people_of
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How far the first promises are followed; set by hand, from runs on `data/studio` and portfolios like it.

    Parameters
    ----------
    literals
        Size of a part's model (see `is_small`) up to which it is asked; with 53 of the studio's tasks it is no longer answered.
    climbs, rounds, together, patience
        How often local search begins from a plan made of a part's, how often it goes on each time, by how many steps, and with how much patience at
        first. On the studio a third of such runs of 10,000 steps end at the least lateness, with ten times the patience none in eight.
    leap
        Part of all due dates up to which the next question is about all that the best plan misses.
    crowded, moment
        Part of all due dates from which on the first ones say little, where the best plan misses so many; and the part of the stage that they
        have then (docs/search.md, *other portfolios*).
    """

    literals: int = 16_000
    climbs: int = 8
    rounds: int = 20
    together: int = 500
    patience: float = 0.25
    leap: float = 0.5
    crowded: float = 0.35
    moment: float = 0.1


PARAMETERS = Parameters()


class Promises:
    """Asks whether the first promises can be less late, for more and more of them."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.instance = self.incumbent.stage.instance
        self.dues = dues_of(self.instance)
        self.count = 0

    def supports(self, stage: Stage) -> bool:
        """Where lateness is the first goal."""
        return stage.asks.promises and not stage.caps and bool(self.dues)

    def turn(self, slice_: Slice) -> bool:
        """Ask for more and more of the promises until the turn ends, or nothing more can be found out."""
        moment = slice_.within(min(PARAMETERS.moment * slice_.left, slice_.turn_left))
        # The best plan may miss fewer by now: a smaller part is answered sooner.
        self.count = min(self.count, max(missed(self.incumbent.best, self.dues), default=0) + 1)
        while not slice_.turn_over and self.incumbent.valid:
            crowded = len(missed(self.incumbent.best, self.dues)) > PARAMETERS.crowded * len(self.dues)
            if crowded and moment.turn_over:
                return False
            if not self._ask_once(moment if crowded else slice_):
                return slice_.turn_over
        return True

    def _ask_once(self, slice_: Slice) -> bool:
        """Ask once; returns whether to ask again."""
        incumbent = self.incumbent
        late = missed(incumbent.best, self.dues)
        if not late:
            return False
        self.count = max(self.count, late[0] + 1)
        if self.count > len(self.dues):
            return False
        part = part_of(self.instance, self.dues[: self.count])
        value = incumbent.stage.measure(incumbent.best) - 1 - part.rest
        hint = self._hint(part)
        if hint is None or not is_small(hint, PARAMETERS.literals):
            return False
        outcome, complete = self._ask(hint, value, slice_)
        if outcome.solution is None:
            if outcome.proved and complete:
                incumbent.raise_bound(value + part.rest + 1)
            # Somebody else may have found a better plan meanwhile: then the question is another one.
            return not outcome.proved and incumbent.stage.measure(incumbent.best) - 1 - part.rest < value
        if complete and outcome.bound is not None:
            incumbent.raise_bound(int(outcome.bound + 1 - 1e-6) + part.rest)
        self.count = self._next(self._take(part, outcome.solution, slice_))
        return not incumbent.proved

    def _next(self, made: Solution | None) -> int:
        """How many due dates to look at next.

        Up to the last one that the best plan misses, when that is a small part; else up to the next one that the plan made of this part's does.
        """
        late = missed(self.incumbent.best, self.dues)
        if late and late[-1] >= self.count and late[-1] < PARAMETERS.leap * len(self.dues):
            return late[-1] + 1
        behind = [] if made is None else [number + 1 for number in missed(made, self.dues) if number >= self.count]
        return min(behind, default=self.count + 1)

    def _hint(self, part: Early) -> Solution | None:
        """The best plan's rows of the part's tasks, put together anew."""
        choices = [self.incumbent.best.choices[task] for task in part.tasks]
        keys = [float(choice.start) for choice in choices]
        modes = {number: choice.mode for number, choice in enumerate(choices)}
        with suppress(DoesNotFit):
            return Constructor(part.instance).build(
                choosing(part.instance, keys, modes, people_of(part.instance, choices))
            )
        return None

    def _ask(self, hint: Solution, value: int, slice_: Slice) -> tuple[Outcome, bool]:
        """The least lateness of the part up to a value, and whether every plan of the part that is so good was looked at."""
        made = drafted(hint, value)
        if made is None:
            return Outcome(None, None, None, proved=True), True
        effort = self.setting.effort(slice_, slice_.turn_left)
        incumbent = self.incumbent
        enough = incumbent.stage.measure(incumbent.best)
        outcome = solve(
            made.draft,
            made.late,
            effort,
            incumbent.clock,
            enough=lambda: incumbent.stage.measure(incumbent.best) < enough,
            sure=True,
        )
        return outcome, made.complete

    def _take(self, part: Early, solution: Solution, slice_: Slice) -> Solution | None:
        """Make a plan of the whole from one of the part, and go on from it."""
        best = self.incumbent.best
        keys = [float(choice.start) for choice in best.choices]
        for number, task in enumerate(part.tasks):
            keys[task] = float(solution.choices[number].start - FOREMOST)
        people = {
            (part.tasks[number], place): who
            for (number, place), who in people_of(part.instance, solution.choices).items()
        }
        modes = {task: solution.choices[number].mode for number, task in enumerate(part.tasks)}
        with suppress(DoesNotFit):
            made = self.setting.constructor.build(choosing(self.instance, keys, modes, people))
            self.incumbent.take(made)
            self._climb(made, slice_)
            return made
        return None

    def _climb(self, start: Solution, slice_: Slice) -> None:
        """Local search from a plan that keeps the first promises, several times, until one is better than the best or the turn ends.

        With little patience: most of what is late in it is mended soon, and with more the first promises are given up again.
        """
        incumbent = self.incumbent
        value = incumbent.stage.measure(incumbent.best)
        for _ in range(PARAMETERS.climbs):
            search = compiled_search(incumbent.stage, start, self.setting.random)
            for number in range(PARAMETERS.rounds):
                if search is None or slice_.turn_over or incumbent.stage.measure(incumbent.best) < value:
                    return
                search.steps(PARAMETERS.together, PARAMETERS.patience * (1 - number / PARAMETERS.rounds))
                incumbent.spend(PARAMETERS.together, 1)
                incumbent.take(search.best)
