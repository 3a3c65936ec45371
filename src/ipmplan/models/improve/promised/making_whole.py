"""Plans that are worth what was aimed at and break promises: local search makes them whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from threading import Lock

from ipmplan.models.incumbent import Incumbent
from ipmplan.models.local.compiled_search import CompiledSearch, compiled_search
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, promise_of


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long a run is: it makes a plan whole soon, or another answer is better (docs/search.md, *promised people*).

    Parameters
    ----------
    rounds, together
        How often a run goes on, and by how many steps.
    patience
        How patiently at first.
    """

    rounds: int = 12
    together: int = 1000
    patience: float = 0.25


PARAMETERS = Parameters()


class MakingWhole:
    """Runs of local search with the goals turned round: promises become whole, and what is aimed at is kept.

    Parameters
    ----------
    incumbent
        Of a stage right after promises.
    aim
        What the plans are worth, in the goal's measure.
    starts
        The plans.
    random
        The only source of random numbers.
    """

    def __init__(self, incumbent: Incumbent, aim: int, starts: Sequence[Solution], random: Random) -> None:
        stage = incumbent.stage
        self.aim = aim
        self.ended = 0
        self._starts, self._random = starts, random
        promise = promise_of(stage)
        others = [cap for cap in stage.caps if cap is not promise]
        self._limit = promise.limit
        self._turned = Stage(stage.instance, promise.goal, (*others, Cap(stage.goal, aim)))
        self._search: CompiledSearch | None = None
        self._round = 0

    @property
    def between(self) -> bool:
        """Whether no run has begun that has not ended."""
        return self._search is None

    def go_on(self) -> Solution | None:
        """Some steps of a run; the plan, where promises are whole."""
        search = self._search or self._begun()
        if search is None:
            self.ended += 1
            return None
        search.steps(PARAMETERS.together, PARAMETERS.patience * (1 - self._round / PARAMETERS.rounds))
        self._round += 1
        if self._round == PARAMETERS.rounds:
            self._search = None
            self.ended += 1
        best = search.best
        whole = self._turned.measure(best) <= self._limit and best.sound and not self._turned.excess(best)
        return best if whole else None

    def _begun(self) -> CompiledSearch | None:
        start = self._starts[self.ended % len(self._starts)]
        self._search = compiled_search(self._turned, start, Random(self._random.randrange(1 << 30)))
        self._round = 0
        return self._search


class MakingAside:
    """What a thread of local search does while others ask on: the plans of the last answers, in turn, a run each.

    Parameters
    ----------
    incumbent
        Takes what becomes whole.
    """

    def __init__(self, incumbent: Incumbent) -> None:
        self._incumbent = incumbent
        self._waiting: list[MakingWhole] = []
        self._present: MakingWhole | None = None
        self._lock = Lock()

    def add(self, made: MakingWhole) -> None:
        """Begin with another answer at the next run."""
        self._waiting = [made, *self._waiting]

    def go_on(self) -> bool:
        """Some steps; False where nothing is left to be made whole, or another thread is at it."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._step()
        finally:
            self._lock.release()

    def _step(self) -> bool:
        present, measured = self._present, self._incumbent.measured
        if present is None or present.between or present.aim >= measured:
            waiting = [made for made in self._waiting if made.aim < measured]
            present = min(waiting, key=lambda made: made.ended, default=None)
            self._present = present
        if present is None:
            return False
        self._incumbent.take(present.go_on())
        return True
