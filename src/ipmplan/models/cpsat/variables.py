"""A model in which every variable is made together with its hint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Expr = cp_model.LinearExprT
    Var = cp_model.IntVar


class Variables:
    """Variables with hints, and those that follow from others: each is made once.

    Parameters
    ----------
    horizon
        Grid moment by which everything ends.
    """

    def __init__(self, horizon: int) -> None:
        from ortools.sat.python import cp_model

        self.cp = cp_model
        self.model = cp_model.CpModel()
        self.horizon = horizon
        self._values: dict[int, int] = {}
        self._ladders: dict[tuple[int, int], Var] = {}
        self._sizes: dict[tuple[int, int], Var] = {}

    def int_var(self, low: int, high: int, hint: int) -> Var:
        """Create an integer variable with its hint (moved into the domain when outside)."""
        var = self.model.new_int_var(low, max(low, high), "")
        value = min(max(hint, low), max(low, high))
        self.model.add_hint(var, value)
        self._values[var.index] = value
        return var

    def bool_var(self, hint: bool) -> Var:
        """Create a literal with its hint."""
        var = self.model.new_bool_var("")
        self.model.add_hint(var, hint)
        self._values[var.index] = int(hint)
        return var

    def hinted(self, var: Expr) -> int:
        """Value of a variable or constant in the hint."""
        return var if isinstance(var, int) else self._values[var.index]  # type: ignore[union-attr]

    @cached_property
    def yes(self) -> Var:
        """The literal that is always true."""
        var = self.model.new_constant(1)
        self._values[var.index] = 1
        return var

    def at_least(self, var: Var, bound: int) -> Var:
        """Create the literal `var >= bound`, once for each pair."""
        key = (var.index, bound)
        if key not in self._ladders:
            literal = self.bool_var(self.hinted(var) >= bound)
            self.model.add(var >= bound).only_enforce_if(literal)
            self.model.add(var < bound).only_enforce_if(~literal)
            self._ladders[key] = literal
        return self._ladders[key]

    def lookup(self, var: Var, table: Sequence[int]) -> Var:
        """Create the variable `table[var]`, from the part of the table that the variable can reach."""
        domain = list(self.model.proto.variables[var.index].domain)
        low, high = max(0, domain[0]), min(len(table) - 1, domain[-1])
        part = table[low : high + 1]
        target = self.int_var(min(part), max(part), table[min(max(self.hinted(var), low), high)])
        if part[-1] - part[0] == high - low and all(after - before == 1 for before, after in pairwise(part)):
            self.model.add(target == var + (part[0] - low))
        elif part[0] == part[-1] and min(part) == max(part):
            self.model.add(target == part[0])
        else:
            self.model.add_element(var - low, list(part), target)
        return target

    def size(self, start: Var, end: Var) -> Var:
        """Create the variable `end - start`, once for each pair."""
        key = (start.index, end.index)
        if key not in self._sizes:
            size = self.int_var(0, self.horizon, max(0, self.hinted(end) - self.hinted(start)))
            self.model.add(size == end - start)
            self._sizes[key] = size
        return self._sizes[key]

    def enforce(self, constraint: object, literal: Var, domain: cp_model.Domain | None = None) -> None:
        """Add a constraint, or that an expression lies in `domain`, that holds while `literal` does."""
        if domain is not None:
            made = self.model.add_linear_expression_in_domain(constraint, domain)  # type: ignore[arg-type]
        else:
            made = self.model.add(constraint)  # type: ignore[arg-type]
        if literal is not self.yes:
            made.only_enforce_if(literal)
