"""The bound that a model's linear relaxation proves, whatever the arithmetic of the solver that found it.

Rows that are linear, and those that say the same of literals, are kept; all else is left out, which makes the least only smaller. What is believed are not the solver's
values but weak duality: any multipliers of rows give a bound, and they are only as good as the solver made them. (Neumaier & Shcherbina
2004, "Safe bounds in linear and mixed-integer linear programming", Mathematical Programming 99, 283-296.)
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, fsum, inf
from typing import TYPE_CHECKING

from ipmplan.models.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ortools.linear_solver import pywraplp
    from ortools.sat.python import cp_model
    from ortools.sat.python.cp_model_helper import ConstraintProto

LARGEST = 1 << 61
"""What is written for no bound is beyond it."""
MARGIN = 1e-9
"""Part of all that is added up which rounding may cost, more than a hundred times what it can in fact."""
WORK = 0.1
"""What GLOP counts for as much time as CP-SAT counts 1 for, about."""


@dataclass(frozen=True)
class _Row:
    """Bounds of a sum of variables times factors."""

    low: float
    high: float
    terms: dict[int, float]


def relaxed_bound(model: cp_model.CpModel, limit: float = inf, clock: Clock | None = None) -> int | None:
    """A bound of what a model makes small; None where the relaxation has none.

    Parameters
    ----------
    model
        A model with a linear objective of whole numbers.
    limit
        How long the solver may take, in the clock's unit.
    clock
        What says which unit that is, and whether to stop at once; None = seconds, until it is solved or the limit is reached.

    Returns
    -------
    int or None
        No solution is worth less.

    Raises
    ------
    TimeoutError
        When the solver has no answer within the limit.

    Examples
    --------
    >>> from ortools.sat.python import cp_model
    >>> model = cp_model.CpModel()
    >>> one, other = (model.new_int_var(0, 9, "") for _ in range(2))
    >>> _ = model.add(2 * one + 3 * other >= 10)
    >>> model.minimize(one + other)
    >>> relaxed_bound(model)
    4
    """
    from ortools.linear_solver import pywraplp

    proto = model.proto
    rows = [row for constraint in proto.constraints for row in _rows(constraint)]
    found = [list(variable.domain) for variable in proto.variables]
    domains = [(float(domain[0]), float(domain[-1])) for domain in found]
    goal = _row(0, 0, zip(proto.objective.vars, proto.objective.coeffs, strict=True))
    costs = [goal.terms.get(index, 0.0) for index in range(len(domains))]
    offset = proto.objective.offset - goal.low
    solver = pywraplp.Solver.CreateSolver("GLOP")
    made = [solver.NumVar(low, high, "") for low, high in domains]
    written = []
    for row in rows:
        constraint = solver.Constraint(row.low, row.high)
        for index, factor in row.terms.items():
            constraint.SetCoefficient(made[index], factor)
        written.append(constraint)
    objective = solver.Objective()
    for variable, cost in zip(made, costs, strict=True):
        if cost:
            objective.SetCoefficient(variable, cost)
    objective.SetMinimization()
    status = _solved(solver, limit, clock or Clock(seconds=None))
    if status in (pywraplp.Solver.NOT_SOLVED, pywraplp.Solver.FEASIBLE):
        raise TimeoutError
    if status != pywraplp.Solver.OPTIMAL:
        return None
    bound = _dual(rows, [constraint.dual_value() for constraint in written], costs, domains)
    return ceil(bound + offset - 1e-6)


def _solved(solver: pywraplp.Solver, limit: float, clock: Clock) -> int:
    """Solve within a limit; returns the solver's status."""
    if limit < inf:
        most = f"max_deterministic_time: {limit * WORK:f}" if clock.deterministic else f"max_time_in_seconds: {limit:f}"
        solver.SetSolverSpecificParametersAsString(most)
    status: int = clock.call(solver.Solve, solver.InterruptSolve)
    return status


def _dual(rows: list[_Row], multipliers: list[float], costs: list[float], domains: list[tuple[float, float]]) -> float:
    """What multipliers of rows prove: their bounds, and what is left of the costs at the better end of each domain."""
    left = [[cost] for cost in costs]
    parts = []
    for row, wanted in zip(rows, multipliers, strict=True):
        side = row.low if wanted > 0 else row.high
        if not wanted or side in (inf, -inf):
            continue
        parts.append(wanted * side)
        for index, factor in row.terms.items():
            left[index].append(-wanted * factor)
    for reduced, (low, high) in zip(left, domains, strict=True):
        rest, size = fsum(reduced), fsum(map(abs, reduced))
        parts.append(min(rest * low, rest * high) - MARGIN * MARGIN * size * max(abs(low), abs(high)))
    return fsum(parts) - MARGIN * fsum(map(abs, parts))


def _rows(constraint: ConstraintProto) -> list[_Row]:
    """Rows that a constraint says at the least; none of what holds only sometimes or is no sum."""
    unless = [-1 - literal for literal in constraint.enforcement_literal]
    if constraint.has_bool_and():
        return [_row(1, inf, [(literal, 1) for literal in (one, *unless)]) for one in constraint.bool_and.literals]
    if constraint.has_bool_or():
        return [_row(1, inf, [(literal, 1) for literal in (*constraint.bool_or.literals, *unless)])]
    if unless:
        return []
    if constraint.has_linear():
        body = constraint.linear
        domain = list(body.domain)
        return [_row(domain[0], domain[-1], zip(body.vars, body.coeffs, strict=True))]
    if constraint.has_exactly_one():
        return [_row(1, 1, [(literal, 1) for literal in constraint.exactly_one.literals])]
    if constraint.has_at_most_one():
        return [_row(-inf, 1, [(literal, 1) for literal in constraint.at_most_one.literals])]
    return []


def _row(low: float, high: float, terms: Iterable[tuple[int, float]]) -> _Row:
    """A row over variables alone: a literal that is denied is 1 less its variable."""
    found: dict[int, float] = {}
    moved = 0.0
    for index, factor in terms:
        if index < 0:
            moved += factor
            found[-1 - index] = found.get(-1 - index, 0.0) - factor
        else:
            found[index] = found.get(index, 0.0) + factor
    return _Row(-inf if low <= -LARGEST else low - moved, inf if high >= LARGEST else high - moved, found)
