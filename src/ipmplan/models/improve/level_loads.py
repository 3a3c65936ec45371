"""Who does what, so that everybody's work fits before a moment: the last slots of a plan that is all work.

Where nobody is idle, the last finish is the largest load, and no order of tasks makes it smaller: work has to change
hands. A model without time finds as few changes as it can for which all loads fit before a moment; then the solver, or
local search where that is too large, looks for the order, with people kept. (The master problem of a logic-based Benders decomposition: Hooker 2007, see
`timetable`; and what cannot be dealt out bounds the last finish: destructive improvement, see `at_the_bound`.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import ClassVar

from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.models.clock import Clock
from ipmplan.models.construct.choices import scarce_pools
from ipmplan.models.construct.constructor import DoesNotFit, Guide, choosing
from ipmplan.models.construct.staffing import Modes, People, Staffing
from ipmplan.models.cpsat.solve import Effort, is_small, listening, run_model
from ipmplan.models.improve.choose_anew import ChooseAnew, ordered
from ipmplan.models.improve.exchange_seats import can_share, has_room, shared_out
from ipmplan.models.incumbent import Slice
from ipmplan.models.local.compiled_search import compiled_search
from ipmplan.models.local.stage_arrays import only_finishes
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.models.way import Setting, When


@dataclass(frozen=True, slots=True)
class Parameters:
    """Sizes and times of dealing work out; times are in the clock's unit.

    docs/search.md has the figures of the whole (*dealing work out*); single values are set by hand where nothing else is said.

    Parameters
    ----------
    most_literals
        Pairs of a part and a person up to which there is a model of who does what.
    most_ordered
        Deals of one answer that are ordered, the last ones first.
    edges
        Moments from which on, and until which, loads are summed up; for each person so many of each.
    least_cost, most_cost
        What a change of hands costs, at random: another seed then gives another deal.
    dealing, ordering, exact
        Of a call of that model (3 is worse: 0.8 % against 0.2 %, docs/search.md), of the orders of one answer together, and of one
        exact order.
    longer
        Factor for all three when every value has failed.
    far
        The value asked for is at most one part in so many below the best plan's.
    together, patience
        Steps of local search between two looks, and how willingly it takes a worse plan (see `compiled_search`).
    most_workers
        Search workers; more are no help (docs/search.md).
    shared
        How often work is exchanged for one value.
    step
        Deterministic work that a step of exchanging counts as.
    """

    most_literals: int = 60_000
    most_ordered: int = 6
    edges: int = 3
    least_cost: int = 8
    most_cost: int = 12
    dealing: float = 1.5
    ordering: float = 0.8
    exact: float = 0.4
    longer: float = 1.5
    far: int = 20
    together: int = 200
    patience: float = 0.5
    most_workers: int = 2
    shared: int = 4
    step: float = 2e-4


PARAMETERS = Parameters()


@dataclass(frozen=True)
class Dealt:
    """An answer of the model without time.

    Parameters
    ----------
    guides
        Modes and people, in the order of the plan that was given; the last has the fewest changes to it.
    changes
        In the last one, how many seats have somebody else than in that plan, and how many tasks another mode.
    impossible
        Whether it was proved that not all loads fit.
    """

    guides: Sequence[Guide] = ()
    changes: int = 0
    impossible: bool = False


def can_deal(instance: Instance) -> bool:
    """Whether there is work to deal out, none of it begun, and a model of it is not too large."""
    literals = sum(len(part.length) for task in instance.tasks for mode in task.modes for part in mode.parts)
    chosen = any(len(part.length) > part.people for task in instance.tasks for m in task.modes for part in m.parts)
    return chosen and literals <= PARAMETERS.most_literals and not instance.has_started


def deal(hint: Solution, last: int, effort: Effort, clock: Clock) -> Dealt:
    """Deal the work out so that all of it fits before a grid moment, with few changes to a plan."""
    instance, random = hint.instance, Random(effort.seed)
    every = range(len(instance.tasks))
    made = Staffing(instance, every, every)
    made.keep_stock(scarce_pools(instance))
    made.keep_relations()
    made.keep_budgets([instance.projects[number] for number in instance.tight_budgets])
    bounds = network(instance)
    windows = {task: (bounds.head[task], last - bounds.rest[task]) for task in every}
    made.keep_time(windows, PARAMETERS.edges, PARAMETERS.edges)
    fresh = made.hint(hint.choices)
    # Costs differ a little, so that another seed gives another deal.
    made.model.minimize(sum(random.randint(PARAMETERS.least_cost, PARAMETERS.most_cost) * literal for literal in fresh))
    solver = made.cp.CpSolver()
    found: list[tuple[Modes, People]] = []
    status = run_model(
        solver, made.model, effort, clock, listening(lambda answer: found.append(made.read(answer.value))), sure=True
    )
    if status not in (made.cp.OPTIMAL, made.cp.FEASIBLE):
        return Dealt(impossible=status == made.cp.INFEASIBLE)
    order = [float(choice.start) for choice in hint.choices]
    guides = [choosing(instance, order, *answer) for answer in found]
    return Dealt(guides, sum(solver.value(literal) for literal in fresh))


class LevelLoads:
    """Deals work out again and again, for a last finish between the bound and the best plan's."""

    when: ClassVar[When] = When.DEAL

    def __init__(self, setting: Setting) -> None:
        self.constructor = setting.constructor
        self.incumbent = setting.incumbent
        self.clock = self.incumbent.clock
        self.workers = min(setting.workers, PARAMETERS.most_workers)
        self.random = setting.random
        self.near = ChooseAnew(setting) if is_small(self.incumbent.best) else None
        self.least = self.incumbent.bound
        self.longer = 1.0
        self.asked: set[int] = set()

    def supports(self, stage: Stage) -> bool:
        """Where only the last finish counts and there is work to deal out."""
        return stage.asks.last and only_finishes(stage) and can_deal(stage.instance)

    def turn(self, slice_: Slice) -> bool:
        """Deal once and order that; returns whether to deal again: not when dealing work out anew changes nothing.

        The value asked for is halfway between the least that has not failed and the best plan's, and no more than a
        twentieth below that: where work already fits with that much room, loads are not what binds. When all have
        failed, they are tried again, for longer.
        """
        incumbent, best = self.incumbent, self.incumbent.best
        if not incumbent.valid or incumbent.proved or slice_.over:
            return False
        most = incumbent.stage.measure(best) - 1
        self.least = max(self.least, incumbent.bound)
        if self.least > most:
            self.least, self.longer = incumbent.bound, self.longer * PARAMETERS.longer
        value = max((self.least + most) // 2, most - most // PARAMETERS.far)
        if not has_room(best.instance, best.instance.moment_within(value)):
            incumbent.raise_bound(value + 1)
            return True
        found = self._share(best, value, slice_)
        if incumbent.stage.measure(incumbent.best) <= value:
            return not slice_.over
        if found and value in self.asked:
            # Deals are at hand, and that the model cannot rule the value out is known.
            self.least = value + 1
            return not slice_.over
        self.asked.add(value)
        left = min(PARAMETERS.dealing * self.longer, slice_.turn_end - self.clock.used)
        dealt = deal(best, best.instance.moment_within(value), self._effort(left), self.clock)
        if dealt.impossible:
            incumbent.raise_bound(value + 1)
        elif dealt.guides:
            if not dealt.changes:
                return False
            self._order(
                dealt.guides,
                value,
                replace(slice_, until=min(slice_.turn_end, self.clock.used + PARAMETERS.ordering * self.longer)),
            )
        if incumbent.stage.measure(incumbent.best) > value:
            self.least = value + 1
        return not slice_.over

    def _share(self, best: Solution, value: int, slice_: Slice) -> bool:
        """Exchange work a few times until all of it fits, and order that; returns whether it did.

        Where no order is early enough, some tasks of the last one choose anew.
        """
        instance, incumbent, found = best.instance, self.incumbent, False
        start: Solution | None = None
        order = [float(choice.start) for choice in best.choices]
        modes = {task: choice.mode for task, choice in enumerate(best.choices)}
        for _ in range(PARAMETERS.shared if can_share(instance) else 0):
            if slice_.turn_over:
                break
            people, steps = shared_out(best, instance.moment_within(value), self.random)
            self.clock.spend(PARAMETERS.step * steps)
            if people is None:
                break
            found = True
            turn = replace(slice_, until=min(slice_.turn_end, self.clock.used + PARAMETERS.ordering * self.longer))
            start = self._order([choosing(instance, order, modes, people)], value, turn)
            if incumbent.stage.measure(incumbent.best) <= value or self.near is None:
                break
        if (
            start is not None
            and self.near is not None
            and incumbent.stage.measure(incumbent.best) > value
            and not slice_.over
        ):
            self.near.ask(start, value, slice_.turn_end)
        return found

    def _order(self, guides: Sequence[Guide], value: int, slice_: Slice) -> Solution | None:
        """Look for an order in which work ends in time when people are kept, for the last deals first; what was begun with last."""
        incumbent, start = self.incumbent, None
        for number, guide in enumerate(reversed(guides[-PARAMETERS.most_ordered :])):
            if slice_.turn_over or incumbent.stage.measure(incumbent.best) <= value:
                break
            try:
                start = self.constructor.build(guide)
            except DoesNotFit:
                continue
            incumbent.take(start)
            if self.near is not None:
                effort = self._effort(min(PARAMETERS.exact, slice_.turn_end - self.clock.used))
                outcome = ordered(incumbent, start, effort)
                incumbent.take(outcome.solution)
                if outcome.proved:
                    continue
            if number == 0:
                self._search(start, value, slice_)
        return start

    def _search(self, start: Solution, value: int, slice_: Slice) -> None:
        """Local search for the order."""
        search = compiled_search(self.incumbent.stage, start, Random(self.random.randrange(1 << 30)), keeping=True)
        assert search is not None
        while (
            self.clock.used < slice_.turn_end
            and not slice_.over
            and self.incumbent.stage.measure(self.incumbent.best) > value
        ):
            search.steps(PARAMETERS.together, PARAMETERS.patience)
            self.incumbent.spend(PARAMETERS.together)
            self.incumbent.take(search.best)

    def _effort(self, limit: float) -> Effort:
        return Effort(limit, self.workers, self.random.randrange(1 << 30))
