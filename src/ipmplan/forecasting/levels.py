"""Distributions as quantiles at fixed levels: widened, sampled, with a spike put into them."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEVELS: Floats = np.array([0.005, 0.01, 0.025, *(k / 20 for k in range(1, 20)), 0.975, 0.99, 0.995])
"""Levels of all quantiles in this package, shape (25,). Beyond the outermost ones a distribution is cut off."""

NORMAL: Floats = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
"""Standard normal quantiles at `LEVELS`: the scale on which samples are drawn and factors are shared."""

SCORED = slice(3, 22)
"""The 19 levels 5, 10 ... 95 % among `LEVELS`."""

MEDIAN = 12
_P10, _P90 = 4, 20


def at(quantiles: Floats, level: float) -> Floats:
    """Read quantiles at any level.

    Parameters
    ----------
    quantiles
        Shape (n, 25), at `LEVELS`.
    level
        Between 0 and 1.

    Returns
    -------
    Floats
        Shape (n,), same unit.

    Examples
    --------
    >>> at(np.array([NORMAL]), 0.8).round(2)
    array([0.84])
    """
    z = float(np.clip(NormalDist().inv_cdf(level), NORMAL[0], NORMAL[-1]))
    return draw(quantiles, np.full((len(quantiles), 1), z))[:, 0]


def draw(quantiles: Floats, scores: Floats) -> Floats:
    """Turn standard normal scores into values of each distribution.

    Parameters
    ----------
    quantiles
        Shape (n, 25), at `LEVELS`.
    scores
        Shape (n, runs), standard normal; they may be correlated between rows.

    Returns
    -------
    Floats
        Shape (n, runs), same unit as `quantiles`.

    Examples
    --------
    >>> draw(np.array([NORMAL, 2 * NORMAL]), np.array([[0.5], [1.0]])).round(6)
    array([[0.5],
           [2. ]])
    """
    return np.array([np.interp(z, NORMAL, q) for z, q in zip(scores, quantiles, strict=True)]).reshape(scores.shape)


def score_of(quantiles: Floats, values: Floats) -> Floats:
    """Say where values lie in their distributions, as standard normal scores: the inverse of `draw`.

    Where a distribution has a spike, the middle of its levels.

    Examples
    --------
    >>> score_of(np.array([NORMAL, NORMAL]), np.array([1.0, -9.0])).round(3)
    array([ 1.   , -2.576])
    """
    eps = 1e-7
    found = np.empty(len(values))
    for row, (q, value) in enumerate(zip(quantiles, values, strict=True)):
        low, high = np.interp([value - eps, value + eps], q, NORMAL)
        found[row] = (low + high) / 2
    return found


def widen(quantiles: Floats, factors: Floats) -> Floats:
    """Stretch distributions about their medians; a row where the factor is 1 stays as it is.

    Examples
    --------
    >>> widen(np.array([NORMAL]), np.array([2.0]))[0, [4, 12, 20]].round(2)
    array([-2.56,  0.  ,  2.56])
    """
    middle = quantiles[:, [MEDIAN]]
    return middle + (quantiles - middle) * factors[:, None]


def strain(quantiles: Floats, values: Floats, least: float = 0.05) -> Floats:
    """By what factor the 80 % interval must be widened so that it just holds the value.

    Parameters
    ----------
    quantiles
        Shape (n, 25).
    values
        Shape (n,), same unit: what came out.
    least
        Half an interval counts at least so much; a spike would have none.

    Returns
    -------
    Floats
        Shape (n,), 0 or more.

    Examples
    --------
    >>> strain(np.array([NORMAL, NORMAL]), np.array([0.0, 2.56])).round(2)
    array([0., 2.])
    """
    middle = quantiles[:, MEDIAN]
    above = np.maximum(quantiles[:, _P90] - middle, least)
    below = np.maximum(middle - quantiles[:, _P10], least)
    return np.where(values >= middle, (values - middle) / above, (middle - values) / below)


def with_spike(quantiles: Floats, share: float, value: float = 0.0) -> Floats:
    """Mix a continuous distribution with a single value that has the probability `share`.

    With G the continuous distribution function, the mixture's quantile at p is G's at p / (1 - share) below the spike, `value` in
    it, and G's at (p - share) / (1 - share) above.

    Parameters
    ----------
    quantiles
        Shape (25,), rising.
    share
        From 0 to 1.
    value
        The single value.

    Examples
    --------
    >>> with_spike(NORMAL, 0.5)[[4, 8, 12, 16, 20]].round(2)
    array([-0.84,  0.  ,  0.  ,  0.  ,  0.84])
    """
    if share <= 0:
        return quantiles
    if share >= 1:
        return np.full_like(quantiles, value)
    start = float(np.interp(value, quantiles, LEVELS)) * (1 - share)
    start = 0.0 if value <= quantiles[0] else 1 - share if value >= quantiles[-1] else start
    inside = (start <= LEVELS) & (start + share >= LEVELS)
    outer = np.where(start > LEVELS, LEVELS, LEVELS - share) / (1 - share)
    return np.where(inside, value, np.interp(outer, LEVELS, quantiles))
