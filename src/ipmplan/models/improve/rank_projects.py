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
from ipmplan.models.cpsat.solve import is_small
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, stays
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long it takes; docs/search.md has the figures, *ranks of projects*.

    Parameters
    ----------
    share
        Part of what is left of the stage.
    run
        Tasks that are placed in a run at the most.
    together
        Tasks that are placed between two looks.
    width
        Noise of the list that a later run begins with, as a part of the range of its keys.
    """

    share: float = 0.5
    run: int = 6_000_000
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

    def supports(self, stage: Stage) -> bool:
        """Where last finishes of several projects are added up, and the solver has no model of the whole."""
        return (
            stage.counts_finishes
            and not stage.asks.last
            and not stays(stage)
            and len({task.project for task in stage.instance.tasks}) > 1
            and not is_small(self.incumbent.best)
        )

    def turn(self, slice_: Slice) -> bool:
        """Anneal while that finds better plans and a part of the stage lasts: from the best plan, then from lists of priority rules."""
        mine = slice_.turn(PARAMETERS.share)
        start = self.incumbent.best
        while not mine.turn_over and self._anneal(mine, start):
            start = self._fresh()
        return True

    def _anneal(self, slice_: Slice, start: Solution) -> bool:
        """One run; returns whether it found a better plan than anybody before."""
        incumbent, clock = self.incumbent, self.incumbent.clock
        search = compiled_search(incumbent.stage, start, Random(self.random.randrange(1 << 30)), ranked=True)
        if search is None:
            return False
        tasks = len(self.instance.tasks)
        steps, most = max(1, PARAMETERS.together // tasks), max(1, PARAMETERS.run // tasks)
        began, length = clock.used, max(1e-9, slice_.turn_left)
        done, better = 0, False
        while done < most and not slice_.turn_over:
            over = max(done / most, (clock.used - began) / length)
            search.steps(steps, max(0.0, 1 - over))
            done += steps
            incumbent.spend(steps, 1)
            better |= incumbent.take(search.best)
        return better

    def _fresh(self) -> Solution:
        """A plan of a priority rule, with noise."""
        rules = priorities(network(self.instance))
        with suppress(DoesNotFit):
            return self.setting.constructor.build(
                Guide(shuffled(self.random.choice(rules), self.random, PARAMETERS.width))
            )
        return self.incumbent.best
