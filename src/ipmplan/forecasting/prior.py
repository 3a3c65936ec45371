"""What is expected of a task when nothing like it was ever finished."""

from __future__ import annotations

import numpy as np

from ipmplan.forecasting.levels import LEVELS, MEDIAN, Floats

_SCALE = 0.6
"""Of a Student t with 4 degrees of freedom: an SD of the log of 0.85, in the middle of the 0.75 to 1.0 of published data."""

_P10, _P90 = 4, 20


def student(levels: Floats) -> Floats:
    """Quantiles of Student's t with 4 degrees of freedom, in closed form (Shaw 2006, J. Computational Finance 9(4)).

    Examples
    --------
    >>> student(np.array([0.5, 0.9, 0.975])).round(3)
    array([0.   , 1.533, 2.776])
    """
    root = np.sqrt(4 * levels * (1 - levels))
    return np.asarray(np.sign(levels - 0.5) * 2 * np.sqrt(np.maximum(np.cos(np.arccos(root) / 3) / root - 1, 0)))


PRIOR: Floats = _SCALE * student(LEVELS)
"""Log of actual / estimate at `LEVELS`, shape (25,): median 0, the 80 % interval from 0.40 to 2.5 times the estimate."""


def stated(low: float, high: float) -> Floats:
    """A distribution that has two stated values as its P10 and P90, as heavy in its tails as the prior.

    Parameters
    ----------
    low, high
        Logs of optimistic / estimate and pessimistic / estimate; the median is 0, or the nearer of them where 0 is outside.

    Examples
    --------
    >>> stated(-0.2, 0.7)[[4, 12, 20]].round(2)
    array([-0.2,  0. ,  0.7])
    """
    middle = min(max(0.0, low), high)
    shape = PRIOR / PRIOR[_P90]
    return np.asarray(
        middle + np.where(np.arange(len(shape)) < MEDIAN, shape * (middle - low), shape * (high - middle))
    )


def outlasting(log_spent: float) -> Floats:
    """Of a task that has taken more than what was spent on it, what remains: remaining / estimate at `LEVELS`, under the prior.

    With F the prior's distribution function of actual / estimate and r = spent / estimate, the quantile at p of the actual is that of the prior at
    F(r) + (1 - F(r)) p. What remains is never 0 and grows with r once r is large: who has overrun far goes on for long.

    Parameters
    ----------
    log_spent
        log(spent / estimate).

    Examples
    --------
    >>> outlasting(0.0)[[4, 12, 20]].round(2), outlasting(1.0)[[4, 12, 20]].round(2)
    (array([0.08, 0.56, 2.59]), array([0.15, 1.19, 7.86]))
    """
    t = min(log_spent / _SCALE, 40.0)
    root = 1 + t * t / 4
    below = 0.5 + 3 / 8 * t / root**0.5 * (1 - t * t / root / 12)
    ratio = np.exp(_SCALE * student(below + (1 - below) * LEVELS))
    return np.asarray(np.maximum(ratio - np.exp(log_spent), 1e-6))
