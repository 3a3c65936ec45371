"""Local search on a stage: in a thread of its own, or in turns with the solver."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import monotonic

from ipmplan.models.gate import breaches
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.local.list_search import ListSearch


@dataclass(frozen=True, slots=True)
class Parameters:
    """How local search shares its time; set by hand, without figures.

    Parameters
    ----------
    together
        Steps between two looks at what others have found, when it takes turns.
    moment
        Seconds between two looks, in a thread of its own.
    turn
        Steps of a turn, when the solver has the next one.
    """

    together: int = 50
    moment: float = 0.05
    turn: int = 2000


PARAMETERS = Parameters()


class LocalThread:
    """Local search, for a thread of its own or in turns with the solver."""

    def __init__(self, slice_: Slice, random: Random) -> None:
        self.slice = slice_
        self.incumbent = slice_.incumbent
        stage, best = self.incumbent.stage, self.incumbent.best
        # Where a rule has to be asked, only the search in Python looks at it with every plan.
        compiled = None if breaches(best) else compiled_search(stage, best, random, annealing=True)
        self.local = compiled or ListSearch(stage, best, random)
        self.judged = 1 if compiled else PARAMETERS.together
        self.count = 1

    def run(self, done: Callable[[], bool]) -> None:
        """Search until told to stop; looks up some twenty times a second."""
        while not self.slice.over and not done():
            if self.incumbent.aside is not None and self.incumbent.aside.go_on():
                continue
            began = monotonic()
            self._steps(self.count)
            took = monotonic() - began
            self.count = max(1, min(2 * self.count, int(self.count * PARAMETERS.moment / max(took, 1e-6))))

    def turn(self, steps: int, done: Callable[[], bool] = lambda: False) -> None:
        """Do some steps and count them as work."""
        for _ in range(0, steps, PARAMETERS.together):
            if self.slice.over or done():
                return
            self._steps(PARAMETERS.together)
            self.incumbent.spend(PARAMETERS.together, self.judged)

    def _steps(self, count: int) -> None:
        self.local.adopt(self.incumbent.best)
        if self.local.steps(count, self.slice.patience):
            self.incumbent.take(self.local.best)
