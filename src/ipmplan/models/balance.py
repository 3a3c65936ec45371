"""Who does what, so that everybody's work fits before a moment: the last slots of a plan that is all work.

Where nobody is idle, the last finish is the largest load, and no order of tasks makes it smaller: work has to change
hands. A model without time finds as few changes as it can for which all loads fit before a moment; then local search
looks for the order, with people kept. (The master problem of a logic-based Benders decomposition: Hooker 2007, see
`relaxed`; and what cannot be dealt out bounds the last finish: destructive improvement, see `strands`.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ipmplan.instance import Instance
from ipmplan.models.aim import aim_of
from ipmplan.models.climber import climber
from ipmplan.models.clock import Clock
from ipmplan.models.constructor import Constructor, DoesNotFit, Guide, choosing
from ipmplan.models.incumbent import Incumbent
from ipmplan.models.priorities import network
from ipmplan.models.skeleton import scarce_pools
from ipmplan.models.solution import Solution
from ipmplan.models.solve import Effort, run_model
from ipmplan.models.staffing import Staffing

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MOST_LITERALS = 60_000
EDGES = 3
LEAST_COST, MOST_COST = 8, 12
DEALING, ORDERING = 1.5, 0.8
TOGETHER, PATIENCE = 200, 0.5
LONGER, FAR = 1.5, 20
MOST_WORKERS = 2


@dataclass(frozen=True)
class Dealt:
    """An answer of the model without time.

    Parameters
    ----------
    guide
        Modes and people, in the order of the plan that was given; None when none was found.
    changes
        How many seats have somebody else than in that plan, and how many tasks another mode.
    impossible
        Whether it was proved that not all loads fit.
    """

    guide: Guide | None = None
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
    status = run_model(solver, made.model, effort, clock)
    if status not in (made.cp.OPTIMAL, made.cp.FEASIBLE):
        return Dealt(impossible=status == made.cp.INFEASIBLE)
    modes, people = made.read(solver.value)
    order = [float(choice.start) for choice in hint.choices]
    return Dealt(choosing(instance, order, modes, people), sum(solver.value(literal) for literal in fresh))


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

    def run(self, end: float, over: Callable[[], bool]) -> None:
        """Work until a time in the clock's unit, or until dealing work out anew changes nothing.

        The value asked for is halfway between the least that has not failed and the best plan's, and no more than a
        twentieth below that: where work already fits with that much room, loads are not what binds. When all have
        failed, they are tried again, for longer.
        """
        incumbent, longer = self.incumbent, 1.0
        if (
            incumbent.stage.goal != "makespan"
            or aim_of(incumbent.stage) is None
            or not can_deal(incumbent.best.instance)
        ):
            return
        least = incumbent.bound
        while not over() and self.clock.used < end and incumbent.best.valid and not incumbent.proved:
            most = incumbent.stage.measure(incumbent.best) - 1
            least = max(least, incumbent.bound)
            if least > most:
                least, longer = incumbent.bound, longer * LONGER
                continue
            value = max((least + most) // 2, most - most // FAR)
            left = min(DEALING * longer, end - self.clock.used)
            best = incumbent.best
            last = best.instance.moment_within(value)
            dealt = deal(best, last, Effort(left, self.workers, self.random.randrange(1 << 30)), self.clock)
            if dealt.impossible:
                incumbent.raise_bound(value + 1)
            elif dealt.guide is not None:
                if not dealt.changes:
                    return
                self._order(dealt.guide, value, min(end, self.clock.used + ORDERING * longer), over)
            if incumbent.stage.measure(incumbent.best) > value:
                least = value + 1

    def _order(self, guide: Guide, value: int, end: float, over: Callable[[], bool]) -> None:
        """Look for an order in which work ends in time when people are kept."""
        try:
            start = self.constructor.build(guide)
        except DoesNotFit:
            return
        search = climber(self.incumbent.stage, start, Random(self.random.randrange(1 << 30)), keeping=True)
        if search is None:
            return
        self.incumbent.take(start)
        while self.clock.used < end and not over() and self.incumbent.stage.measure(self.incumbent.best) > value:
            search.steps(TOGETHER, PATIENCE)
            self.incumbent.spend(TOGETHER)
            self.incumbent.take(search.best)
