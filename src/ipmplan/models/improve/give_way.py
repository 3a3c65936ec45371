"""Few tasks give way so that the others keep their place: for the goal that work stays where the plan before has it.

Where turns alone do not keep what earlier goals have reached, the solver moves the rest by a day at most, and what is not kept
has a price instead of a limit: from a plan that moves little it gets there in small steps, while from one that keeps the limit,
and moves everything, it does not come back. Where the plan before has nobody idle, an hour less at the end can cost half of all
tasks their place: there `Ease` says how far a limit that the re-plan has set itself is given up for that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ipmplan.instance.horizon import Window
from ipmplan.models.begin.giving_way import GivingWay
from ipmplan.models.begin.putting_back import PuttingBack
from ipmplan.models.begin.recipes import from_before
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, is_small, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.improve.neighbourhoods import chain, people, time_window
from ipmplan.models.incumbent import Slice
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Cap, Stage, measure, term_of
from ipmplan.models.way import Setting, When
from ipmplan.study.stability import MOVED


@dataclass(frozen=True, slots=True)
class Parameters:
    """How time is shared; set by hand (docs/search.md has what it brings as a whole).

    Parameters
    ----------
    rounds
        Descents from a plan with a few changes before the solver is asked, where a cap is not kept.
    stale
        The same without a better plan before that is enough.
    back
        Part of the rest of the turn for putting back what moved, where a cap is not kept.
    call
        Most of a call of the solver, in the clock's unit.
    first, least, most
        How many tasks are free in a call: at first, at the least, at the most.
    growth, shrink
        Factor by which they become more when a call closes its model, and fewer when it does not.
    days
        How far each task may go in a call.
    price
        Tasks moved that a unit over a cap counts as.
    beyond, later
        Weighted moves that must be saved for a cap to be given up, and for each working day over it.
    far, steep
        From which part of a cap on a working day over it counts more, and how many times as much.
    easing
        Part of what is left for weighing how far a cap is given up.
    trying, keeping
        Part of the turn for turns of single tasks, and for keeping the cap, before the whole model weighs one against the other.
    """

    rounds: int = 4
    stale: int = 40
    back: float = 0.5
    call: float = 0.7
    first: float = 25.0
    least: int = 8
    most: int = 100
    growth: float = 1.05
    shrink: float = 1.1
    days: int = 1
    price: int = 100
    beyond: int = 60
    later: int = 150
    far: float = 0.1
    steep: int = 4
    easing: float = 0.85
    trying: float = 0.5
    keeping: float = 0.4


PARAMETERS = Parameters()


class GiveWay:
    """Changes the turns of single tasks of the plan before, and takes what moves least."""

    when: ClassVar[When] = When.FIRST

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.incumbent = setting.incumbent
        self.stage = setting.incumbent.stage
        self.clock = self.incumbent.clock

    def supports(self, stage: Stage) -> bool:
        """Where work is to stay."""
        return stage.asks.stays

    def turn(self, slice_: Slice) -> bool:
        """Descend, again and again from the best plan with a few changes; then the solver, where a cap is not kept."""
        search = GivingWay(self.stage, self.setting.random, lambda: slice_.turn_over, self.clock)
        tried = search.descend()
        self.incumbent.take(search.best)
        rounds = stale = 0
        while tried and search.best is not None and not search.done and not slice_.turn_over:
            if stale >= PARAMETERS.stale or (rounds >= PARAMETERS.rounds and self.stage.excess(search.best)):
                break
            search.disturb()
            rounds, stale = rounds + 1, 0 if self.incumbent.take(search.best) else stale + 1
        if search.best is not None and search.best.sound and self.stage.excess(search.best):
            self._back(slice_.turn(PARAMETERS.back))
            self._near(search.best, slice_)
        return not search.done

    def _back(self, slice_: Slice) -> None:
        """From the other side: the best plan keeps what is asked, and what moved in it is put back."""
        putting = PuttingBack(self.stage, self.setting.random, lambda: slice_.turn_over, self.clock)
        self.incumbent.take(putting.from_(self.incumbent.best))

    def eased(self, name: str, slice_: Slice) -> Solution | None:
        """What to begin with where a goal may be worse than its cap for fewer moves.

        Parameters
        ----------
        name
            Of the goal; it counts slots.
        slice_
            The turn.

        Returns
        -------
        Solution or None
            A plan that keeps the other caps; None where the best one so far is as good.
        """
        trying = slice_.turn(PARAMETERS.trying)
        search = GivingWay(self.stage, self.setting.random, lambda: trying.turn_over, self.clock)
        tried = search.descend()
        for _ in range(PARAMETERS.rounds):
            if not tried or search.best is None or trying.turn_over or not self.stage.excess(search.best):
                break
            search.disturb()
        if search.best is None or not search.best.sound:
            return None
        cap = next(cap for cap in self.stage.caps if cap.goal == name)
        plans = [search.best, *(one.solution for one in from_before(self.stage.instance))]
        if self.stage.excess(search.best):
            plans.append(self._near(search.best, slice_.turn(PARAMETERS.keeping)))
        asked = Stage(self.stage.instance, self.stage.goal, [one for one in self.stage.caps if one is not cap])

        price = _Price.of(cap, self.stage)

        def worth(plan: Solution) -> tuple[tuple[int, ...], int, int]:
            violations, excess, moves, _ = asked.key(plan)
            return violations, excess, moves + price.at(measure(name, plan) - cap.limit)

        best = min(plans, key=worth)
        if measure(name, best) > cap.limit and not asked.excess(best) and is_small(best) and not slice_.turn_over:
            draft = Draft(best, horizon=best.last_moment)
            post_all(draft)
            effort = self.setting.effort(slice_, slice_.turn_left)
            found = solve(draft, self._weighed(draft, cap, asked), effort, self.clock).solution
            best = min((one for one in (best, found) if one is not None), key=worth)
        return best if worth(best) < worth(self.incumbent.best) else None

    def _weighed(self, draft: Draft, cap: Cap, asked: Stage) -> Term:
        """The goal, and what being over a cap costs at all and by each slot; other caps are kept."""
        goal, end = asked.post(draft), term_of(cap.goal, draft)
        over = max(0, end.hint - cap.limit)
        price, some = _Price.of(cap, self.stage), draft.bool_var(over > 0)
        slots = draft.int_var(0, over, over)
        steep = draft.int_var(0, over, max(0, over - price.far))
        draft.model.add(end.expr <= cap.limit + slots)
        draft.model.add(slots <= over * some)
        draft.model.add(steep >= slots - price.far)
        expr = draft.cp.LinearExpr.sum([goal.expr, price.once * some, price.each * slots, price.more * steep])
        return Term(expr, goal.hint + price.at(over), exact=False)

    def _near(self, plan: Solution, slice_: Slice) -> Solution:
        """Move a part of the tasks a little, again and again, until the turn ends; the part grows while that is easy."""
        size = PARAMETERS.first
        while not slice_.turn_over:
            found, closed = self._call(plan, round(size), slice_)
            size = (
                min(PARAMETERS.most, size * PARAMETERS.growth)
                if closed
                else max(PARAMETERS.least, size / PARAMETERS.shrink)
            )
            if found is not None and self.stage.key(found)[:3] <= self.stage.key(plan)[:3]:
                self.incumbent.take(found)
                plan = found
        return plan

    def _call(self, plan: Solution, size: int, slice_: Slice) -> tuple[Solution | None, bool]:
        """One call of the solver: what it found, and whether that is all there is."""
        random, near = self.setting.random, PARAMETERS.days * plan.instance.slots_a_day
        goals = [cap.goal for cap in self.stage.caps if measure(cap.goal, plan) > cap.limit]
        picks = (chain, chain, people, time_window) if goals else (chain, people, time_window)
        goal = random.choice(goals or [self.stage.goal, *(cap.goal for cap in self.stage.caps)])
        free = sorted(random.choice(picks)(plan, goal, size, random))
        windows = {
            task: Window(
                max(plan.instance.tasks[task].release, plan.choices[task].start - near),
                min(plan.choices[task].end + near, plan.last_moment),
            )
            for task in free
        }
        draft = Draft(plan, free=free, windows=windows, horizon=plan.last_moment)
        post_all(draft)
        effort = Effort(min(PARAMETERS.call, slice_.turn_left), 1, random.randrange(1 << 30))
        outcome = solve(draft, self._priced(draft), effort, self.clock)
        return outcome.solution, outcome.proved

    def _priced(self, draft: Draft) -> Term:
        """The goal, and a price for each unit over a cap."""
        goal = term_of(self.stage.goal, draft)
        terms, hint = [goal.expr], goal.hint
        price = PARAMETERS.price * MOVED * draft.instance.stability.day
        for cap in self.stage.caps:
            term = term_of(cap.goal, draft)
            if isinstance(term.expr, int):
                continue
            if not term.exact:
                draft.model.add(term.expr <= term.hint)
                continue
            most = max(0, term.hint - cap.limit)
            over = draft.int_var(0, most, most)
            draft.model.add(term.expr <= cap.limit + over)
            terms.append(price * over)
            hint += price * most
        return Term(draft.cp.LinearExpr.sum(terms), hint, exact=False)


def eased(setting: Setting, yields: Collection[str]) -> Sequence[Cap]:
    """Caps of a stage in which work is to stay; one that the re-plan has set itself is given up for a plan that moves far less.

    Parameters
    ----------
    setting
        Of the stage, which is begun anew with that plan.
    yields
        Goals whose caps may be given up.
    """
    incumbent = setting.incumbent
    clock = incumbent.clock
    for cap in incumbent.stage.caps:
        if cap.goal not in yields or incumbent.proved or clock.over:
            continue
        slice_ = Slice(incumbent, clock.used, clock.used + clock.left).turn(PARAMETERS.easing)
        found = GiveWay(setting).eased(cap.goal, slice_)
        if found is not None:
            limit = Cap(cap.goal, max(cap.limit, measure(cap.goal, found)))
            caps = tuple(limit if one is cap else one for one in incumbent.stage.caps)
            incumbent.begin(replace(incumbent.stage, caps=caps), incumbent.bound)
            incumbent.take(found)
    return incumbent.stage.caps


@dataclass(frozen=True, slots=True)
class _Price:
    """What being over a cap costs as stability is measured: at all, each slot, and how much more behind so many slots."""

    once: int
    each: int
    more: int
    far: int

    @classmethod
    def of(cls, cap: Cap, stage: Stage) -> _Price:
        """The price of a cap that counts slots."""
        each = PARAMETERS.later * MOVED
        once = PARAMETERS.beyond * MOVED * stage.instance.stability.day
        return cls(once, each, (PARAMETERS.steep - 1) * each, int(PARAMETERS.far * cap.limit))

    def at(self, over: int) -> int:
        """What so many slots cost; nothing where the cap is kept."""
        return self.once + self.each * over + self.more * max(0, over - self.far) if over > 0 else 0
