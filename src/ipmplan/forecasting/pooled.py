"""One line for everybody, with an effect of each person and kind that is shrunk towards it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ipmplan.forecasting.cases import Cases
from ipmplan.forecasting.levels import Floats, Ints

if TYPE_CHECKING:
    from ipmplan.forecasting.alike import Likeness

_FAR = 2.5
"""Values count no further out than a factor of twelve: they are logarithms with heavy tails, and no line should follow a slip of the pen."""


@dataclass(frozen=True, slots=True)
class PooledLine:
    """Coefficients of the terms, shape (f,), and effects of each group's members, with a last entry of 0 for those not known."""

    terms: Floats
    effects: tuple[Floats, ...]

    def trend(self, terms: Floats) -> Floats:
        """What all terms but the first one, the intercept, add up to, shape (n,)."""
        return np.asarray(terms[:, 1:] @ self.terms[1:])

    def at(self, terms: Floats, groups: Ints) -> Floats:
        """Read the line at cases, shape (n,)."""
        found = terms @ self.terms
        for k, effects in enumerate(self.effects):
            found += effects[groups[:, k]]
        return np.asarray(found)


class PooledFit:
    """Ridge regression over all cases known before a day, older ones fading; days must rise.

    Minimises sum w (y - t b - sum u_k)^2 + b'b + shrink sum u'u with w = exp(-age / memory); the intercept is as good as free. Exact outcomes are left out.
    """

    def __init__(self, past: Cases, queries: Cases, likeness: Likeness) -> None:
        order = np.argsort(past.known, kind="stable")
        self._past = past.take(order)
        self._memory = likeness.memory
        both = np.concatenate([past.groups, queries.groups])
        self._sizes = [int(both[:, k].max(initial=-1)) + 1 for k in range(past.groups.shape[1])]
        fixed = past.terms.shape[1]
        width = fixed + sum(self._sizes)
        doubt = np.full(width, likeness.shrink)
        doubt[:fixed] = 1
        doubt[0] = 1e-3
        self._doubt = np.diag(doubt)
        self._squares, self._products = np.zeros((width, width)), np.zeros(width)
        self._done, self._day = 0, 0

    def line(self, day: int) -> PooledLine | None:
        """Fit to what was known before `day`; None when nothing was."""
        known = int(np.searchsorted(self._past.known, day, side="left"))
        if not known:
            return None
        fade = np.exp((self._day - day) / self._memory)
        self._squares *= fade
        self._products *= fade
        self._day = day
        if known > self._done:
            new = self._past.take(np.arange(self._done, known))
            design = self._design(new)
            weights = np.exp((new.known - day) / self._memory) * ~new.exact
            self._squares += design.T @ (design * weights[:, None])
            self._products += design.T @ (weights * np.clip(new.values, -_FAR, _FAR))
            self._done = known
        found = np.linalg.solve(self._squares + self._doubt, self._products)
        fixed = self._past.terms.shape[1]
        cuts = np.cumsum([fixed, *self._sizes])
        parts = [found[a:b] for a, b in pairwise(cuts)]
        return PooledLine(found[:fixed], tuple(np.append(part, 0.0) for part in parts))

    def _design(self, cases: Cases) -> Floats:
        fixed = cases.terms.shape[1]
        design = np.zeros((len(cases), fixed + sum(self._sizes)))
        design[:, :fixed] = cases.terms
        start = fixed
        for k, size in enumerate(self._sizes):
            rows = np.flatnonzero(cases.groups[:, k] >= 0)
            design[rows, start + cases.groups[rows, k]] = 1
            start += size
        return design
