"""Whether there really is no plan: asked once more, of a grid that is long enough for any plan, and without presolve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipmplan.instance import build_instance
from ipmplan.instance.horizon import last_moment, windows
from ipmplan.models.clock import Clock
from ipmplan.models.construct.first import MOST_DAYS
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.guard import WITHOUT_PRESOLVE
from ipmplan.models.cpsat.solve import Effort, Outcome, solve
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution

LONGER = 3
UNKNOWN = Outcome(None, None, None, proved=False)


def no_plan(solution: Solution, effort: Effort, clock: Clock, enough: Callable[[], bool] | None = None) -> Outcome:
    """Ask once more after the solver has said that there is no plan; only then is it `proved`.

    Parameters
    ----------
    solution
        What was constructed, which breaks something.
    effort, clock
        How hard it tries, and what is left of all.
    enough
        Whether somebody else has found a plan.

    Returns
    -------
    Outcome
        With a solution where the first answer was wrong, or was true of a short grid only.
    """
    far = reaching(solution, MOST_DAYS)
    if far is None:
        return UNKNOWN
    draft = Draft(far, windows=windows(far.instance))
    post_all(draft)
    return solve(draft, None, replace(effort, extra=(*effort.extra, *WITHOUT_PRESOLVE)), clock, enough=enough)


def reaching(solution: Solution, most: int) -> Solution | None:
    """A solution on a grid that is long enough for a plan, if there is one; None when no grid of `most` days is."""
    while last_moment(solution.instance) is None:
        instance = solution.instance
        days = int(instance.ticks[-1] - instance.portfolio.as_of_tick) // instance.portfolio.grid.ticks_a_day + 1
        if days >= most:
            return None
        # Slots keep their numbers when the grid gets longer, so the plan stays what it is.
        longer = build_instance(instance.portfolio, min(most, LONGER * days))
        solution = Solution(longer, solution.tasks, solution.seats)
    return solution
