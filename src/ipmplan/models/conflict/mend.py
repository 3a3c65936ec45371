"""A large plan that breaks only rules that the search does not keep by itself: freed around one breach after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from ipmplan.models.clock import Clock
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.gate import blamed, breaches
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution


@dataclass(frozen=True, slots=True)
class Parameters:
    """How much is freed around a breach, in tasks; set by hand, without figures.

    Parameters
    ----------
    limit
        The most of a call, in the clock's unit.
    least, most
        How many tasks are freed: at first, and at the most.
    growth
        Factor by which they become more when that does not help.
    far, farthest
        How many times as late as the plan everything may end: at first, and at the most.
    """

    limit: float = 5.0
    least: int = 20
    most: int = 400
    growth: float = 1.5
    far: float = 2.0
    farthest: float = 1e4


PARAMETERS = Parameters()


def mended(solution: Solution, clock: Clock, seed: int, enough: Callable[[], bool] | None = None) -> Solution:
    """Break less and less, until nothing or the end of time.

    All tasks may move; only some of those that a breach is about choose anew how and by whom they are done, more, and
    later, while that does not help.
    """
    random, size, far = Random(seed), float(PARAMETERS.least), PARAMETERS.far
    while not clock.over and breaches(solution) and not (enough is not None and enough()):
        about = blamed(solution, random.choice(breaches(solution)))
        free = set(random.sample(about, min(len(about), round(size))))
        held = frozenset(range(len(solution.instance.tasks))) - free
        horizon = min(solution.instance.length, round(far * solution.last_moment))
        draft = Draft(solution, held=held, horizon=horizon, repair=True)
        post_all(draft)
        weights = draft.cp.LinearExpr.sum([weight * slack for slack, weight in draft.penalties])
        effort = Effort(min(PARAMETERS.limit, clock.left), 1, random.randrange(1 << 30))
        made = solve(draft, Term(weights, 0), effort, clock, enough=enough).solution
        if made is not None and made.sound and len(breaches(made)) < len(breaches(solution)):
            solution = made
        else:
            size, far = min(PARAMETERS.most, size * PARAMETERS.growth), min(PARAMETERS.farthest, 2 * far)
    return solution
