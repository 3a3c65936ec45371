"""One call of CP-SAT: interruptible, limited by time or by work, with progress."""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ipmplan.models.clock import Clock
from ipmplan.models.cpsat.draft import Draft
from ipmplan.models.cpsat.guard import WITHOUT_PRESOLVE, started
from ipmplan.models.cpsat.terms import Term
from ipmplan.models.solution import Solution

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

NICENESS = 10
WHOLE_MODEL = 10_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call of the solver gave.

    Parameters
    ----------
    solution
        The best one found, None when there is none.
    value, bound
        Of the objective; `bound` holds for the tasks that were free.
    proved
        Whether the value is optimal, or, without a solution, that there is none.
    """

    solution: Solution | None
    value: float | None
    bound: float | None
    proved: bool


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a call tries.

    Parameters
    ----------
    limit
        In the clock's unit: wall seconds or deterministic work.
    workers
        Search workers of CP-SAT.
    seed
        Of the solver.
    linear, probing
        CP-SAT's `linearization_level` and `cp_model_probing_level`.
    polite
        Whether they leave a core to the local search beside them; there are more of them than cores.
    extra
        Other parameters of CP-SAT, by name.
    """

    limit: float
    workers: int
    seed: int
    linear: int = 1
    probing: int = 0
    polite: bool = False
    extra: tuple[tuple[str, object], ...] = ()


def solve(
    draft: Draft,
    objective: Term | None,
    effort: Effort,
    clock: Clock,
    on_value: Callable[[float, float], None] | None = None,
    enough: Callable[[], bool] | None = None,
    *,
    sure: bool = False,
) -> Outcome:
    """Minimise a term over a draft from its hint.

    Parameters
    ----------
    draft
        The model, with its hint.
    objective
        What is made small; None = any solution.
    effort, clock
        How hard this call tries, and what is left of all.
    on_value
        Called with value and bound for every better solution, from another thread.
    enough
        Asked ten times a second whether somebody else has found what is looked for.
    sure
        Ask once more without presolve before it is believed that there is no solution.
    """
    cp = draft.cp
    if objective is not None:
        draft.model.minimize(objective.expr)
    solver = cp.CpSolver()
    caller = None
    if on_value is not None and objective is not None:
        caller = listening(lambda found: on_value(found.objective_value, found.best_objective_bound))
    status = run_model(solver, draft.model, effort, clock, caller, enough, sure=sure)
    if status in (cp.OPTIMAL, cp.FEASIBLE):
        solution = draft.solution(solver.value)
        value = solver.objective_value if objective is not None else 0.0
        bound = solver.best_objective_bound if objective is not None else 0.0
        return Outcome(solution, value, bound, status == cp.OPTIMAL)
    return Outcome(None, None, None, status == cp.INFEASIBLE)


def _set(solver: cp_model.CpSolver, effort: Effort, clock: Clock) -> None:
    parameters = solver.parameters
    parameters.num_workers = effort.workers
    parameters.random_seed = effort.seed
    parameters.cp_model_probing_level = effort.probing
    parameters.linearization_level = effort.linear
    parameters.symmetry_level = 1
    parameters.catch_sigint_signal = False
    if clock.deterministic:
        parameters.max_deterministic_time = max(effort.limit, 0.001)
    else:
        parameters.max_time_in_seconds = max(effort.limit, 0.01)
    for name, value in effort.extra:
        setattr(parameters, name, value)


def listening(tell: Callable[[cp_model.CpSolverSolutionCallback], None]) -> cp_model.CpSolverSolutionCallback:
    """Hand every better solution on while the solver runs, from another thread."""
    from ortools.sat.python import cp_model

    class Listener(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            tell(self)

    return Listener()


def _step_back() -> None:
    """Give way, this thread and those that it starts; on Linux a thread has a niceness of its own, elsewhere all share alike."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, NICENESS)


def run_model(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    effort: Effort,
    clock: Clock,
    caller: cp_model.CpSolverSolutionCallback | None = None,
    enough: Callable[[], bool] | None = None,
    *,
    sure: bool = False,
) -> object:
    """Solve in a thread, so that Ctrl-C and the stop event end it at once and the best so far is kept.

    Parameters
    ----------
    solver, model
        Of CP-SAT.
    effort, clock
        How hard this call tries, and what is left of all.
    caller
        Called by CP-SAT with every better solution.
    enough
        Asked now and then whether somebody else has found what is looked for.
    sure
        Ask once more without presolve before it is believed that there is no solution, for as long as the first answer took
        or is left of the effort. A solution that is found then counts as any other, but not as the best one.

    Returns
    -------
    object
        The solver's status.
    """
    from ortools.sat.python import cp_model

    before = clock.used
    status = _run(solver, model, effort, clock, caller, enough)
    if not sure or status != cp_model.INFEASIBLE:
        return status
    spent = clock.used - before
    again = replace(
        effort, limit=min(clock.left, max(effort.limit - spent, spent)), extra=(*effort.extra, *WITHOUT_PRESOLVE)
    )
    status = _run(solver, model, again, clock, caller, enough)
    return cp_model.FEASIBLE if status == cp_model.OPTIMAL else status


def _run(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    effort: Effort,
    clock: Clock,
    caller: cp_model.CpSolverSolutionCallback | None,
    enough: Callable[[], bool] | None,
) -> object:
    _set(solver, effort, clock)

    def work() -> object:
        if effort.polite:
            _step_back()
        return started(solver, model, caller)

    status = clock.call(work, solver.stop_search, enough)
    clock.spend(solver.response_proto.deterministic_time + 0.01)
    return status


def is_small(solution: Solution, most: int = WHOLE_MODEL, last: int | None = None) -> bool:
    """Whether the solver can take the whole model, up to a grid moment or the plan's last finish."""
    size = 0
    for literals in _literals(solution, solution.last_moment if last is None else last):
        size += literals
        if size > most:
            return False
    return True


def _literals(solution: Solution, last: int) -> Iterator[int]:
    """How many literals each mode has in the whole model: pairs of a part and a person, and holes up to a moment."""
    instance = solution.instance
    holes = [bisect_left(axis.holes, (last, last)) for axis in instance.axes]
    for task in instance.tasks:
        for mode in task.modes:
            yield 1 + sum(1 + holes[person] for part in mode.parts for person in part.length)
