"""How far dates that people state can be trusted: what became of dates stated earlier, by those who finished and those who did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ipmplan.forecasting.levels import LEVELS, Floats, Ints, strain, widen
from ipmplan.forecasting.prior import PRIOR

_BANDWIDTH = 0.7
"""Of the log of the days that are said to be left: a factor of two."""

_DOUBT = 5
"""The prior counts as much as five projects that stated the same number of days."""

_WIDTH_DOUBT = 10
"""Finished projects at which past coverage is believed by half."""

_LEAST, _MOST = 0.6, 1.5
_FORTNIGHT = 14


@dataclass(frozen=True, slots=True)
class Stated:
    """On the day `on`, a project said that it would end on `end`; `ended_on` is None while it has not."""

    project: str
    on: date
    end: date
    ended_on: date | None = None


class Dates:
    """Recalibrates stated dates, walking forward.

    The value is log(days left / days said to be left, at least 14). Its distribution on a day D is the Kaplan-Meier estimate of all statements
    made before D: those of projects that had ended before D are events, those of the others are only known to be more than (D - then). Leaving them out would
    learn from short projects only. A statement weighs exp(-d^2 / 2 h^2) / (statements of its project), d the difference of the
    logs of the days said to be left. This takes out the bias first; then the 80 % interval is widened or narrowed to what earlier forecasts held, each ended project counting
    once (adaptive conformal inference in the spirit of Gibbs and Candes 2021).

    Parameters
    ----------
    statements
        All of them, in any order; statements on or after a project's end are left out.
    """

    def __init__(self, statements: Sequence[Stated]) -> None:
        rows = [row for row in statements if row.ended_on is None or row.on < row.ended_on]
        names = {name: code for code, name in enumerate(dict.fromkeys(row.project for row in rows))}
        self._on = np.array([row.on.toordinal() for row in rows], dtype=np.int64)
        self._said = _said(rows)
        never = date.max.toordinal()
        self._end = np.array([row.ended_on.toordinal() if row.ended_on else never for row in rows], dtype=np.int64)
        self._project = np.array([names[row.project] for row in rows], dtype=np.int64)
        self._values = np.log((self._end - self._on) / self._said) if rows else np.zeros(0)
        self._walked = np.empty((len(rows), len(LEVELS)))
        for day in np.unique(self._on):
            now = self._on == day
            self._walked[now] = self._plain(int(day), self._said[now])

    def forecast(self, statements: Sequence[Stated]) -> Floats:
        """Forecast the days from each statement to the end, from what was known before its day.

        Returns
        -------
        Floats
            Shape (n, 25), days at `levels.LEVELS`.

        Examples
        --------
        >>> from datetime import date
        >>> said = Stated("A", date(2026, 1, 5), date(2026, 4, 15))
        >>> Dates([]).forecast([said])[0, [4, 12, 20]].round(0)
        array([ 40., 100., 251.])
        """
        said = _said(statements)
        days = np.array([row.on.toordinal() for row in statements], dtype=np.int64)
        logs = np.empty((len(statements), len(LEVELS)))
        for day in np.unique(days):
            now = days == day
            plain = self._plain(int(day), said[now])
            logs[now] = widen(plain, np.full(len(plain), self._width(int(day))))
        return np.asarray(said[:, None] * np.exp(logs))

    def _plain(self, day: int, said: Floats) -> Floats:
        past = np.flatnonzero(self._on < day)
        ended = self._end[past] < day
        seen = np.where(ended, self._values[past], np.log((day - self._on[past]) / self._said[past]))
        values = np.concatenate([seen, PRIOR])
        event = np.concatenate([ended, np.ones(len(PRIOR), dtype=np.bool_)])
        weights = np.exp(-((np.log(self._said[past] / said[:, None]) / _BANDWIDTH) ** 2) / 2) / self._statements(past)
        prior = np.diff(np.concatenate([[0], (LEVELS[1:] + LEVELS[:-1]) / 2, [1]])) * _DOUBT
        weights = np.concatenate([weights, np.tile(prior, (len(said), 1))], axis=1)
        order = np.lexsort((~event, values))
        return _kaplan_meier(values[order], event[order], weights[:, order])

    def _width(self, day: int) -> float:
        past = np.flatnonzero(self._end < day)
        if not len(past):
            return 1.0
        strains = strain(self._walked[past], self._values[past])
        weights = 1 / self._statements(past)
        order = np.argsort(strains, kind="stable")
        ends = np.cumsum(weights[order])
        wanted = float(np.interp(0.8, (ends - weights[order] / 2) / ends[-1], strains[order]))
        count = len(np.unique(self._project[past]))
        factor = np.exp(np.log(max(wanted, 0.05)) * count / (count + _WIDTH_DOUBT))
        return float(np.clip(factor, _LEAST, _MOST))

    def _statements(self, rows: Ints) -> Floats:
        """How many of the rows are of the same project, for each of them."""
        return np.bincount(self._project[rows])[self._project[rows]].astype(np.float64) if len(rows) else np.zeros(0)


def _said(rows: Sequence[Stated]) -> Floats:
    return np.array([max((row.end - row.on).days, _FORTNIGHT) for row in rows], dtype=np.float64)


def _kaplan_meier(values: Floats, event: np.ndarray[tuple[int], np.dtype[np.bool_]], weights: Floats) -> Floats:
    """Quantiles of the product-limit estimate; values rise, the last one is an event, weights have shape (m, h)."""
    at_risk = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    survive = np.cumprod(1 - np.where(event, weights / at_risk, 0), axis=1)[:, event]
    before = np.concatenate([np.ones((len(weights), 1)), survive[:, :-1]], axis=1)
    middles = 1 - (before + survive) / 2
    return np.array([np.interp(LEVELS, middle, values[event]) for middle in middles]).reshape(-1, len(LEVELS))
