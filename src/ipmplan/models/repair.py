"""From a constructed plan that breaks hard rules to one that does not, or to the proof that there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipmplan.errors import OutOfTime
from ipmplan.models.clock import Clock
from ipmplan.models.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.draft import Draft, Term
from ipmplan.models.impossible import no_plan
from ipmplan.models.priorities import network, rules
from ipmplan.models.rules import post_all
from ipmplan.models.size import is_small
from ipmplan.models.skeleton import skeleton
from ipmplan.models.solution import Solution
from ipmplan.models.solve import Effort, solve

REPAIRED = 60_000
CHEAPER = 300_000
LATE = (
    "time ran out before a plan was found that keeps all firm dates, budgets and pools\n"
    "Maybe give more time with --time-limit, or soft budgets with --allow-over-budget."
)


class Impossible(Exception):
    """It was proved that hard rules cannot hold together; the conflict is not yet known."""


def repair(
    solution: Solution, clock: Clock, workers: int, seed: int, enough: Callable[[], bool] | None = None
) -> Solution:
    """Find a solution that breaks no hard rule.

    Parameters
    ----------
    enough
        Whether somebody else has found one; the best so far is then given back.

    Raises
    ------
    Impossible
        When there is none.
    OutOfTime
        When none was found in time.
    """
    cheap = None if clock.over or not is_small(solution, CHEAPER) else _cheaper(solution)
    if cheap is not None and cheap.violations < solution.violations:
        solution = cheap
    if solution.valid:
        return solution
    if not is_small(solution, REPAIRED):
        raise OutOfTime(LATE)
    draft = Draft(solution, repair=True)
    post_all(draft)
    weights = draft.cp.LinearExpr.sum([weight * slack for slack, weight in draft.penalties])
    effort = Effort(clock.left, 1 if workers == 1 else max(8, workers), seed)
    outcome = solve(draft, Term(weights, 0), effort, clock, enough=enough)
    if outcome.solution is not None and outcome.solution.valid:
        return outcome.solution
    if enough is not None and enough():
        return solution
    if outcome.proved and not clock.over:
        again = no_plan(solution, replace(effort, limit=clock.left), clock, enough)
        if again.solution is not None:
            return again.solution
        if again.proved:
            raise Impossible
        if enough is not None and enough():
            return solution
    raise OutOfTime(LATE)


def _cheaper(solution: Solution) -> Solution | None:
    """Construct again with modes and people that respect the hard budgets."""
    instance = solution.instance
    modes, people = skeleton(instance, budgets=True)
    if not modes:
        return None
    best: Solution | None = None
    for keys in rules(network(instance)):
        try:
            made = Constructor(instance).build(choosing(instance, keys, modes, people))
        except DoesNotFit:
            continue
        if best is None or (made.violations, made.last_moment) < (best.violations, best.last_moment):
            best = made
    return best
