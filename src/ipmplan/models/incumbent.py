"""The best plan so far and what is proved about it; shared by everything that searches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Protocol

from ipmplan.models.clock import CONSTRUCTION, Clock
from ipmplan.models.gate import is_valid
from ipmplan.models.rules import guarded_rules
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage, to_value

# Deterministic work that writing one down for the rules that `gate` asks does.
JUDGEMENT = 2e-5

NEAR = 1.03
"""Up to this ratio of plan and bound, the bound may well be reached (set by hand; docs/search.md says what it decides)."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something to show while the search runs.

    Parameters
    ----------
    kind
        ``plan``: a better plan, which breaks nothing; ``stage``: a goal begins; ``bound``: a better bound; ``proved``: a goal is done.
    seconds
        Wall time since the start.
    goal
        Name of the goal being worked on.
    value, bound
        Of the goal being worked on, in its unit.
    """

    kind: str
    seconds: float
    goal: str
    value: float | None
    bound: float | None


Listener = Callable[[Event], None]


class Aside(Protocol):
    """What local search is asked to do in its thread, instead of what it would."""

    def go_on(self) -> bool:
        """Some steps; False where there is nothing to do."""


class Incumbent:
    """Best solution of a stage, with the stage's bound in the goal's measure; safe to use from several threads."""

    def __init__(self, stage: Stage, best: Solution, clock: Clock, listener: Listener | None) -> None:
        self._lock = Lock()
        self._listener = listener
        self.clock = clock
        self.stage = stage
        self.best = best
        self.bound = 0
        self.aside: Aside | None = None

    def begin(self, stage: Stage, bound: int) -> None:
        """Go on to the next goal."""
        self.stage = stage
        self.bound = bound
        self.aside = None
        self.tell("stage")

    @property
    def valid(self) -> bool:
        """Whether the best plan breaks no hard rule."""
        return is_valid(self.best)

    @property
    def proved(self) -> bool:
        """Whether the best plan is as good as the bound, and breaks nothing."""
        return self.valid and self.measured <= self.bound

    @property
    def measured(self) -> int:
        """What the best plan makes of the goal."""
        return self.stage.measure(self.best)

    def is_near(self, ratio: float) -> bool:
        """Whether the best plan is so near the bound: `ratio` times it at the most."""
        return self.measured <= self.bound * ratio

    def spend(self, constructions: int, judged: int = 0) -> None:
        """Count constructions as deterministic work, and how many of them rules were asked about."""
        each = constructions * CONSTRUCTION + (judged * JUDGEMENT if guarded_rules() else 0)
        self.clock.spend(each * len(self.stage.instance.tasks))

    def take(self, solution: Solution | None) -> bool:
        """Keep a solution when it is better; returns whether it was."""
        if solution is None:
            return False
        new = self.stage.key(solution)
        with self._lock:
            old = self.stage.key(self.best)
            if new >= old:
                return False
            self.best = solution
        if new[:3] < old[:3] and is_valid(solution):
            self.tell("plan")
        return True

    def raise_bound(self, bound: int) -> None:
        """Keep a bound when it is better."""
        with self._lock:
            better = bound > self.bound
            self.bound = max(self.bound, bound)
        if better:
            self.tell("bound")

    def heard(self, measure: float, bound: float) -> None:
        """Report a solution that the solver has found but not yet handed over."""
        self._tell("plan", round(measure), max(self.bound, int(bound)))

    def tell(self, kind: str) -> None:
        """Report to whoever listens."""
        self._tell(kind, self.measured, self.bound)

    def _tell(self, kind: str, measure: int, bound: int) -> None:
        if self._listener is not None:
            name, instance = self.stage.goal, self.stage.instance
            value = to_value(name, instance, measure)
            self._listener(Event(kind, self.clock.elapsed, name, value, min(value, to_value(name, instance, bound))))


@dataclass(frozen=True)
class Slice:
    """A part of the search: until when a stage may go on, in the clock's unit.

    Parameters
    ----------
    incumbent
        The best plan, whose clock tells the time.
    began, end
        Of the stage.
    until
        End of the turn that somebody has within it; None = the stage's.
    enough
        Measure of the goal from which on nothing better is looked for; None = there is none.
    """

    incumbent: Incumbent
    began: float
    end: float
    until: float | None = None
    enough: int | None = None

    def turn(self, share: float) -> Slice:
        """A turn for a part of what is left."""
        return self.within(self.left * share)

    def within(self, units: float) -> Slice:
        """A turn for an amount of the clock's unit."""
        return replace(self, until=self.incumbent.clock.used + units)

    @property
    def over(self) -> bool:
        """Whether nothing is left to do in the stage or no time to do it."""
        clock = self.incumbent.clock
        if clock.over or clock.used >= self.end or self.incumbent.proved:
            return True
        return self.enough is not None and self.incumbent.valid and self.incumbent.measured <= self.enough

    @property
    def turn_over(self) -> bool:
        """Whether the turn has ended, or the stage."""
        return self.over or self.turn_left <= 0

    @property
    def left(self) -> float:
        """What is left of the stage."""
        return max(0.0, min(self.end - self.incumbent.clock.used, self.incumbent.clock.left))

    @property
    def turn_end(self) -> float:
        """When the turn ends."""
        return self.end if self.until is None else self.until

    @property
    def turn_left(self) -> float:
        """What is left of the turn."""
        return max(0.0, min(self.turn_end - self.incumbent.clock.used, self.left))

    @property
    def patience(self) -> float:
        """1 at the beginning of the stage, 0 at its end."""
        return 1 - (self.incumbent.clock.used - self.began) / max(1e-9, self.end - self.began)
