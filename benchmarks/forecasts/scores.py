"""How good quantile forecasts were: coverage, hits and the mean pinball loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ipmplan.forecasting.levels import LEVELS, SCORED, Floats

_LEVELS = LEVELS[SCORED]


@dataclass(frozen=True, slots=True)
class Score:
    """A number and what it is of."""

    table: str
    subset: str
    measure: str
    value: float
    n: int

    def row(self) -> Mapping[str, str | float | int]:
        """As a row of the table."""
        return {
            "table": self.table,
            "subset": self.subset,
            "measure": self.measure,
            "value": self.value,
            "n": self.n,
        }


def scores(table: str, subset: str, quantiles: Floats, actual: Floats) -> Iterator[Score]:
    """Score forecasts of positive numbers; nothing without any.

    Parameters
    ----------
    quantiles
        Shape (n, 25), at `ipmplan.forecasting.levels.LEVELS`, of which 5, 10 ... 95 % count.
    actual
        Shape (n,), more than 0.

    Examples
    --------
    >>> told = np.tile(np.exp(LEVELS), (3, 1))
    >>> [(s.measure, round(s.value, 2)) for s in scores("t", "", told, np.exp([0.02, 0.5, 0.6]))]
    [('cov80', 0.67), ('cov90', 0.67), ('hit50', 0.67), ('hit95', 1.0), ('crps', 0.17), ('crpslog', 0.17)]
    """
    if not len(actual):
        return
    at = quantiles[:, SCORED]
    pinball = _pinball(at, actual) / actual.mean()
    measures = {
        "cov80": np.mean((at[:, 1] <= actual) & (actual <= at[:, 17])),
        "cov90": np.mean((at[:, 0] <= actual) & (actual <= at[:, 18])),
        "hit50": np.mean(actual <= at[:, 9]),
        "hit95": np.mean(actual <= at[:, 18]),
        "crps": 2 * pinball,
        "crpslog": 2 * _pinball(np.log(at), np.log(actual)),
    }
    for name, value in measures.items():
        yield Score(table, subset, name, float(value), len(actual))


def _pinball(quantiles: Floats, actual: Floats) -> float:
    short = actual[:, None] - quantiles
    return float(np.maximum(_LEVELS * short, (_LEVELS - 1) * short).mean())
