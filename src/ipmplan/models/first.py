"""The first complete plan, on a grid that is long enough for it."""

from __future__ import annotations

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Conflict, Infeasible
from ipmplan.instance import Instance, Mode, build_instance
from ipmplan.models.constructor import Constructor, DoesNotFit, Guide
from ipmplan.models.matching import choose_people
from ipmplan.models.priorities import network, rules
from ipmplan.models.skeleton import skeleton
from ipmplan.models.solution import Solution

FIRST_DAYS = 120
MOST_DAYS = 366 * 25


def first_solution(portfolio: Portfolio) -> tuple[Instance, Solution]:
    """Construct a plan, doubling the grid until it fits.

    Raises
    ------
    Infeasible
        When nobody may do a task, or it does not fit within 25 years.
    """
    days = FIRST_DAYS
    while True:
        instance = build_instance(portfolio, days)
        for task in instance.tasks:
            if not any(_staffed(mode) for mode in task.modes):
                raise Infeasible(Conflict((f"{task.id} is for more people than there are who may do it",)))
        try:
            keys = rules(network(instance))[0]
            solution = Constructor(instance).build(Guide(keys, *skeleton(instance)))
        except DoesNotFit as problem:
            if days >= MOST_DAYS:
                fact = (
                    f"{problem.task.id} does not fit into {MOST_DAYS // 366} years: nobody who may do it has the time"
                )
                raise Infeasible(Conflict((fact,))) from None
            days *= 3
            continue
        roomy = 2 * solution.last_moment <= instance.length
        if days >= MOST_DAYS or (roomy and not (solution.violations[-1] and _is_short_for_cheap(instance))):
            return instance, solution
        days *= 2


def _staffed(mode: Mode) -> bool:
    """Whether there are different people for all parts."""
    people = [list(part.length) for part in mode.parts]
    return choose_people(people, [part.people for part in mode.parts], lambda _, __: 0) is not None


def _is_short_for_cheap(instance: Instance) -> bool:
    """Whether the grid ends before the cheapest people could do all that they are cheapest for.

    Where a budget is tight they may be the only choice, and a grid that ends before them would look like a conflict.
    """
    loads: dict[int, int] = {}
    for task in instance.tasks:
        for part in task.modes[0].parts:
            cheapest = sorted(part.length, key=lambda person: instance.hourly[person] * part.length[person])
            for person in cheapest[: part.people]:
                loads[person] = loads.get(person, 0) + part.length[person]
    return any(load > len(instance.axes[person].slot_list) for person, load in loads.items())
