"""Ranks of whole projects: which comes first is decided before the order of their tasks, by annealing.

Where several projects' last finishes are added up, most of what a plan is worth is who waits for whom. A rank is added to the keys of all of a
project's tasks and stays from step to step. (Simulated annealing over priority lists: Bouleimen & Lecocq 2003, "A new efficient
simulated annealing algorithm for the resource-constrained project scheduling problem", EJOR 149, 268-281.)
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from ipmplan.instance.network import network
from ipmplan.models.construct.constructor import DoesNotFit, Guide
from ipmplan.models.construct.priorities import priorities, shuffled
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, adds_up_projects
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long it takes; docs/search.md has the figures, *ranks of projects*.

    Parameters
    ----------
    share
        Part of what is left of the stage.
    moment
        The most of it, in the clock's unit, in a turn that is no longer: in a long stage the promises' proof needs the rest.
    run
        Tasks that are placed in a run at the most, where goals before this one are kept.
    runs
        How many runs a turn is for, where none are.
    least
        Tasks that are placed in each of these at the least.
    fresh
        How many of them begin with lists of priority rules, the first one with the best plan. The others begin with the best plan, `warm`.
    warm
        How warm that is, as a part of `CompiledSearch`'s patience.
    together
        Tasks that are placed between two looks.
    width
        Noise of the list that a run begins with, as a part of the range of its keys.
    """

    share: float = 0.5
    moment: float = 4.0
    run: int = 6_000_000
    runs: int = 6
    least: int = 1_500_000
    fresh: int = 3
    warm: float = 0.5
    together: int = 20_000
    width: float = 0.1


PARAMETERS = Parameters()


class RankProjects:
    """Anneals ranks of projects and places of tasks, in several runs."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.instance = self.incumbent.stage.instance
        self.random = setting.random
        self.number = 0

    def supports(self, stage: Stage) -> bool:
        """Where last finishes of several projects are added up."""
        return adds_up_projects(stage)

    def turn(self, slice_: Slice) -> bool:
        """Anneal for a part of the stage.

        Where no goal is kept, which project has to wait is decided early in a run and seldom later: several runs begin with lists of
        priority rules, and then the best plan is annealed again and again, warm. Where goals are kept, a fresh list would not keep them: runs
        begin with the best plan, while that finds better ones.
        """
        mine = slice_.within(min(PARAMETERS.share * slice_.left, max(PARAMETERS.moment, slice_.turn_left)))
        if self.incumbent.stage.caps:
            heat = 1.0
            while not mine.turn_over and self._anneal(mine, self.incumbent.best, heat, PARAMETERS.run):
                heat = PARAMETERS.warm
            return True
        part = mine.turn_left / PARAMETERS.runs
        while not mine.turn_over:
            place = self.number % PARAMETERS.runs
            start = self._fresh() if self.number and place < PARAMETERS.fresh else self.incumbent.best
            heat = 1.0 if place < PARAMETERS.fresh else PARAMETERS.warm
            self._anneal(mine, start, heat, PARAMETERS.least, part)
            self.number += 1
        return True

    def _anneal(self, slice_: Slice, start: Solution, heat: float, placed: int, part: float = 0.0) -> bool:
        """One run, until so many tasks are placed and `part` of the clock's unit has passed; returns whether it found a better plan than anybody."""
        incumbent, clock = self.incumbent, self.incumbent.clock
        search = compiled_search(incumbent.stage, start, Random(self.random.randrange(1 << 30)), ranked=True)
        if search is None:
            return False
        tasks = len(self.instance.tasks)
        steps, most = max(1, PARAMETERS.together // tasks), max(1, placed // tasks)
        began, length = clock.used, max(1e-9, slice_.turn_left)
        done, over, better = 0, 0.0, False
        while over < 1 and not slice_.turn_over:
            search.steps(steps, heat * (1 - over))
            done += steps
            incumbent.spend(steps, 1)
            better |= incumbent.take(search.best)
            passed = clock.used - began
            over = max(passed / length, min(done / most, passed / part if part else 1.0))
        return better

    def _fresh(self) -> Solution:
        """A plan of a priority rule, with noise."""
        rules = priorities(network(self.instance))
        with suppress(DoesNotFit):
            return self.setting.constructor.build(
                Guide(shuffled(self.random.choice(rules), self.random, PARAMETERS.width))
            )
        return self.incumbent.best
