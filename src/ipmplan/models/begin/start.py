"""From a plan back to a solution: what the search begins with when somebody has a plan already.

The plan may be one of an older state of the portfolio, or edited by hand. As long as it keeps all rules it is taken as it is.
Otherwise its tasks are constructed anew, each at its planned start or after it, by its people and in its alternative where
that still goes. What fits as planned comes first, in the plan's order, and what does not is placed around it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import NoPlanError
from ipmplan.instance import Instance, build_instance
from ipmplan.models.begin.around import placed_around
from ipmplan.models.begin.planned import PlanRows, choice_of, start_of
from ipmplan.models.begin.recipes import fitting_first
from ipmplan.models.begin.wishes import mode_wished
from ipmplan.models.construct.first import FIRST_DAYS, MOST_DAYS
from ipmplan.models.gate import is_valid
from ipmplan.models.rules import all_rules
from ipmplan.models.solution import Choice, Solution
from ipmplan.models.written import written
from ipmplan.study.reading import Reading

# Rules of what a plan reports, which are not asked: a solution reports nothing.
REPORTED = frozenset({"actuals", "bookings", "honesty", "milestones", "people", "projects"})


def beginnings(
    portfolio: Portfolio,
    plan: Schedule | None,
    construct: Callable[[], Solution],
    near: Callable[[Instance], Solution | None],
) -> tuple[Solution, ...]:
    """Solutions to begin a search with, on one grid that is long enough for all of them.

    Parameters
    ----------
    portfolio
        What is planned.
    plan
        A plan that there is already; its solution comes first, and is the only one where it breaks nothing.
    construct
        Makes a solution without it.
    near
        Makes what is most like the plan that changes are counted against, where they are counted; it comes before the plan.

    Raises
    ------
    Infeasible, OutOfTime
        As `construct`, where the plan gives no solution.
    """
    if plan is None:
        return (construct(),)
    instance = build_instance(portfolio, _days(portfolio, plan))
    nearest, begun = near(instance), solution_of(plan, instance)
    valid = [one for one in (nearest, begun) if one is not None and is_valid(one)]
    if valid:
        return tuple(valid)
    try:
        first = construct()
    except NoPlanError:
        if begun is None:
            raise
        return (begun,)
    if begun is None:
        begun = solution_of(plan, first.instance)
    if begun is None:
        return (first,)
    # Slots keep their numbers when the grid gets longer.
    longer = max(begun.instance, first.instance, key=lambda instance: instance.length)
    return tuple(Solution(longer, one.tasks, one.seats) for one in (begun, first))


def _days(portfolio: Portfolio, plan: Schedule) -> int:
    """Days of a grid on which a plan has room to get longer."""
    last = max((row.end.date() for row in plan.tasks), default=portfolio.as_of_day)
    return min(MOST_DAYS, max(FIRST_DAYS, 2 * (last - portfolio.as_of_day).days))


def solution_of(plan: Schedule, instance: Instance) -> Solution | None:
    """Take a plan as a solution.

    Parameters
    ----------
    plan
        Any plan, also one of an older state of the portfolio or edited by hand.
    instance
        Of the portfolio as it is now; what the plan says beyond its grid is not kept.

    Returns
    -------
    Solution or None
        The plan itself where it keeps all rules; else one that keeps as much of it as could be constructed, which may
        break what constructed plans may break. None when none could be.
    """
    planned = PlanRows.of(plan)
    choices = [choice_of(instance, task, planned) for task in instance.tasks]
    if all(choice is not None for choice in choices):
        found = Solution.of(instance, [choice for choice in choices if choice is not None])
        if keeps_rules(found):
            return found
    for one in _around(instance, planned, choices):
        if keeps_rules(one):
            return one
    made = [one.solution for one in fitting_first(instance, planned, choices)]
    return min(made, key=lambda solution: solution.violations, default=None)


def _around(instance: Instance, planned: PlanRows, choices: Sequence[Choice | None]) -> Iterator[Solution]:
    """Solutions that keep what fits as planned where it is."""
    known = [task for task in instance.tasks if task.id in planned.tasks]
    starts = {task.index: start_of(instance, planned.tasks[task.id].start) for task in known}
    rows = {task.index: planned.rows.get(task.id, ()) for task in known}
    wished = ((task.index, mode_wished(instance, task, planned)) for task in known)
    return placed_around(instance, choices, starts, {task: mode for task, mode in wished if mode is not None}, rows)


def moved(plan: Schedule, solution: Solution, names: Collection[str]) -> list[str]:
    """Those of some tasks that a solution does not have where a plan has them."""
    planned, instance = PlanRows.of(plan), solution.instance
    found = ((task, choice_of(instance, task, planned)) for task in instance.tasks if task.id in names)
    return [task.id for task, choice in found if choice != solution.choices[task.index]]


def keeps_rules(solution: Solution) -> bool:
    """Whether a solution that nobody constructed keeps every rule of what people do when."""
    if not is_valid(solution):
        return False
    plan = Reading(written(solution), solution.instance.portfolio)
    return not any(
        issue.severity == "error" and issue.rule not in REPORTED for rule in all_rules() for issue in rule.check(plan)
    )
