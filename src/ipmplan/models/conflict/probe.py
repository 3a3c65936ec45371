"""Whether a plan exists, asked again and again of changed portfolios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import Infeasible, OutOfTime
from ipmplan.instance import Instance
from ipmplan.instance.horizon import windows
from ipmplan.instance.network import Network
from ipmplan.models.clock import Clock
from ipmplan.models.conflict.impossible import no_plan
from ipmplan.models.conflict.placed import placed
from ipmplan.models.conflict.repair import Impossible
from ipmplan.models.construct.choices import skeleton
from ipmplan.models.construct.constructor import Constructor, DoesNotFit, choosing
from ipmplan.models.construct.priorities import priorities
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.solve import Effort, solve
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.gate import is_valid
from ipmplan.models.local.list_search import ListSearch
from ipmplan.models.rules import post_all
from ipmplan.models.solution import Solution
from ipmplan.models.stage import Stage
from ipmplan.validation.impossible import findings

if TYPE_CHECKING:
    from ipmplan.models.cpsat.variables import Expr

FAR_AHEAD = 10.0**7
MANY = 8
MOST_STEPS, MOST_LIMIT = 400, 60.0
BRIEF, STEP_WORK = 0.5, 1e-5
QUICK, LOCAL_SHARE, PATIENCE = 0.3, 0.5, 0.5
MOST_JOBS = 8000


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a plan exists: True with a solution, False when that is proved, None when time ran out."""

    possible: bool | None
    solution: Solution | None = None


@dataclass(frozen=True, slots=True)
class Prober:
    """What all questions share.

    Parameters
    ----------
    clock
        Time is taken from it.
    workers
        Search workers of the solver.
    seed
        Of the random numbers.
    """

    clock: Clock
    workers: int
    seed: int

    def ask(self, portfolio: Portfolio, limit: float, ahead: frozenset[str] = frozenset()) -> Answer:
        """Find out whether a portfolio has a plan.

        Parameters
        ----------
        portfolio
            With some of its facts left out.
        limit
            In the clock's unit.
        ahead
            Tasks that a constructed plan should do first.
        """
        if self.clock.over:
            return Answer(None)
        if findings(portfolio):
            return Answer(False)
        try:
            solution = placed(portfolio, self.effort(max(QUICK, min(limit, self.clock.left))), self.clock)
        except (Infeasible, Impossible):
            return Answer(False)
        except OutOfTime:
            return Answer(None)
        instance = solution.instance
        solution = constructed(solution, ahead, self.clock, max(BRIEF, LOCAL_SHARE * limit))
        if is_valid(solution) or not instance.tasks:
            return Answer(True, solution)
        solution = self._repaired(solution, max(QUICK, LOCAL_SHARE * limit))
        if is_valid(solution):
            return Answer(True, solution)
        limit = min(limit, self.clock.left, MOST_LIMIT)
        if limit <= 0 or too_large(instance):
            return Answer(None)
        draft = Draft(solution, windows=windows(instance))
        post_all(draft)
        outcome = solve(draft, None, self.effort(limit), self.clock)
        if outcome.proved and outcome.solution is None:
            outcome = no_plan(solution, self.effort(min(limit, self.clock.left)), self.clock)
        if outcome.solution is not None and is_valid(outcome.solution):
            return Answer(True, outcome.solution)
        if outcome.solution is not None:
            return Answer(None)
        return Answer(False if outcome.proved else None)

    def _repaired(self, solution: Solution, limit: float) -> Solution:
        """Local search for a solution that breaks nothing, for a moment."""
        stage = Stage(solution.instance, "makespan")
        local = ListSearch(stage, solution, Random(self.seed))
        end = self.clock.used + limit
        for _ in range(MOST_STEPS):
            if is_valid(local.best) or self.clock.used >= end or self.clock.over:
                break
            local.step(PATIENCE)
            self.clock.spend(STEP_WORK * len(solution.instance.tasks))
        return local.best

    def least(self, solution: Solution, term: Callable[[Draft], Expr], limit: float) -> tuple[Solution, float]:
        """Minimise a term from a valid solution; gives the best solution and the bound that was proved."""
        if too_large(solution.instance) or self.clock.over:
            return solution, 0.0
        draft = Draft(solution, windows=windows(solution.instance))
        post_all(draft)
        expr = term(draft)
        outcome = solve(draft, Term(expr, 0), self.effort(min(limit, self.clock.left, MOST_LIMIT)), self.clock)
        found = outcome.solution if outcome.solution is not None and is_valid(outcome.solution) else solution
        return found, outcome.bound if outcome.bound is not None else 0.0

    def mend(self, solution: Solution, limit: float) -> Solution:
        """Break the rules that may be broken as little as can be."""
        if too_large(solution.instance) or self.clock.over:
            return solution
        draft = Draft(solution, repair=True)
        post_all(draft)
        weights = draft.cp.LinearExpr.sum([weight * slack for slack, weight in draft.penalties])
        outcome = solve(draft, Term(weights, 0), self.effort(min(limit, self.clock.left, MOST_LIMIT)), self.clock)
        return outcome.solution or solution

    def effort(self, limit: float) -> Effort:
        """How the solver is asked within a limit."""
        return Effort(limit, 1 if self.workers == 1 else max(MANY, self.workers), self.seed)


def too_large(instance: Instance) -> bool:
    """Whether a model of the whole would not even load in time."""
    return sum(len(part.length) for task in instance.tasks for mode in task.modes for part in mode.parts) > MOST_JOBS


def constructed(solution: Solution, ahead: frozenset[str], clock: Clock, limit: float) -> Solution:
    """The least broken one of several constructed solutions; stops at one that breaks nothing.

    Parameters
    ----------
    solution
        The one to beat.
    ahead
        Tasks to do first in some of them.
    clock
        What is left of time or work.
    limit
        In the clock's unit.
    """
    if is_valid(solution):
        return solution
    instance = solution.instance
    numbers = {instance.task_index[name] for name in sorted(ahead) if name in instance.task_index}
    end = clock.used + limit
    constructor = Constructor(instance)
    for budgets in (False, True):
        guide = skeleton(instance, budgets=budgets)
        for keys in priorities(Network(instance)):
            first = [key - FAR_AHEAD if number in numbers else key for number, key in enumerate(keys)]
            for order in (first, keys) if numbers else (keys,):
                if clock.used >= end:
                    return solution
                clock.spend(STEP_WORK * len(instance.tasks))
                try:
                    made = constructor.build(choosing(instance, order, *guide))
                except DoesNotFit:
                    continue
                if is_valid(made):
                    return made
                if (made.violations, made.last_moment) < (solution.violations, solution.last_moment):
                    solution = made
    return solution
