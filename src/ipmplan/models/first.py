"""The first complete plan, on a grid that is long enough for it."""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Conflict, Infeasible
from ipmplan.instance import Instance, Mode, build_instance
from ipmplan.models.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.matching import choose_people
from ipmplan.models.priorities import network, rules
from ipmplan.models.skeleton import skeleton
from ipmplan.models.solution import Solution

FIRST_DAYS = 120
MOST_DAYS = 366 * 25
CHEAP_DAYS = 366 * 2
CHEAP_TASKS = 300


def first_solution(portfolio: Portfolio) -> tuple[Instance, Solution]:
    """Construct a plan, doubling the grid until it fits.

    Raises
    ------
    Infeasible
        When nobody may do a task, or it does not fit within 25 years.
    """
    days = _guess(build_instance(portfolio, FIRST_DAYS))
    while True:
        instance = build_instance(portfolio, days)
        for task in instance.tasks:
            if not any(_staffed(mode) for mode in task.modes):
                raise Infeasible(Conflict((f"{task.id} is for more people than there are who may do it",)))
        try:
            keys = rules(network(instance))[0]
            solution = Constructor(instance).build(choosing(instance, keys, *skeleton(instance)))
        except DoesNotFit as problem:
            if days >= MOST_DAYS:
                fact = (
                    f"{problem.task.id} does not fit into {MOST_DAYS // 366} years: nobody who may do it has the time"
                )
                raise Infeasible(Conflict((fact,))) from None
            days *= 3
            continue
        if days < CHEAP_DAYS and solution.violations[-1] and _is_short_for_cheap(instance):
            days *= 2
            continue
        if 2 * solution.last_moment > instance.length and days < MOST_DAYS:
            # Slots keep their numbers when the grid gets longer, so the plan stays what it is.
            longer = min(MOST_DAYS, 2 * days)
            instance = build_instance(portfolio, longer)
            solution = Solution(instance, solution.tasks, solution.seats)
        return instance, solution


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
    return choose_people(people, [part.people for part in mode.parts], lambda _, __: 0) is not None


def _is_short_for_cheap(instance: Instance) -> bool:
    """Whether the grid ends before the cheapest people could do all that they are cheapest for.

    Where a budget is tight they may be the only choice, and a grid that ends before them would look like a conflict.
    """
    if len(instance.tasks) > CHEAP_TASKS:
        return False
    loads: dict[int, int] = {}
    for task in instance.tasks:
        for part in (part for mode in task.modes[:1] for part in mode.parts):
            cheapest = sorted(part.length, key=lambda person: instance.hourly[person] * part.length[person])
            for person in cheapest[: part.people]:
                loads[person] = loads.get(person, 0) + part.length[person]
    return any(load > len(instance.axes[person].slot_list) for person, load in loads.items())
