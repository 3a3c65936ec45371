"""Quantiles from cases that are alike, averaged with those of a pooled line: the heart of all forecasts here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ipmplan.forecasting.cases import Cases
from ipmplan.forecasting.levels import LEVELS, Floats, Ints
from ipmplan.forecasting.pooled import PooledFit, PooledLine

_CHUNK = 64
_Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much a past case counts.

    A case weighs exp(-d^2 / 2 h^2) exp(-age / memory), times `same[k]` where group k agrees. d is the distance in `near`; h is 1, or
    the distance of the case that is the `nearest`-th, if that is more.

    The defaults are round numbers, the same for every kind of forecast. On finished tasks of five software organisations, factors from 3 to 11, 30 to
    120 neighbours and memories of 250 to 1000 days differ by one or two per cent of the crps.

    Parameters
    ----------
    memory
        Days after which a case counts a factor e less: a year.
    same
        A factor for each group.
    shrink
        So many cases' worth of doubt in each group's own effect on the pooled line.
    nearest
        Neighbours within one bandwidth, at least.
    latest
        So many cases are looked at, the last ones to be known; the pooled line remembers all.
    """

    memory: float = 365.0
    same: tuple[float, ...] = (5.0, 5.0, 2.0)
    shrink: float = 10.0
    nearest: int = 60
    latest: int = 6000


@dataclass(frozen=True, slots=True)
class AlikeQuantiles:
    """Quantiles of the outcome.

    Parameters
    ----------
    quantiles
        Shape (n, 25), at `LEVELS`; nan where nothing was known.
    exact
        Shape (n,): share of outcomes that are exactly as estimated; `quantiles` are those of all others.
    number
        Shape (n,): past cases that could be used.
    """

    quantiles: Floats
    exact: Floats
    number: Ints


def answer(past: Cases, queries: Cases, likeness: Likeness) -> AlikeQuantiles:
    """Forecast each query from what was known before the day on which it is asked.

    With weights w, the quantiles are the means of two: weighted quantiles of the past values, and the pooled line plus weighted quantiles of its
    residuals. Where the bandwidth had to be widened to h > 1, cases are too far off to be taken as they are: a share 1 - 1 / h^2 of the past values is moved along
    the pooled line to the case in question. Levels are pushed outwards by 1 / (effective number of cases).

    Parameters
    ----------
    past
        Finished cases.
    queries
        Cases to forecast; their `known` and `values` are not looked at.
    likeness
        The weights.

    Examples
    --------
    >>> import numpy as np
    >>> n = 400
    >>> one, none = np.ones((n, 1)), np.zeros((n, 0), dtype=np.int64)
    >>> day, values = np.arange(n), np.random.default_rng(1).standard_normal(n)
    >>> past = Cases(day, day, one, one, none, values, np.zeros(n, dtype=bool))
    >>> found = answer(past, past.take(day == 399), Likeness(same=()))
    >>> [round(float(found.quantiles[0, k]), 1) for k in (4, 12, 20)]
    [-1.2, -0.1, 1.0]
    """
    total = AlikeQuantiles(
        np.full((len(queries), len(LEVELS)), np.nan), np.zeros(len(queries)), np.zeros(len(queries), np.int64)
    )
    if not len(past) or not len(queries):
        return total
    past = past.take(np.argsort(past.values, kind="stable"))
    pool = PooledFit(past, queries, likeness)
    for day, rows in _days(queries.asked):
        line = pool.line(int(day))
        known = np.flatnonzero(past.known < day)
        if line is None or not len(known):
            continue
        total.number[rows] = len(known)
        if len(known) > likeness.latest:
            cut = np.partition(past.known[known], -likeness.latest)[-likeness.latest]
            known = known[past.known[known] >= cut]
        view = _View(past.take(known), line, int(day), likeness)
        for first in range(0, len(rows), _CHUNK):
            chunk = rows[first : first + _CHUNK]
            total.quantiles[chunk], total.exact[chunk] = view.ask(queries.take(chunk))
    return total


def _days(asked: Ints) -> Iterator[tuple[int, Ints]]:
    order = np.argsort(asked, kind="stable")
    days, starts = np.unique(asked[order], return_index=True)
    for day, rows in zip(days, np.split(order, starts[1:]), strict=True):
        yield int(day), rows


class _View:
    """The past as it is seen on one day, in the three orders in which quantiles are read."""

    def __init__(self, past: Cases, line: PooledLine, day: int, likeness: Likeness) -> None:
        self._past, self._line, self._likeness = past, line, likeness
        self._fading: _Weights = ((past.known - day) / likeness.memory).astype(np.float32)
        self._near = past.near.astype(np.float32)
        moved = past.values - line.trend(past.terms)
        self._by_moved = np.argsort(moved, kind="stable")
        self._moved = moved[self._by_moved]
        residuals = past.values - line.at(past.terms, past.groups)
        self._by_residual = np.argsort(residuals, kind="stable")
        self._residuals = residuals[self._by_residual]

    def ask(self, queries: Cases) -> tuple[Floats, Floats]:
        weights, widened = self._weights(queries)
        all_of = weights.sum(axis=1)
        exact = weights @ self._past.exact.astype(np.float32) / all_of
        weights *= ~self._past.exact
        rest = weights.sum(axis=1) + np.float32(1e-30)
        number = np.maximum(rest**2 / (np.einsum("ij,ij->i", weights, weights) + np.float32(1e-30)), 3)
        levels = np.clip(0.5 + (LEVELS - 0.5) * (1 + 1 / number[:, None]), 0.0005, 0.9995)
        alike = _quantiles(self._past.values, weights, levels)
        far = widened > 1
        if far.any():
            moved = _quantiles(self._moved, weights[far][:, self._by_moved], levels[far])
            moved += self._line.trend(queries.terms)[far, None]
            alike[far] += (1 - 1 / widened[far, None]) * (moved - alike[far])
        own = self._line.at(queries.terms, queries.groups)[:, None]
        pooled = _quantiles(self._residuals, weights[:, self._by_residual], levels) + own
        return (alike + pooled) / 2, exact.astype(np.float64)

    def _weights(self, queries: Cases) -> tuple[_Weights, _Weights]:
        """Weights, shape (m, h), and by how much the square of the bandwidth had to be raised, shape (m,)."""
        far = np.zeros((len(queries), len(self._past)), dtype=np.float32)
        for k in range(self._near.shape[1]):
            far += (self._near[:, k] - queries.near[:, k, None].astype(np.float32)) ** 2
        nth = min(self._likeness.nearest, len(self._past)) - 1
        widened = np.maximum(1, np.partition(far, nth, axis=1)[:, nth])
        far /= -2 * widened[:, None]
        far += self._fading
        for k, factor in enumerate(self._likeness.same):
            here, there = queries.groups[:, k, None], self._past.groups[:, k]
            far += np.float32(np.log(factor)) * ((here == there) & (here >= 0))
        # The scale is free, and the largest weight of 1 keeps all of them away from underflow.
        far -= far.max(axis=1, keepdims=True)
        return np.exp(far), widened


def _quantiles(values: Floats, weights: _Weights, levels: Floats) -> Floats:
    """Weighted quantiles, each value standing at the middle of its weight.

    Parameters
    ----------
    values
        Shape (h,), rising.
    weights
        Shape (m, h), in the same order.
    levels
        Shape (m, 25).
    """
    middles = np.cumsum(weights, axis=1, dtype=np.float64)
    ends = middles[:, -1:].copy()
    middles -= weights / 2
    middles /= np.maximum(ends, 1e-30)
    return np.array([np.interp(wanted, has, values) for wanted, has in zip(levels, middles, strict=True)])
