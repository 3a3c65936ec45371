"""How long a project will take: at its start from projects alike, and while it is under way from what was earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ipmplan.forecasting.alike import Likeness, answer
from ipmplan.forecasting.cases import Cases
from ipmplan.forecasting.levels import Floats
from ipmplan.forecasting.prior import PRIOR

_LIKENESS = Likeness(memory=1e9, same=())
"""Projects are few and none of them grows old."""

_DOUBT = 3
"""Finished projects (or looks at them) that count as much as the prior."""

_TIME, _PROGRESS = 0.3, 0.15
"""Bandwidths of log(elapsed / planned) and of the share of the planned duration that is earned."""

_LEAST_LEFT = 0.02
"""A project that is not finished has this share of its planned duration left, at least."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A project at its start: its planned duration in working hours, and how many tasks its network has."""

    duration: float
    tasks: int


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A project that is not finished.

    Parameters
    ----------
    planned
        As it was at the start.
    elapsed
        Working hours since then, above 0.
    earned
        Earned schedule: the working hour at which the plan had earned what is earned now.
    """

    planned: Planned
    elapsed: float
    earned: float

    @property
    def left(self) -> float:
        """Planned duration of what is not yet earned, working hours."""
        return max(self.planned.duration - self.earned, _LEAST_LEFT * self.planned.duration)


def at_the_start(history: Sequence[tuple[Planned, float]], projects: Sequence[Planned]) -> Floats:
    """Forecast durations from finished projects alike in planned duration and number of tasks (a reference class).

    Parameters
    ----------
    history
        Finished projects with what they took, working hours.
    projects
        Those to forecast.

    Returns
    -------
    Floats
        Shape (n, 25), working hours at `levels.LEVELS`.

    Examples
    --------
    >>> past = [(Planned(1000, 30), 1000 + 10 * k) for k in range(40)]
    >>> at_the_start(past, [Planned(2000, 30)])[0, [4, 12, 20]].round(-2)
    array([2000., 2400., 2700.])
    """
    values = np.array([np.log(actual / planned.duration) for planned, actual in history])
    scale = np.array([planned.duration for planned in projects])
    return _forecast(_starts([planned for planned, _ in history]), values, _starts(projects), scale)


def under_way(history: Sequence[tuple[UnderWay, float]], projects: Sequence[UnderWay]) -> Floats:
    """Forecast durations from looks at finished projects alike in progress, time and number of tasks.

    The value learned is log((duration - elapsed) / planned duration of what is not yet earned): 0 is the earned schedule method with a performance
    factor of 1 (Lipke 2009), and the pooled line in log(elapsed / planned) and progress blends it with the plan and with SPI(t).

    Parameters
    ----------
    history
        Looks at finished projects with the whole duration, working hours, above what had elapsed.
    projects
        Those to forecast.

    Returns
    -------
    Floats
        Shape (n, 25), working hours at `levels.LEVELS`, from the start; always more than what has elapsed.
    """
    values = np.array([np.log((actual - seen.elapsed) / seen.left) for seen, actual in history])
    scale = np.array([seen.left for seen in projects])
    elapsed = np.array([seen.elapsed for seen in projects])[:, None]
    return elapsed + _forecast(_looks([seen for seen, _ in history]), values, _looks(projects), scale)


def _starts(projects: Sequence[Planned]) -> tuple[Floats, Floats]:
    near = np.array([[np.log(p.duration), np.log(max(p.tasks, 1))] for p in projects], dtype=np.float64).reshape(-1, 2)
    return near, np.ones((len(near), 1))


def _looks(projects: Sequence[UnderWay]) -> tuple[Floats, Floats]:
    rows = [
        (
            min(p.earned / p.planned.duration, 1.0),
            np.log(p.elapsed / p.planned.duration),
            np.log(max(p.planned.tasks, 1)),
        )
        for p in projects
    ]
    seen = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return seen / [_PROGRESS, _TIME, 1.0], np.column_stack([np.ones(len(seen)), seen])


def _forecast(past: tuple[Floats, Floats], values: Floats, asked: tuple[Floats, Floats], scale: Floats) -> Floats:
    found = answer(_cases(past, 0, values), _cases(asked, 1, np.zeros(len(scale))), _LIKENESS)
    trust = len(values) / (len(values) + _DOUBT)
    # Plans of whole projects miss by half of what tasks do: errors of tasks even out.
    logs = trust * np.nan_to_num(found.quantiles) + (1 - trust) * PRIOR / 2
    return np.asarray(scale[:, None] * np.exp(logs))


def _cases(places: tuple[Floats, Floats], day: int, values: Floats) -> Cases:
    near, terms = places
    days = np.full(len(near), day, dtype=np.int64)
    none = np.zeros((len(near), 0), dtype=np.int64)
    return Cases(days, days, near, terms, none, values, np.zeros(len(near), dtype=np.bool_))
