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
CHEAP_DAYS = 366 * 2
MOST_TASKS = 1000


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
        if solution.violations[-1] and len(instance.tasks) <= MOST_TASKS:
            # Cheap people may be few and need far longer; a grid that ends before them would look like a conflict.
            try:
                cheap = Constructor(instance).build(Guide(keys, *skeleton(instance, budgets=True)))
            except DoesNotFit:
                if days < CHEAP_DAYS:
                    days *= 3
                    continue
            else:
                solution = min(solution, cheap, key=lambda made: made.violations)
        if 2 * solution.last_moment <= instance.length or days >= MOST_DAYS:
            return instance, solution
        days *= 2


def _staffed(mode: Mode) -> bool:
    """Whether there are different people for all parts."""
    people = [list(part.length) for part in mode.parts]
    return choose_people(people, [part.people for part in mode.parts], lambda _, __: 0) is not None
