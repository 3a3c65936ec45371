"""How many hours a task will take, given its estimate and what earlier estimates turned into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from ipmplan.forecasting.alike import Likeness, answer
from ipmplan.forecasting.cases import Cases, Codes
from ipmplan.forecasting.common import Common, Scored, common
from ipmplan.forecasting.levels import NORMAL, Floats, Ints, draw, score_of, strain, widen, with_spike
from ipmplan.forecasting.prior import PRIOR, stated
from ipmplan.forecasting.widening import widths

_BANDWIDTH = 0.5
"""Of the log of the estimate."""

_KNOTS = np.log([1.0, 8.0, 40.0])
"""Where the pooled line may bend, log hours: an hour, a day, a week."""

_DOUBT = 30
"""Finished tasks that count as much as the prior."""

_EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class FinishedTask:
    """A task that is finished.

    Parameters
    ----------
    estimate, actual
        Hours, more than 0.
    finished_on
        The day on which the actual was known.
    person, kind, skill, project
        Ids and names by which work is alike; empty = not known.
    asked_on
        The day of the estimate; None = not known, then `finished_on`.
    """

    estimate: float
    actual: float
    finished_on: date
    person: str = ""
    kind: str = ""
    skill: str = ""
    project: str = ""
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Estimated:
    """Work to be done, `estimate`, `optimistic` and `pessimistic` in hours."""

    estimate: float
    person: str = ""
    kind: str = ""
    skill: str = ""
    project: str = ""
    optimistic: float | None = None
    pessimistic: float | None = None


@dataclass(frozen=True, slots=True)
class EffortForecast:
    """Hours of each task.

    Parameters
    ----------
    log_ratios
        Shape (n, 25): quantiles of log(actual / estimate) at `levels.LEVELS`, before the project's latest tasks are looked at.
    estimates
        Shape (n,), hours.
    projects
        Shape (n,): tasks with the same number share a factor; -1 = a task for itself.
    common
        What the tasks of a project have in common.
    """

    log_ratios: Floats
    estimates: Floats
    projects: Ints
    common: Common

    def __getitem__(self, rows: slice) -> EffortForecast:
        shared = Common(self.common.shift[rows], self.common.share[rows], self.common.own[rows])
        return EffortForecast(self.log_ratios[rows], self.estimates[rows], self.projects[rows], shared)

    @property
    def quantiles(self) -> Floats:
        """Hours at `levels.LEVELS`, shape (n, 25)."""
        scores = self.common.shift[:, None] + self.common.spread[:, None] * NORMAL
        return np.asarray(self.estimates[:, None] * np.exp(draw(self.log_ratios, scores)))

    def sample(self, runs: int, rng: np.random.Generator) -> Floats:
        """Draw the hours of all tasks, shape (n, runs); tasks of one project share a factor in each run."""
        names, places = np.unique(self.projects, return_inverse=True)
        factors = rng.standard_normal((len(names), runs))[places.reshape(-1)]
        alone = self.projects < 0
        factors[alone] = rng.standard_normal((int(alone.sum()), runs))
        scores = self.common.shift[:, None] + np.sqrt(self.common.share)[:, None] * factors
        scores += np.sqrt(1 - self.common.own)[:, None] * rng.standard_normal(scores.shape)
        return np.asarray(self.estimates[:, None] * np.exp(draw(self.log_ratios, scores)))


class Hours:
    """Forecaster of hours.

    Quantiles of log(actual / estimate) come from finished tasks that are alike in size, person, kind and skill (`alike`), with the spike of those that took exactly
    what was estimated; widened by what earlier forecasts missed (`widening`); moved by how the project's latest tasks went (`common`). With n
    finished tasks, the prior counts 30 / (n + 30).

    Parameters
    ----------
    history
        Finished work in any order; rows whose estimate or actual is not above 0 are left out.
    likeness
        By what tasks are taken to be alike; None = as measured.

    Examples
    --------
    >>> from datetime import date
    >>> alone = Hours([]).forecast([Estimated(10)], date(2026, 1, 5))
    >>> [round(float(alone.quantiles[0, k]), 1) for k in (4, 12, 20)]
    [4.0, 10.0, 25.1]
    """

    def __init__(self, history: Sequence[FinishedTask], likeness: Likeness | None = None) -> None:
        rows = [row for row in history if row.estimate > 0 and row.actual > 0]
        self._likeness = likeness or Likeness()
        self._codes = (Codes(), Codes(), Codes(), Codes())
        known = np.array([row.finished_on.toordinal() for row in rows], dtype=np.int64)
        asked = [(row.asked_on or row.finished_on).toordinal() for row in rows]
        work = [Estimated(row.estimate, row.person, row.kind, row.skill, row.project) for row in rows]
        self._projects = self._codes[3]([row.project for row in rows])
        values = np.array([np.log(row.actual / row.estimate) for row in rows], dtype=np.float64)
        self._past = self._cases(work, np.array(asked, dtype=np.int64), known, values)

    def forecast(self, work: Sequence[Estimated], on: date | Sequence[date]) -> EffortForecast:
        """Forecast tasks from what was finished before the day.

        Parameters
        ----------
        work
            Tasks with an estimate above 0.
        on
            The day of the forecast, or one for each task.
        """
        days = [on] * len(work) if isinstance(on, date) else on
        asked = np.array([day.toordinal() for day in days], dtype=np.int64)
        queries = self._cases(work, asked, asked, np.zeros(len(work)))
        projects = self._codes[3]([task.project for task in work])
        log_ratios = self._widened(queries)
        for row, task in enumerate(work):
            if task.optimistic and task.pessimistic:
                ends = sorted((task.optimistic, task.pessimistic))
                said = stated(*(float(np.log(end / task.estimate)) for end in ends))
                log_ratios[row] = (log_ratios[row] + said) / 2
        shared = common(self._scored, projects, asked)
        return EffortForecast(log_ratios, np.array([task.estimate for task in work]), projects, shared)

    def _cases(self, work: Sequence[Estimated], asked: Ints, known: Ints, values: Floats) -> Cases:
        size = np.log([task.estimate for task in work]) if work else np.zeros(0)
        terms = np.stack([np.ones(len(work)), size - 1, *(np.maximum(size - knot, 0) for knot in _KNOTS)], axis=1)
        named = ([task.person for task in work], [task.kind for task in work], [task.skill for task in work])
        groups = np.stack([codes(names) for codes, names in zip(self._codes, named, strict=False)], axis=1)
        return Cases(asked, known, (size / _BANDWIDTH)[:, None], terms, groups, values, np.abs(values) < _EXACT)

    def _plain(self, queries: Cases) -> Floats:
        """Quantiles of the log ratio before they are widened, the prior mixed in."""
        found = answer(self._past, queries, self._likeness)
        trust = (found.number / (found.number + _DOUBT))[:, None]
        core = trust * np.nan_to_num(found.quantiles) + (1 - trust) * PRIOR
        exact = found.exact * trust[:, 0]
        return np.array([with_spike(row, share) for row, share in zip(core, exact, strict=True)]).reshape(core.shape)

    def _widened(self, queries: Cases) -> Floats:
        plain, past = self._plain(queries), self._past
        strains = strain(self._walked, past.values)
        size, sizes = queries.near[:, 0] * _BANDWIDTH, past.near[:, 0] * _BANDWIDTH
        return widen(plain, widths(past.known, sizes, strains, queries.asked, size, self._likeness.memory))

    @cached_property
    def _walked(self) -> Floats:
        """What would have been forecast for each finished task on its own day, not widened."""
        return self._plain(self._past)

    @cached_property
    def _scored(self) -> Scored:
        past = self._past
        sizes = past.near[:, 0] * _BANDWIDTH
        strains = strain(self._walked, past.values)
        factors = widths(past.known, sizes, strains, past.asked, sizes, self._likeness.memory)
        scores = score_of(widen(self._walked, factors), past.values)
        return Scored(self._projects, past.asked, past.known, scores)
