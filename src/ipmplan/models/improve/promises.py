"""The promises that are due first, exactly: the tasks up to some due dates as if there were no others.

Leaving tasks out is a relaxation. When the part cannot be less late than the best plan, nothing can; when it can, its plan
leads to one of the whole, in which the others come after it. Every task's window follows from what the best plan still
allows its promises (destructive improvement: Klein & Scholl 1999, "Computing lower bounds by destructive improvement",
EJOR 112, 322-346), over the calendars of those who may do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import ClassVar

from ipmplan.instance import DueModel, Instance
from ipmplan.instance.horizon import Window, last_moment
from ipmplan.instance.network import closed, network
from ipmplan.instance.restricted import restricted
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.construct.priorities import FOREMOST
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.redundant import post_groups, post_pairs
from ipmplan.models.cpsat.solve import Outcome, is_small, solve
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Choice, Solution
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
    """

    literals: int = 16_000
    climbs: int = 8
    rounds: int = 20
    together: int = 500
    patience: float = 0.25
    leap: float = 0.5


PARAMETERS = Parameters()


@dataclass(frozen=True)
class Early:
    """The tasks up to some due dates, and what the others cost at least.

    Parameters
    ----------
    instance
        Only these tasks, and only the due dates that count here.
    tasks
        Their indexes in the whole instance, in the order of the part.
    rest
        Measure that the other due dates have at least.
    """

    instance: Instance
    tasks: Sequence[int]
    rest: int


class Promises:
    """Asks whether the first promises can be less late, for more and more of them."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.instance = self.incumbent.stage.instance
        self.dues = sorted((due for due in self.instance.dues if due.weight and due.tasks), key=lambda due: due.target)
        self.count = 0

    def supports(self, stage: Stage) -> bool:
        """Where lateness is the first goal."""
        return stage.asks.promises and not stage.caps and bool(self.dues)

    def turn(self, slice_: Slice) -> bool:
        """Ask for more and more of the promises until the turn ends, or nothing more can be found out."""
        while not slice_.turn_over and self.incumbent.valid:
            if not self._ask_once(slice_):
                return slice_.turn_over
        return True

    def _ask_once(self, slice_: Slice) -> bool:
        """Ask once; returns whether to ask again."""
        incumbent = self.incumbent
        late = self._late(incumbent.best)
        if not late:
            return False
        self.count = max(self.count, late[0] + 1)
        if self.count > len(self.dues):
            return False
        part = self._part(self.dues[: self.count])
        value = incumbent.stage.measure(incumbent.best) - 1 - part.rest
        hint = self._hint(part)
        if hint is None or not is_small(hint, PARAMETERS.literals):
            return False
        outcome, complete = self._ask(part, hint, value, slice_)
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
        late = self._late(self.incumbent.best)
        if late and late[-1] >= self.count and late[-1] < PARAMETERS.leap * len(self.dues):
            return late[-1] + 1
        missed = [] if made is None else [number + 1 for number in self._late(made) if number >= self.count]
        return min(missed, default=self.count + 1)

    def _late(self, solution: Solution) -> list[int]:
        """Numbers of the due dates that a plan misses."""
        finish = solution.finish
        return [
            number
            for number, due in enumerate(self.dues)
            if max([due.done, *(int(finish[task]) for task in due.tasks)]) > due.target
        ]

    def _part(self, dues: Sequence[DueModel]) -> Early:
        """The tasks of some due dates and all before them."""
        tasks = closed(self.instance, (task for due in dues for task in due.tasks))
        chosen = {id(due) for due in dues}
        number = {task: new for new, task in enumerate(tasks)}
        counted = [
            replace(due, tasks=tuple(number[task] for task in due.tasks), weight=due.weight if id(due) in chosen else 0)
            for due in self.instance.dues
            if id(due) in chosen or (due.firm is not None and all(task in number for task in due.tasks))
        ]
        bounds = network(self.instance)
        rest = sum(bounds.least_late(due) for due in self.instance.dues if id(due) not in chosen)
        return Early(replace(restricted(self.instance, tasks), dues=tuple(counted)), tasks, rest)

    def _hint(self, part: Early) -> Solution | None:
        """The best plan's rows of the part's tasks, put together anew."""
        choices = [self.incumbent.best.choices[task] for task in part.tasks]
        keys = [float(choice.start) for choice in choices]
        modes = {number: choice.mode for number, choice in enumerate(choices)}
        with suppress(DoesNotFit):
            return Constructor(part.instance).build(
                choosing(part.instance, keys, modes, _people(part.instance, choices))
            )
        return None

    def _ask(self, part: Early, hint: Solution, value: int, slice_: Slice) -> tuple[Outcome, bool]:
        """The least lateness of the part up to a value, and whether every plan of the part that is so good was looked at."""
        instance = part.instance
        latest: dict[int, int] = {}
        for due in instance.dues:
            ends = [instance.moment_within(max(due.target + value // due.weight, 0))] if due.weight else []
            ends += [] if due.firm is None else [due.firm]
            for task in due.tasks:
                latest[task] = min([latest.get(task, instance.length), *ends])
        found = network(instance).latest_ends(latest) if value >= 0 else None
        if found is None:
            return Outcome(None, None, None, proved=True), True
        first, last = network(instance).heads, max(found.values())
        complete = len(found) == len(instance.tasks) or last_moment(instance) is not None
        windows = {
            task: Window(first.start[task], end)
            for task, end in found.items()
            if all(mode.wait is None or mode.uses for mode in instance.tasks[task].modes)
            and instance.tasks[task].started is None
        }
        horizon = last if len(found) == len(instance.tasks) else instance.length
        draft = Draft(hint, windows=windows, horizon=horizon)
        post_all(draft)
        term = Stage(instance, "lateness").post(draft)
        post_groups(draft)
        post_pairs(draft)
        draft.model.add(term.expr <= value)
        effort = self.setting.effort(slice_, slice_.turn_left)
        incumbent = self.incumbent
        enough = incumbent.stage.measure(incumbent.best)
        outcome = solve(
            draft,
            term,
            effort,
            incumbent.clock,
            enough=lambda: incumbent.stage.measure(incumbent.best) < enough,
            sure=True,
        )
        return outcome, complete

    def _take(self, part: Early, solution: Solution, slice_: Slice) -> Solution | None:
        """Make a plan of the whole from one of the part, and go on from it."""
        best = self.incumbent.best
        keys = [float(choice.start) for choice in best.choices]
        for number, task in enumerate(part.tasks):
            keys[task] = float(solution.choices[number].start - FOREMOST)
        people = {
            (part.tasks[number], place): who
            for (number, place), who in _people(part.instance, solution.choices).items()
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


def _people(instance: Instance, choices: Sequence[Choice]) -> dict[tuple[int, int], tuple[int, ...]]:
    """Who does each part, by task and the part's number."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, choice in enumerate(choices):
        parts = instance.tasks[number].modes[choice.mode].parts
        for work in choice.work:
            found.setdefault((number, parts[work.part].number), []).append(work.person)
    return {key: tuple(people) for key, people in found.items()}
