"""Cases: what was known when a forecast was made, as arrays, and what came of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ipmplan.forecasting.levels import Floats, Ints

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Cases:
    """A row for each case, of the past or to be forecast; days are ordinals (`date.toordinal`).

    Parameters
    ----------
    asked
        Shape (n,): the day of the forecast.
    known
        Shape (n,): the day on which the outcome was known; a forecast uses cases that were known on earlier days.
    near
        Shape (n, k): what makes two cases alike, in units of its own bandwidth.
    terms
        Shape (n, f): the terms of the pooled line; the first one is 1.
    groups
        Shape (n, g): codes of who did it, of what kind ...; -1 = not said.
    values
        Shape (n,): the outcome on a logarithmic scale; anything for cases to be forecast.
    exact
        Shape (n,): outcomes that are exactly as estimated, which make a spike of their own.
    """

    asked: Ints
    known: Ints
    near: Floats
    terms: Floats
    groups: Ints
    values: Floats
    exact: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.asked)

    def take(self, rows: NDArray[np.bool_] | Ints) -> Cases:
        """Return some of the rows."""
        return Cases(
            self.asked[rows],
            self.known[rows],
            self.near[rows],
            self.terms[rows],
            self.groups[rows],
            self.values[rows],
            self.exact[rows],
        )

    def on(self, days: Ints) -> Cases:
        """Return the same cases, asked on other days."""
        return replace(self, asked=days)


class Codes:
    """Numbers for names, the same name always the same number; an empty name is unknown.

    Examples
    --------
    >>> codes = Codes()
    >>> codes(["ana", "", "ben", "ana"])
    array([ 0, -1,  1,  0])
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def __call__(self, names: Sequence[str]) -> Ints:
        """Return the numbers, shape (n,)."""
        known = self._known
        return np.array([known.setdefault(name, len(known)) if name else UNKNOWN for name in names], dtype=np.int64)
