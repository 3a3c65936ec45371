"""How many hours are left of work in progress, given its estimate, what was spent and how long it has been going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ipmplan.forecasting.alike import Likeness, answer
from ipmplan.forecasting.cases import Cases, Codes
from ipmplan.forecasting.levels import Floats, Ints, strain, widen
from ipmplan.forecasting.prior import outlasting
from ipmplan.forecasting.widening import widths

_SIZE, _SHARE, _DAYS = 1.0, 0.3, 0.5
"""Bandwidths of log estimate, log(spent / estimate) and log(1 + days since the start): what was spent says more than the size."""

_LOOKS = 20_000
"""Looks at tasks that count, the last ones to be known; there are several for each task."""

_SIZES = np.log([1.0, 8.0, 40.0])
_SHARES = np.log([0.25, 1.0])
"""Where the pooled line may bend: an hour, a day, a week; a quarter and all of the estimate spent."""

_DOUBT = 30


@dataclass(frozen=True, slots=True)
class InWork:
    """A task in progress.

    Parameters
    ----------
    estimate, spent
        Hours, more than 0.
    on
        The day on which it was looked at.
    days
        Since it was started.
    person, kind, skill
        Ids and names by which work is alike; empty = not known.
    """

    estimate: float
    spent: float
    on: date
    days: int = 0
    person: str = ""
    kind: str = ""
    skill: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of a task in progress: hours that were still to come, above 0, and the day on which that was known."""

    seen: InWork
    remaining: float
    finished_on: date


class Remaining:
    """Forecaster of remaining hours.

    Values are log(remaining / (estimate + spent)). Quantiles come from earlier looks at tasks alike in size, in the share spent, in days since
    the start, person, kind and skill; without any, from the prior, given that the task takes longer than what was spent. Never plan minus spent.

    Parameters
    ----------
    history
        Looks at tasks that have ended since; those whose hours are not above 0 are left out.
    likeness
        By what tasks are taken to be alike; None = as measured.

    Examples
    --------
    >>> from datetime import date
    >>> left = Remaining([]).forecast([InWork(10, 10, date(2026, 1, 5)), InWork(10, 30, date(2026, 1, 5))])
    >>> left[:, 12].round(1)
    array([ 5.6, 13.5])
    """

    def __init__(self, history: Sequence[Look], likeness: Likeness | None = None) -> None:
        rows = [row for row in history if row.remaining > 0 and row.seen.estimate > 0 and row.seen.spent > 0]
        self._likeness = likeness or Likeness(latest=_LOOKS)
        self._codes = (Codes(), Codes(), Codes())
        known = np.array([row.finished_on.toordinal() for row in rows], dtype=np.int64)
        values = [np.log(row.remaining / (row.seen.estimate + row.seen.spent)) for row in rows]
        self._seen = [row.seen for row in rows]
        self._past = self._cases(self._seen, known, np.array(values, dtype=np.float64))

    def forecast(self, work: Sequence[InWork]) -> Floats:
        """Forecast hours still to come from what had ended before the day of each look.

        Returns
        -------
        Floats
            Shape (n, 25), hours at `levels.LEVELS`.
        """
        queries = self._cases(work, np.zeros(len(work), dtype=np.int64), np.zeros(len(work)))
        past, size = self._past, self._past.near[:, 0] * _SIZE
        strains = strain(self._walked, past.values)
        plain = self._plain(queries, work)
        own = queries.near[:, 0] * _SIZE
        factors = widths(past.known, size, strains, queries.asked, own, self._likeness.memory)
        total = np.array([task.estimate + task.spent for task in work])
        return np.asarray(total[:, None] * np.exp(widen(plain, factors)))

    @cached_property
    def _walked(self) -> Floats:
        return self._plain(self._past, self._seen)

    def _plain(self, queries: Cases, work: Sequence[InWork]) -> Floats:
        found = answer(self._past, queries, self._likeness)
        trust = (found.number / (found.number + _DOUBT))[:, None]
        prior = [np.log(outlasting(np.log(t.spent / t.estimate)) * t.estimate / (t.estimate + t.spent)) for t in work]
        prior_logs: Floats = np.array(prior, dtype=np.float64).reshape(found.quantiles.shape)
        return np.asarray(trust * np.nan_to_num(found.quantiles) + (1 - trust) * prior_logs)

    def _cases(self, work: Sequence[InWork], known: Ints, values: Floats) -> Cases:
        asked = np.array([task.on.toordinal() for task in work], dtype=np.int64)
        size = np.log(np.array([task.estimate for task in work], dtype=np.float64))
        share = np.log(np.array([task.spent for task in work], dtype=np.float64)) - size
        days = np.log1p(np.array([max(task.days, 0) for task in work], dtype=np.float64))
        bends = [np.maximum(size - k, 0) for k in _SIZES] + [np.maximum(share - k, 0) for k in _SHARES]
        terms = np.stack([np.ones(len(work)), size - 1, share, days, *bends], axis=1)
        named = ([task.person for task in work], [task.kind for task in work], [task.skill for task in work])
        groups = np.stack([codes(names) for codes, names in zip(self._codes, named, strict=True)], axis=1)
        near = np.stack([size / _SIZE, share / _SHARE, days / _DAYS], axis=1)
        return Cases(asked, known, near, terms, groups, values, np.zeros(len(work), dtype=np.bool_))
