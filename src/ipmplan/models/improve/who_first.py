"""Who before when: bounds and plans for goals that count who works, from a model without time.

The least that modes and people cost, whenever work is done, is a bound; under the caps of goals before it is taken over all last finishes that those
leave, in parts that are halved where they are weakest. The answer tells the constructor who does what, and local search looks for the order;
where none keeps the caps, fewer hands change for less of a gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from random import Random
from typing import TYPE_CHECKING, ClassVar

from ipmplan.models.construct.constructor import DoesNotFit, choosing
from ipmplan.models.construct.relaxed import relaxed_bound
from ipmplan.models.construct.staffing import Modes, People
from ipmplan.models.construct.without_time import MAKING, Reach, WithoutTime, pairs_of
from ipmplan.models.cpsat.solve import Effort, run_model
from ipmplan.models.improve.allowed import is_promised, parts_of, reach_of
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.stage import Stage, depends_on_last, is_about_people, keep_cap, least_of
from ipmplan.models.way import Setting, When

if TYPE_CHECKING:
    from ipmplan.models.cpsat.variables import Expr


@dataclass(frozen=True, slots=True)
class Parameters:
    """How long all this takes; times are in the clock's unit, set by hand (docs/search.md has figures of the whole, *who before when*).

    Parameters
    ----------
    most_literals
        Pairs of a part and a person up to which there is a model.
    share, least, most
        Part of what is left of the stage that this takes; what it takes in any case, and the most of what is left for that.
    bounding, relaxing
        Part of that for the bound, and of this for linear relaxations, where the last finish matters; ordering answers has the rest, and
        what the bound leaves.
    relaxed, one
        Relaxations at the most, and part of what is left for them that one may take: where it is not answered by then, none is asked any more.
    loosely
        Part of what is left of the bound's at the most for a call without what depends on the last finish, where relaxations say nothing.
    calls
        Calls that there is time for, where the last finish matters: no call takes longer than that, at first.
    fitting
        Parts of the grid in which all work has to fit, one after the other, where nothing says when a plan ends: the fewest people are
        busy for longest, and what just fits has no order.
    nearest, ordering
        Of finding hands to change, and of looking for an order, parts of what is left.
    together, patience
        Steps of local search between two looks, and how willingly it takes a worse plan (see `compiled_search`).
    workers
        Search workers; local search has the other core.
    """

    most_literals: int = 60_000
    share: float = 0.34
    least: float = 2.0
    most: float = 0.8
    bounding: float = 0.9
    relaxing: float = 0.9
    relaxed: int = 16
    one: float = 0.9
    loosely: float = 0.6
    calls: int = 4
    fitting: tuple[float, ...] = (0.95, 0.85, 0.75, 0.6)
    nearest: float = 0.3
    ordering: float = 0.5
    together: int = 200
    patience: float = 0.5
    workers: int = 1


PARAMETERS = Parameters()
RELAXED = 1e-4
"""Deterministic work that a row of a relaxation counts as, beside that of a call."""
FAR = 1e15
"""More than any goal is worth: no bound was found."""


@dataclass(frozen=True)
class Staffed:
    """Modes and people, and what they are worth at the least."""

    value: int
    modes: Modes
    people: People


@dataclass(frozen=True)
class Interval:
    """Plans that end within some moments, for how long they have been asked about, and whether more time finds no better bound."""

    reach: Reach
    asked: float = 0.0
    exact: bool = False


class WhoFirst:
    """Raises the bound of a goal that counts who works, and orders the answers."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.incumbent = setting.incumbent
        self.constructor = setting.constructor
        self.stage = setting.incumbent.stage
        self.instance = self.stage.instance
        self.clock = self.incumbent.clock
        self.random = setting.random
        self.answers: list[Staffed] = []
        self.fitting = list(PARAMETERS.fitting)
        self.least = 0
        self.relaxing = True
        # Whether more is known of who does what when the last finish is.
        self.by_last = bool(self.instance.running) or any(depends_on_last(cap) for cap in self.stage.caps)

    def supports(self, stage: Stage) -> bool:
        """Where who works counts, all tasks are there, and a model of them is not too large."""
        instance = stage.instance
        return (
            is_about_people(stage.goal) and instance.held is None and 0 < pairs_of(instance) <= PARAMETERS.most_literals
        )

    def turn(self, slice_: Slice) -> bool:
        """Bound the goal, then order answers, until a part of the stage is over."""
        reach = reach_of(self.stage)
        if reach is None or slice_.over or slice_.left < MAKING * pairs_of(self.instance):
            return False
        limit = max(PARAMETERS.share * slice_.left, min(PARAMETERS.least, PARAMETERS.most * slice_.left))
        mine = slice_.within(limit)
        self._bound(slice_.within(limit * PARAMETERS.bounding), reach)
        # Under promises alone, answers with time for those that are due first come after this, and are better.
        while not is_promised(self.stage) and self._goes_on(mine) and self._improve(mine, reach):
            pass
        return False

    def _goes_on(self, slice_: Slice) -> bool:
        return not slice_.turn_over

    def _bound(self, slice_: Slice, reach: Reach) -> None:
        """Bound the goal over all last finishes, the part where it may be least first."""
        queue, before = [(0, 0, Interval(reach))], self.incumbent.bound
        if self.by_last:
            queue = self._relax(slice_.within(slice_.turn_left * PARAMETERS.relaxing), reach)
        first = queue[0][0]
        if self.by_last and first <= before and self._goes_on(slice_):
            # Without what depends on the last finish it is soon proved what is least, which the parts alone do not show in that time.
            first = self._least(reach, slice_.turn_left * PARAMETERS.loosely, loosely=True)[0] or 0
        self.incumbent.raise_bound(first)
        call = slice_.turn_left / (PARAMETERS.calls if self.by_last else 1)
        count = max(number for _, number, _ in queue)
        while queue and self._goes_on(slice_):
            bound, _, part = queue[0]
            halves = parts_of(part.reach, self.instance.length) if part.asked and self.by_last else (part.reach,)
            if part.exact and len(halves) == 1:
                return
            heappop(queue)
            for one in halves:
                limit = min(max(call, 2 * part.asked if len(halves) == 1 else 0.0), slice_.turn_left)
                found, exact = self._least(one, limit) if self._goes_on(slice_) else (bound, False)
                if found is not None:
                    count += 1
                    heappush(queue, (max(bound, found), count, Interval(one, limit, exact)))
            if queue:
                self.incumbent.raise_bound(queue[0][0])

    def _relax(self, slice_: Slice, reach: Reach) -> list[tuple[int, int, Interval]]:
        """Bounds of linear relaxations, over last finishes in parts that are halved where they are weakest, as a heap."""
        queue, count = [(0, 0, Interval(reach))], 0
        parts: Sequence[Reach] = (reach,)
        while True:
            bound, _, _ = heappop(queue)
            for one in parts:
                count += 1
                heappush(queue, (max(bound, self._relaxed(one, slice_)), count, Interval(one)))
            self.incumbent.raise_bound(queue[0][0])
            parts = parts_of(queue[0][2].reach, self.instance.length)
            if len(parts) == 1 or count >= PARAMETERS.relaxed or not (self.relaxing and self._goes_on(slice_)):
                return queue

    def _relaxed(self, reach: Reach, slice_: Slice) -> int:
        """The bound of a linear relaxation over plans within a reach, 0 where it has none."""
        if not (self.relaxing and self._goes_on(slice_)):
            return 0
        made, least = self._model(reach)
        if isinstance(least, int):
            return least
        made.model.minimize(least)
        self.clock.spend(0.02 + RELAXED * len(made.model.proto.constraints))
        try:
            return relaxed_bound(made.model, slice_.turn_left * PARAMETERS.one, self.clock) or 0
        except TimeoutError:
            self.relaxing = False
            return 0

    def _least(self, reach: Reach, limit: float, *, loosely: bool = False) -> tuple[int | None, bool]:
        """The least of the goal over plans within a reach: a bound, None where there is none of them; and whether it is exact.

        Parameters
        ----------
        reach
            Which plans are meant.
        limit
            Of the call, in the clock's unit.
        loosely
            Whether caps that depend on the last finish are left out.
        """
        made, least = self._model(reach, loosely=loosely)
        if isinstance(least, int):
            return least, True
        made.model.minimize(least)
        made.hint(self.incumbent.best.choices)
        solver = made.cp.CpSolver()
        status = run_model(solver, made.model, self._effort(limit), self.clock, sure=True)
        if status == made.cp.INFEASIBLE:
            return None, True
        if status in (made.cp.OPTIMAL, made.cp.FEASIBLE) and not loosely:
            self.answers.append(Staffed(round(solver.objective_value), *made.read(solver.value)))
        bound = solver.best_objective_bound
        return int(bound + 1 - 1e-6) if 0 < bound < FAR else 0, status == made.cp.OPTIMAL

    def _model(self, reach: Reach, *, loosely: bool = False) -> tuple[WithoutTime, Expr]:
        """The model under the caps, and what the goal is worth in it."""
        made = WithoutTime(self.instance, reach)
        for cap in self.stage.caps:
            if not (loosely and depends_on_last(cap)):
                keep_cap(cap, made)
        least = least_of(self.stage.goal, made)
        assert least is not None
        return made, least

    def _improve(self, slice_: Slice, reach: Reach) -> bool:
        """Order one answer; returns whether to go on: the best one that the bound left, then what few changes of hands would give."""
        value = self.stage.measure(self.incumbent.best)
        self.answers = [answer for answer in self.answers if answer.value < value]
        if self.answers:
            answer = min(self.answers, key=lambda one: one.value)
            self.answers.remove(answer)
            self._order(answer, value - 1, slice_)
            return True
        if reach.high is None and self.fitting:
            within = max(reach.low, int(self.fitting.pop(0) * self.instance.length))
            self._least(replace(reach, high=within), slice_.turn_left * PARAMETERS.nearest)
            return True
        least = max(self.incumbent.bound, self.least)
        if least >= value:
            return False
        aim = (least + value - 1) // 2
        near = self._nearest(aim, slice_, reach)
        if near is not None:
            self._order(near, aim, slice_)
        if self.stage.measure(self.incumbent.best) > aim:
            self.least = aim + 1
        return True

    def _nearest(self, value: int, slice_: Slice, reach: Reach) -> Staffed | None:
        """With as few changes of hands to the best plan as can be, something worth a value."""
        best = self.incumbent.best
        if self.by_last:
            reach = replace(reach, low=best.last_moment, high=best.last_moment)
        elif reach.high is None:
            reach = replace(reach, high=best.last_moment)
        made, least = self._model(reach)
        made.model.add(least <= value)
        made.model.minimize(sum(made.hint(best.choices)))
        solver = made.cp.CpSolver()
        status = run_model(solver, made.model, self._effort(slice_.turn_left * PARAMETERS.nearest), self.clock)
        if status not in (made.cp.OPTIMAL, made.cp.FEASIBLE):
            return None
        return Staffed(value, *made.read(solver.value))

    def _order(self, answer: Staffed, value: int, slice_: Slice) -> None:
        """Look for an order of an answer that keeps the caps, by local search, until there is a plan as good as a value."""
        incumbent = self.incumbent
        order = [float(choice.start) for choice in incumbent.best.choices]
        try:
            start = self.constructor.build(choosing(self.instance, order, answer.modes, answer.people))
        except DoesNotFit:
            return
        incumbent.spend(1, 1)
        incumbent.take(start)
        search = compiled_search(self.stage, start, Random(self.random.randrange(1 << 30)), keeping=True)
        end = self.clock.used + slice_.turn_left * PARAMETERS.ordering
        while search is not None and self._goes_on(slice_) and self.clock.used < end:
            if self.stage.measure(incumbent.best) <= value:
                return
            search.steps(PARAMETERS.together, PARAMETERS.patience)
            incumbent.spend(PARAMETERS.together, 1)
            incumbent.take(search.best)

    def _effort(self, limit: float) -> Effort:
        return Effort(limit, PARAMETERS.workers, self.random.randrange(1 << 30), linear=2)
