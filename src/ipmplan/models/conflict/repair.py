"""From a constructed plan that breaks hard rules to one that does not, or to the proof that there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ipmplan.errors import OutOfTime
from ipmplan.instance.network import network
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.impossible import no_plan
from ipmplan.models.conflict.mend import mended
from ipmplan.models.construct.choices import skeleton
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.construct.priorities import priorities
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, is_small, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.gate import is_valid, told
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution

REPAIRED = 60_000
CHEAPER = 300_000
LATE = (
    "time ran out before a plan was found that keeps all firm dates, budgets and pools",
    "Maybe give more time with --time-limit, or make budgets soft (`budget_limit` in projects).",
)


def late() -> str:
    """What is told when no plan was found in time."""
    others = told()
    asked = f"\nand: {'; '.join(others)}" if others else ""
    return f"{LATE[0]}{asked}\n{LATE[1]}"


class Impossible(Exception):
    """It was proved that hard rules cannot hold together; the conflict is not yet known."""


def repair(
    solution: Solution, clock: Clock, workers: int, seed: int, enough: Callable[[], bool] | None = None
) -> Solution:
    """Find a solution that breaks no hard rule.

    Parameters
    ----------
    solution
        One that breaks something.
    clock
        What is left of time or work.
    workers, seed
        Of the solver.
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
    if is_valid(solution):
        return solution
    if not is_small(solution, REPAIRED):
        found = mended(solution, clock, seed, enough) if solution.sound else solution
        if is_valid(found) or (enough is not None and enough()):
            return found
        raise OutOfTime(late())
    draft = Draft(solution, repair=True)
    post_all(draft)
    weights = draft.cp.LinearExpr.sum([weight * slack for slack, weight in draft.penalties])
    effort = Effort(clock.left, 1 if workers == 1 else max(8, workers), seed)
    outcome = solve(draft, Term(weights, 0), effort, clock, enough=enough)
    if outcome.solution is not None and is_valid(outcome.solution):
        return outcome.solution
    if enough is not None and enough():
        return solution
    # A rule that tells the solver nothing proves nothing either.
    if outcome.proved and (outcome.solution is None or outcome.value) and not clock.over:
        again = no_plan(solution, replace(effort, limit=clock.left), clock, enough)
        if again.solution is not None and is_valid(again.solution):
            return again.solution
        if again.proved and again.solution is None:
            raise Impossible
        if enough is not None and enough():
            return solution
    raise OutOfTime(late())


def _cheaper(solution: Solution) -> Solution | None:
    """Construct again with modes and people that respect the hard budgets."""
    instance = solution.instance
    modes, people = skeleton(instance, budgets=True)
    if not modes:
        return None
    best: Solution | None = None
    for keys in priorities(network(instance)):
        try:
            made = Constructor(instance).build(choosing(instance, keys, modes, people))
        except DoesNotFit:
            continue
        if best is None or (made.violations, made.last_moment) < (best.violations, best.last_moment):
            best = made
    return best
