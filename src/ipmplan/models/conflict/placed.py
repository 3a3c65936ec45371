"""A first complete plan where construction has no place for some work: from the solver, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import OutOfTime
from ipmplan.instance import Instance
from ipmplan.instance.horizon import last_moment, windows
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.impossible import reaching
from ipmplan.models.conflict.repair import Impossible
from ipmplan.models.construct.first import MOST_DAYS, Unplaced, first_solution
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.guard import WITHOUT_PRESOLVE
from ipmplan.models.cpsat.solve import Effort, is_small, solve
from ipmplan.models.gate import is_valid
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Choice, Solution

LARGEST = 600_000
UNFIT = (
    "time ran out before a plan was found in which {} fits into the time of those who may do it\n"
    "Maybe give more time with --time-limit; or somebody who leaves can stay longer, or somebody else can do it."
)


def placed(portfolio: Portfolio, effort: Effort, clock: Clock, enough: Callable[[], bool] | None = None) -> Solution:
    """Construct a plan, or else ask the solver for one.

    Returns
    -------
    Solution
        A complete one; what the solver finds breaks no hard rule either.

    Raises
    ------
    Impossible
        When it is proved that there is none.
    OutOfTime
        When none was found in time.
    """
    try:
        return first_solution(portfolio)[1]
    except Unplaced as problem:
        if problem.impossible:
            raise Impossible from None
        return solved(problem, effort, clock, enough)


def solved(problem: Unplaced, effort: Effort, clock: Clock, enough: Callable[[], bool] | None = None) -> Solution:
    """Ask the solver for a solution that breaks nothing, from a hint of nothing.

    Raises
    ------
    Impossible
        When it is proved, also without presolve and on a grid that is long enough for any plan, that there is none.
    OutOfTime
        When none was found in time.
    """
    late = OutOfTime(UNFIT.format(problem.task.id))
    near = empty(problem.instance)
    far = reaching(near, MOST_DAYS)
    hint = near if far is None else far
    end = last_moment(hint.instance) if far is not None else None
    if clock.over or not is_small(hint, LARGEST):
        raise late
    for extra in ((), WITHOUT_PRESOLVE):
        draft = Draft(hint, windows=windows(hint.instance), horizon=end)
        post_all(draft)
        limit = min(effort.limit, clock.left)
        outcome = solve(draft, None, replace(effort, limit=limit, extra=(*effort.extra, *extra)), clock, enough=enough)
        if outcome.solution is not None and is_valid(outcome.solution):
            return outcome.solution
        if outcome.solution is not None or not outcome.proved or far is None:
            raise late
    raise Impossible


def empty(instance: Instance) -> Solution:
    """A solution in which nobody does anything yet: it breaks most rules, and is a hint of nothing.

    Its starts are those from which tasks may begin: a model lets a task start where its hint does.
    """
    return Solution.of(instance, [Choice(0, task.release, task.release, (), 0) for task in instance.tasks])
