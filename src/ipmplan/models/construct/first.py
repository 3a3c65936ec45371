"""The first complete plan, on a grid that is long enough for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from ipmplan.core.matching import can_be_staffed
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Conflict, Infeasible
from ipmplan.instance import Instance, Mode, TaskModel, Translator
from ipmplan.instance.network import network
from ipmplan.models.clock import Clock
from ipmplan.models.construct.choices import scarce_pools, skeleton
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, Guide, choosing
from ipmplan.models.construct.priorities import priorities
from ipmplan.models.construct.staffing import Staffing
from ipmplan.models.cpsat.solve import Effort, run_model
from ipmplan.models.solution import Solution

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FIRST_DAYS = 120
MOST_DAYS = 366 * 25
CHEAP_DAYS = 366 * 2
CHEAP_TASKS = 300
# Deterministic work.
DEALING = 10.0


class Unplaced(Exception):
    """Constructed plans have no place for a task, which proves nothing.

    Parameters
    ----------
    instance
        With the longest grid that was tried.
    task
        The one that has no place.
    impossible
        Whether it is proved, without any time in the model, that those who leave cannot do all that is theirs.
    """

    def __init__(self, instance: Instance, task: TaskModel, *, impossible: bool = False) -> None:
        super().__init__(task.id)
        self.instance = instance
        self.task = task
        self.impossible = impossible


def first_solution(portfolio: Portfolio) -> tuple[Instance, Solution]:
    """Construct a plan, on a longer grid until it fits.

    Raises
    ------
    Infeasible
        When a task is for more people than there are who may do it.
    Unplaced
        When there seems to be no time for all work; `conflict.placed` then asks the solver.
    """
    grids = Translator(portfolio)
    first = grids.instance(FIRST_DAYS)
    for task in first.tasks:
        if not any(_staffed(mode) for mode in task.modes):
            raise Infeasible(Conflict((f"{task.id} is for more people than there are who may do it",)))
    days = _guess(first)
    try:
        return _fitting(grids, days, _as_it_comes)
    except DoesNotFit as problem:
        # Where somebody leaves, longer grids do not help: who does what before they do is asked first.
        guides = before_they_leave(grids.instance(days), problem.task)
        for number in range(len(priorities(network(first)))):
            with suppress(DoesNotFit):
                return _fitting(grids, days, partial(guides, number=number))
        raise Unplaced(grids.instance(days), problem.task) from None


def _as_it_comes(instance: Instance) -> Guide:
    """The first priority rule, with what consumables and relations leave."""
    return choosing(instance, priorities(network(instance))[0], *skeleton(instance))


def _fitting(grids: Translator, days: int, guide: Callable[[Instance], Guide]) -> tuple[Instance, Solution]:
    """Construct a plan on the shortest grid that is long enough.

    Raises
    ------
    DoesNotFit
        When it is not found to fit into the longest one.
    """
    while True:
        instance = grids.instance(days)
        try:
            solution = Constructor(instance).build(guide(instance))
        except DoesNotFit:
            if days >= MOST_DAYS:
                raise
            days = min(MOST_DAYS, 3 * days)
            continue
        if days < CHEAP_DAYS and solution.violations[-1] and _is_short_for_cheap(instance):
            days *= 2
            continue
        if 2 * solution.last_moment > instance.length and days < MOST_DAYS:
            # Slots keep their numbers when the grid gets longer, so the plan stays what it is.
            longer = min(MOST_DAYS, 2 * days)
            instance = grids.instance(longer)
            solution = Solution(instance, solution.tasks, solution.seats)
        return instance, solution


def before_they_leave(instance: Instance, task: TaskModel) -> Callable[..., Guide]:
    """Deal work out so that everybody's fits into the time they have, and do first what is for those who leave first.

    Raises
    ------
    Unplaced
        When it is proved that not all of it fits, with `task` as the one that had no place.
    """
    every = range(len(instance.tasks))
    made = Staffing(instance, every, every)
    made.keep_stock(scarce_pools(instance))
    made.keep_relations()
    leavers = {number for number, person in enumerate(instance.people) if _leaves_within(instance, person)}
    loads: dict[int, list[cp_model.LinearExprT]] = {}
    for (number, mode, index, person), literal in made.does.items():
        part = made.part(number, mode, index)
        if person in leavers:
            loads.setdefault(person, []).append(part.length[person] * part.share * literal)
    for person, load in loads.items():
        made.model.add(sum(load) <= 100 * len(instance.axes[person].slot_list))
    solver = made.cp.CpSolver()
    status = run_model(solver, made.model, Effort(DEALING, 1, 0), Clock(work=2 * DEALING), sure=True)
    if status == made.cp.INFEASIBLE:
        raise Unplaced(instance, task, impossible=True)
    if status not in (made.cp.OPTIMAL, made.cp.FEASIBLE):
        return lambda shorter, number: Guide(priorities(network(shorter))[number])
    modes, people = made.read(solver.value)
    last = [float(instance.length)] * len(instance.tasks)
    for (number, _), team in people.items():
        ends = [float(instance.axes[person].slot_list[-1]) for person in team if person in leavers]
        last[number] = min([last[number], *ends])
    # What has to come before their work is as urgent.
    for number in reversed(network(instance).order):
        last[number] = min([last[number], *(last[link.after] for link in instance.out[number])])

    def guide(shorter: Instance, number: int) -> Guide:
        keys = priorities(network(shorter))[number]
        rank = {number: place for place, number in enumerate(sorted(every, key=keys.__getitem__))}
        return choosing(shorter, [last[number] + rank[number] / len(every) for number in every], modes, people)

    return guide


def _leaves_within(instance: Instance, person: str) -> bool:
    """Whether somebody has a last day that the grid reaches, so that it holds all their time."""
    leaves = instance.portfolio.person[person].leaves
    grid = instance.portfolio.grid
    return leaves is not None and bool(instance.length) and grid.end_of(leaves) <= int(instance.ticks[-1]) + 1


def _guess(instance: Instance) -> int:
    """Days that a plan may need: the longest chain, or the work over the people or pool units there are."""
    bounds = network(instance)
    chain = max((head + tail for head, tail in zip(bounds.head, bounds.tail, strict=True)), default=0)
    work = sum(
        max((length * part.people for length in part.length.values()), default=0)
        for task in instance.tasks
        for mode in task.modes[:1]
        for part in mode.parts
    )
    need = [chain, 2 * work // max(1, len(instance.relevant))]
    for number, pool in enumerate(instance.pools):
        if not pool.consumable and pool.capacity:
            held = sum(
                task.modes[0].uses.get(number, 0) * length
                for task, length in zip(instance.tasks, bounds.length, strict=True)
                if task.modes
            )
            need.append(2 * held // pool.capacity)
    slots_a_day = max(1, instance.length) / FIRST_DAYS
    return max(FIRST_DAYS, min(MOST_DAYS, int(2.2 * max(need) / slots_a_day) + FIRST_DAYS))


def _staffed(mode: Mode) -> bool:
    """Whether there are different people for all parts."""
    if len(mode.parts) == 1:
        return len(mode.parts[0].length) >= mode.parts[0].people
    people = [list(part.length) for part in mode.parts]
    return can_be_staffed(people, [part.people for part in mode.parts])


def _is_short_for_cheap(instance: Instance) -> bool:
    """Whether the grid ends before the cheapest people could do all that they are cheapest for.

    Where a budget is tight they may be the only choice, and a grid that ends before them would look like a conflict.
    """
    if len(instance.tasks) > CHEAP_TASKS:
        return False
    loads: dict[int, int] = {}
    for task in instance.tasks:
        for part in (part for mode in task.modes[:1] for part in mode.parts):
            cheapest = sorted(part.length, key=lambda person: instance.money.hourly[person] * part.length[person])
            for person in cheapest[: part.people]:
                loads[person] = loads.get(person, 0) + part.length[person]
    return any(load > len(instance.axes[person].slot_list) for person, load in loads.items())
