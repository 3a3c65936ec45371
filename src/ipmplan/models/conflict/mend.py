"""A large plan that breaks only rules that the search does not keep by itself: freed around one breach after the other."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ipmplan.models.clock import Clock
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.gate import blamed, breaches
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution

LIMIT = 5.0
LEAST, MOST, GROWTH = 20, 400, 1.5
# How many times as late as the plan everything may end.
FAR, FARTHEST = 2.0, 1e4


def mended(solution: Solution, clock: Clock, seed: int, enough: Callable[[], bool] | None = None) -> Solution:
    """Break less and less, until nothing or the end of time.

    All tasks may move; only some of those that a breach is about choose anew how and by whom they are done, more, and
    later, while that does not help.
    """
    random, size, far = Random(seed), float(LEAST), FAR
    while not clock.over and breaches(solution) and not (enough is not None and enough()):
        about = blamed(solution, random.choice(breaches(solution)))
        free = set(random.sample(about, min(len(about), round(size))))
        held = frozenset(range(len(solution.instance.tasks))) - free
        horizon = min(solution.instance.length, round(far * solution.last_moment))
        draft = Draft(solution, held=held, horizon=horizon, repair=True)
        post_all(draft)
        weights = draft.cp.LinearExpr.sum([weight * slack for slack, weight in draft.penalties])
        effort = Effort(min(LIMIT, clock.left), 1, random.randrange(1 << 30))
        made = solve(draft, Term(weights, 0), effort, clock, enough=enough).solution
        if made is not None and made.sound and len(breaches(made)) < len(breaches(solution)):
            solution = made
        else:
            size, far = min(MOST, size * GROWTH), min(FARTHEST, 2 * far)
    return solution
