"""Who does what, so that everybody's work fits before a moment: the last slots of a plan that is all work.

Where nobody is idle, the last finish is the largest load, and no order of tasks makes it smaller: work has to change
hands. A model without time finds as few changes as it can for which all loads fit before a moment; then the solver, or
local search where that is too large, looks for the order, with people kept. (The master problem of a logic-based Benders decomposition: Hooker 2007, see
`timetable`; and what cannot be dealt out bounds the last finish: destructive improvement, see `strands`.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ipmplan.instance import Instance
from ipmplan.instance.network import network
from ipmplan.models.clock import Clock
from ipmplan.models.construct.choices import scarce_pools
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide, choosing
from ipmplan.models.construct.staffing import Modes, People, Staffing
from ipmplan.models.cpsat.solve import Effort, is_small, listening, run_model
from ipmplan.models.improve.choose_anew import Reassign, ordered
from ipmplan.models.improve.exchange_seats import can_share, has_room, shared_out
from ipmplan.models.incumbent import Incumbent
from ipmplan.models.local.compiled_search import climber
from ipmplan.models.local.stage_arrays import only_finishes
from ipmplan.models.solution import Solution

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_LITERALS, MOST_ORDERED = 60_000, 6
EDGES = 3
LEAST_COST, MOST_COST = 8, 12
DEALING, ORDERING, EXACT = 1.5, 0.8, 0.4
TOGETHER, PATIENCE = 200, 0.5
LONGER, FAR = 1.5, 20
MOST_WORKERS = 2
SHARED = 4
# Deterministic work that a step of sharing out counts as.
STEP = 2e-4


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
    return chosen and literals <= MOST_LITERALS and not instance.has_started


def deal(hint: Solution, last: int, effort: Effort, clock: Clock) -> Dealt:
    """Deal the work out so that all of it fits before a grid moment, with few changes to a plan."""
    instance, random = hint.instance, Random(effort.seed)
    every = range(len(instance.tasks))
    made = Staffing(instance, every, every)
    made.keep_stock(scarce_pools(instance))
    made.keep_relations()
    made.keep_budgets([instance.projects[number] for number in instance.tight_budgets])
    _fit(made, last)
    now = {
        (task, choice.mode, work.part, work.person) for task, choice in enumerate(hint.choices) for work in choice.work
    }
    for key, literal in made.does.items():
        made.model.add_hint(literal, key in now)
    fresh = [literal for key, literal in made.does.items() if key not in now]
    for task, choice in enumerate(hint.choices):
        for number, literal in enumerate(made.modes[task]):
            made.model.add_hint(literal, number == choice.mode)
            if number != choice.mode:
                fresh.append(literal)
    # Costs differ a little, so that another seed gives another deal.
    made.model.minimize(sum(random.randint(LEAST_COST, MOST_COST) * literal for literal in fresh))
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


def _fit(made: Staffing, last: int) -> None:
    """Everybody's work fits before a moment; also what can begin only late, and what others have to wait for."""
    bounds = network(made.instance)
    rows: dict[int, list[tuple[int, int, int, cp_model.IntVar]]] = {}
    for (task, mode, index, person), literal in made.does.items():
        part = made.part(task, mode, index)
        rows.setdefault(person, []).append(
            (bounds.head[task], last - bounds.rest[task], part.length[person] * part.share, literal)
        )
    for person, mine in rows.items():
        before = made.instance.axes[person].before_list
        for begin in _some([head for head, *_ in mine]):
            for end in reversed(_some([-stop for _, stop, *_ in mine])):
                inside = [(load, literal) for head, stop, load, literal in mine if head >= begin and stop <= -end]
                room = 100 * max(0, before[max(0, min(-end, len(before) - 1))] - before[min(begin, len(before) - 1)])
                if sum(load for load, _ in inside) > room:
                    made.model.add(sum(load * literal for load, literal in inside) <= room)


def _some(numbers: list[int]) -> list[int]:
    """The least of some numbers, and a few others spread over them.

    Examples
    --------
    >>> _some([1, 9, 2, 3, 8, 4, 7, 5, 6])
    [1, 5, 9]
    """
    known = sorted(set(numbers))
    return sorted({known[number * (len(known) - 1) // max(1, EDGES - 1)] for number in range(EDGES)})


class Balance:
    """Deals work out again and again, for a last finish between the bound and the best plan's.

    Parameters
    ----------
    workers
        Search workers of CP-SAT; more than two are no help.
    """

    def __init__(self, constructor: Constructor, incumbent: Incumbent, workers: int, random: Random) -> None:
        self.constructor = constructor
        self.incumbent = incumbent
        self.clock = incumbent.clock
        self.workers = min(workers, MOST_WORKERS)
        self.random = random
        self.near = Reassign(incumbent, random) if is_small(incumbent.best) else None
        self.least = incumbent.bound
        self.longer = 1.0
        self.asked: set[int] = set()
        stage = incumbent.stage
        self.useful = stage.goal == "makespan" and only_finishes(stage) and can_deal(stage.instance)

    def turn(self, end: float, over: Callable[[], bool]) -> bool:
        """Deal once and order that; returns whether to deal again: not when dealing work out anew changes nothing.

        The value asked for is halfway between the least that has not failed and the best plan's, and no more than a
        twentieth below that: where work already fits with that much room, loads are not what binds. When all have
        failed, they are tried again, for longer.

        Parameters
        ----------
        end
            In the clock's unit.
        """
        incumbent, best = self.incumbent, self.incumbent.best
        if not self.useful or not incumbent.valid or incumbent.proved or over():
            return False
        most = incumbent.stage.measure(best) - 1
        self.least = max(self.least, incumbent.bound)
        if self.least > most:
            self.least, self.longer = incumbent.bound, self.longer * LONGER
        value = max((self.least + most) // 2, most - most // FAR)
        if not has_room(best.instance, best.instance.moment_within(value)):
            incumbent.raise_bound(value + 1)
            return True
        found = self._share(best, value, end, over)
        if incumbent.stage.measure(incumbent.best) <= value:
            return not over()
        if found and value in self.asked:
            # Deals are at hand, and that the model cannot rule the value out is known.
            self.least = value + 1
            return not over()
        self.asked.add(value)
        left = min(DEALING * self.longer, end - self.clock.used)
        dealt = deal(best, best.instance.moment_within(value), self._effort(left), self.clock)
        if dealt.impossible:
            incumbent.raise_bound(value + 1)
        elif dealt.guides:
            if not dealt.changes:
                return False
            self._order(dealt.guides, value, min(end, self.clock.used + ORDERING * self.longer), over)
        if incumbent.stage.measure(incumbent.best) > value:
            self.least = value + 1
        return not over()

    def _share(self, best: Solution, value: int, end: float, over: Callable[[], bool]) -> bool:
        """Exchange work a few times until all of it fits, and order that; returns whether it did.

        Where no order is early enough, some tasks of the last one choose anew.
        """
        instance, incumbent, found = best.instance, self.incumbent, False
        start: Solution | None = None
        order = [float(choice.start) for choice in best.choices]
        modes = {task: choice.mode for task, choice in enumerate(best.choices)}
        for _ in range(SHARED if can_share(instance) else 0):
            if over() or self.clock.used >= end:
                break
            people, steps = shared_out(best, instance.moment_within(value), self.random)
            self.clock.spend(STEP * steps)
            if people is None:
                break
            found = True
            until = min(end, self.clock.used + ORDERING * self.longer)
            start = self._order([choosing(instance, order, modes, people)], value, until, over)
            if incumbent.stage.measure(incumbent.best) <= value or self.near is None:
                break
        if (
            start is not None
            and self.near is not None
            and incumbent.stage.measure(incumbent.best) > value
            and not over()
        ):
            self.near.ask(start, value, end)
        return found

    def _order(self, guides: Sequence[Guide], value: int, end: float, over: Callable[[], bool]) -> Solution | None:
        """Look for an order in which work ends in time when people are kept, for the last deals first; what was begun with last."""
        incumbent, start = self.incumbent, None
        for number, guide in enumerate(reversed(guides[-MOST_ORDERED:])):
            if over() or self.clock.used >= end or incumbent.stage.measure(incumbent.best) <= value:
                break
            try:
                start = self.constructor.build(guide)
            except DoesNotFit:
                continue
            incumbent.take(start)
            if self.near is not None:
                effort = self._effort(min(EXACT, end - self.clock.used))
                outcome = ordered(incumbent, start, effort)
                incumbent.take(outcome.solution)
                if outcome.proved:
                    continue
            if number == 0:
                self._search(start, value, end, over)
        return start

    def _search(self, start: Solution, value: int, end: float, over: Callable[[], bool]) -> None:
        """Local search for the order."""
        search = climber(self.incumbent.stage, start, Random(self.random.randrange(1 << 30)), keeping=True)
        assert search is not None
        while self.clock.used < end and not over() and self.incumbent.stage.measure(self.incumbent.best) > value:
            search.steps(TOGETHER, PATIENCE)
            self.incumbent.spend(TOGETHER)
            self.incumbent.take(search.best)

    def _effort(self, limit: float) -> Effort:
        return Effort(limit, self.workers, self.random.randrange(1 << 30))
