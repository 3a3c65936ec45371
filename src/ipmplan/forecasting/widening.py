"""Intervals that held too little in the past are widened, those that held too much are narrowed."""

from __future__ import annotations

import numpy as np

from ipmplan.forecasting.levels import Floats, Ints

_DOUBT = 50
"""Effective number of past forecasts at which they are believed by half."""

_LEAST, _MOST = 0.8, 1.4


def widths(past_known: Ints, past_size: Floats, strains: Floats, asked: Ints, size: Floats, memory: float) -> Floats:
    """Find by what factor to widen the 80 % interval of each forecast (normalised split conformal prediction, walking forward).

    The factor is the 80 % quantile of past `strains`, weighted by exp(-(size difference)^2 / 2 - age / memory), and shrunk towards 1 on the log scale by
    n / (n + 50), n the effective number.

    Parameters
    ----------
    past_known, past_size, strains
        Shape (h,): when a past forecast's outcome was known, its size on the log scale, and `levels.strain`.
    asked, size
        Shape (n,): day of each forecast and its size.
    memory
        Days.

    Returns
    -------
    Floats
        Shape (n,), between 0.8 and 1.4.

    Examples
    --------
    >>> import numpy as np
    >>> day = np.arange(1000)
    >>> widths(day, np.zeros(1000), np.linspace(0, 1.5, 1000), np.array([0, 1000]), np.zeros(2), 1e9).round(2)
    array([1.  , 1.19])
    """
    factors = np.ones(len(asked))
    order = np.argsort(strains, kind="stable")
    past_known, past_size, strains = past_known[order], past_size[order], strains[order]
    for day in np.unique(asked):
        rows = np.flatnonzero(asked == day)
        known = np.flatnonzero(past_known < day)
        if not len(known):
            continue
        far = (past_size[known] - size[rows, None]) ** 2
        weights = np.exp(-far / 2 + (past_known[known] - day) / memory) + 1e-12
        ends = np.cumsum(weights, axis=1)
        totals = ends[:, -1]
        numbers = totals**2 / np.einsum("ij,ij->i", weights, weights)
        middles = (ends - weights / 2) / totals[:, None]
        wanted = np.array([np.interp(0.8, middle, strains[known]) for middle in middles])
        factors[rows] = np.exp(np.log(np.maximum(wanted, 0.1)) * numbers / (numbers + _DOUBT))
    return np.clip(factors, _LEAST, _MOST)
