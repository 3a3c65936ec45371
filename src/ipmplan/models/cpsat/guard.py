"""Guards against faults of the solver itself: the one place where it is started.

Presolve may drop an enforced linear row whose terms can add up to more than 31 bits, and then calls a wrong answer optimal
(OR-Tools issue 5293); it has called models without a solution that have one (5274). So rows are measured before every
call, and whoever tells a user that something is impossible asks once more without presolve. Assumptions are not used:
their cores may name literals that are none (5141); `conflict` leaves facts out and solves again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SAFE = 2**31
WITHOUT_PRESOLVE = (("cp_model_presolve", False),)


def started(
    solver: cp_model.CpSolver, model: cp_model.CpModel, caller: cp_model.CpSolverSolutionCallback | None = None
) -> object:
    """Solve, without the step of presolve that drops wide rows where there are any.

    Rows are not scaled down: cents and slots are exact, and the step is no loss in models that have such rows.

    Returns
    -------
    object
        The solver's status.
    """
    if widest_row(model) >= SAFE:
        solver.parameters.presolve_inclusion_work_limit = 0
    return solver.solve(model, caller)


def widest_row(model: cp_model.CpModel) -> int:
    """Largest amount that the terms of an enforced linear row can add up to, 0 where no row is enforced.

    Examples
    --------
    >>> from ortools.sat.python import cp_model
    >>> model = cp_model.CpModel()
    >>> number, sure = model.new_int_var(-3, 2, ""), model.new_bool_var("")
    >>> _ = model.add(5 * number + sure <= 7).only_enforce_if(sure)
    >>> widest_row(model)
    16
    """
    far: list[int] = []
    widest = 0
    for row in model.proto.constraints:
        # Nearly all rows are bounds of one variable, in which nothing adds up.
        if not len(row.enforcement_literal) or not row.has_linear() or len(row.linear.vars) < 2:
            continue
        if not far:
            far = [max(map(abs, variable.domain)) for variable in model.proto.variables]
        terms = zip(row.linear.vars, row.linear.coeffs, strict=True)
        widest = max(widest, sum(abs(factor) * far[index] for index, factor in terms))
    return widest
