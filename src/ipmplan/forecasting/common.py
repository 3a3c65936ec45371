"""What the tasks of one project have in common: how strong it is, and where it stands now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ipmplan.forecasting.levels import Floats, Ints

BATCH = 20
"""Tasks of one project, one after another, whose mean shows what they share."""

_PRIOR, _DOUBT = 0.1, 30
"""Without history a tenth of the variance is shared; thirty finished batches count as much as that."""

_MEMORY = 14.0
"""Days after which a finished task says a factor e less about where its project stands: a sprint."""

_LASTING = 0.5
"""Share of the common variance that lasts; the rest is new with each batch."""


@dataclass(frozen=True, slots=True)
class Common:
    """Where forecasts stand, on the scale of standard normal scores, shape (n,).

    A task's score is shift + sqrt(share) * (its project's factor) + sqrt(1 - own) * (its own); both factors are standard normal.

    Parameters
    ----------
    shift
        What the project's latest tasks say.
    share
        Variance of the project's factor that is still open.
    own
        Share of the variance that the tasks of a project have in common, before its latest tasks are looked at.
    """

    shift: Floats
    share: Floats
    own: Floats

    @property
    def spread(self) -> Floats:
        """Standard deviation of one task's score, shape (n,)."""
        return np.asarray(np.sqrt(self.share + 1 - self.own))


@dataclass(frozen=True, slots=True)
class Scored:
    """Finished tasks: project (code), days asked and known, and where the outcome lay in its forecast, as a standard normal score."""

    projects: Ints
    asked: Ints
    known: Ints
    scores: Floats


def common(past: Scored, projects: Ints, days: Ints) -> Common:
    """Learn what tasks of a project share from those that were known before each day.

    With z the mean score of a finished batch of 20, s2 the variance of scores about it and rho the share in common: E z^2 = v (rho + (1 - rho) / 20),
    E s2 = v (1 - rho) 19 / 20; solved for rho over all batches, of any project, with 30 batches' worth of rho = 0.1. A project's latest scores
    y, weighted w = exp(-age / 14 d), move its next tasks by half of rho sum(w y) / (1 - rho + rho sum(w)).

    Parameters
    ----------
    past
        Finished tasks.
    projects, days
        Shape (n,): project and day of each forecast; an unknown project (-1) has no latest tasks.
    """
    batches = _Batches(past)
    order = np.argsort(past.known, kind="stable")
    own, shift, share = np.empty(len(days)), np.zeros(len(days)), np.empty(len(days))
    by_project = {int(p): order[past.projects[order] == p] for p in np.unique(past.projects)}
    pairs, places = np.unique(np.stack([projects, days], axis=1), axis=0, return_inverse=True)
    places = places.reshape(-1)
    for place, (project, day) in enumerate(pairs):
        rows = places == place
        rho = batches.rho(int(day))
        own[rows], share[rows] = rho, rho
        mine = by_project.get(int(project))
        if project < 0 or mine is None:
            continue
        mine = mine[: int(np.searchsorted(past.known[mine], day, side="left"))]
        weights = np.exp((past.known[mine] - day) / _MEMORY)
        number = float(weights.sum())
        doubt = 1 - rho + rho * number
        shift[rows] = _LASTING * rho * float(weights @ past.scores[mine]) / doubt
        share[rows] = rho * (1 - _LASTING * rho * number / doubt)
    return Common(shift, share, own)


class _Batches:
    """Sums over finished batches, by the day on which their last task was known."""

    def __init__(self, past: Scored) -> None:
        known, means, within = [], [], []
        for project in np.unique(past.projects):
            rows = np.flatnonzero(past.projects == project)
            rows = rows[np.argsort(past.asked[rows], kind="stable")]
            for first in range(0, len(rows) - BATCH + 1, BATCH):
                batch = rows[first : first + BATCH]
                known.append(past.known[batch].max())
                means.append(past.scores[batch].mean() ** 2)
                within.append(past.scores[batch].var())
        order = np.argsort(np.array(known), kind="stable")
        self._known = np.array(known)[order]
        self._means = np.cumsum([0.0, *np.array(means)[order]])
        self._within = np.cumsum([0.0, *np.array(within)[order]])

    def rho(self, day: int) -> float:
        count = int(np.searchsorted(self._known, day, side="left"))
        between = self._means[count] - self._within[count] / (BATCH - 1)
        total = between + self._within[count] * BATCH / (BATCH - 1)
        return float((max(between, 0.0) + _PRIOR * _DOUBT) / (total + _DOUBT))
