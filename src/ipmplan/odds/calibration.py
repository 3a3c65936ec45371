"""How the levels of forecast dates are corrected by what became of earlier ones: bias first, then level by level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from ipmplan.core.forecast import LEVELS
from ipmplan.odds.outcomes import CameOut

NORMAL = NormalDist()
STEP = 0.05
"""How far a level moves with each date that comes out (gamma of Gibbs and Candes)."""

DOUBT = 10
"""Dates at which the bias that was seen is believed by half."""

_LEAST, _MOST = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Calibration:
    """What has to be asked of the runs so that a level holds.

    Parameters
    ----------
    levels
        For each of `LEVELS`, the level of the runs that is said instead; rising.
    dates
        How many dates it was learned from.

    Examples
    --------
    >>> Calibration().level(0.8), Calibration().chance(0.3)
    (0.8, 0.3)
    """

    levels: tuple[float, ...] = LEVELS
    dates: int = 0

    def level(self, wanted: float) -> float:
        """Level of the runs at which the wanted one is expected to hold."""
        return _through(wanted, LEVELS, self.levels)

    def chance(self, share: float) -> float:
        """Chance that is expected where this share of the runs is in time."""
        return _through(share, self.levels, LEVELS)


def calibration(outcomes: Iterable[CameOut]) -> Calibration:
    """Learn from dates that were forecast and came out, in the order in which they did.

    Parameters
    ----------
    outcomes
        Of dates. Several forecasts of one date count as one together.

    Notes
    -----
    Bias: with z the standard normal scores at which the n dates came out in the runs, levels are read at b = sum(z) / (n + 10) more. Then
    adaptive conformal inference (Gibbs and Candes 2021, NeurIPS 34) for each level t: after each date t' <- t' + 0.05 (t - h), h the share of its forecasts
    that held at t'. Over many dates the share that holds goes to t whatever the dates do.
    """
    by_date: dict[tuple[str, str], list[CameOut]] = {}
    for one in sorted(outcomes, key=lambda one: (one.known, one.kind, one.id, one.on)):
        by_date.setdefault((one.kind, one.id), []).append(one)
    moves, scores, levels = [0.0] * len(LEVELS), 0.0, list(LEVELS)
    for number, own in enumerate(by_date.values(), 1):
        positions = [one.position for one in own]
        for place, wanted in enumerate(LEVELS):
            held = sum(position <= levels[place] for position in positions) / len(positions)
            moves[place] += STEP * (wanted - held)
        scores += sum(_score(position) for position in positions) / len(positions)
        levels = _levels(scores / (number + DOUBT), moves)
    return Calibration(tuple(levels), len(by_date))


def _levels(bias: float, moves: Sequence[float]) -> list[float]:
    found = [NORMAL.cdf(NORMAL.inv_cdf(level) + bias) + move for level, move in zip(LEVELS, moves, strict=True)]
    return [min(max(level, _LEAST), _MOST) for level in sorted(found)]


def _score(level: float) -> float:
    return NORMAL.inv_cdf(min(max(level, LEVELS[0]), LEVELS[-1]))


def _through(value: float, given: Sequence[float], wanted: Sequence[float]) -> float:
    """Read a rising line through points; beyond its ends it goes on to 0 and 1."""
    xs, ys = [0.0, *given, 1.0], [0.0, *wanted, 1.0]
    for place in range(1, len(xs)):
        if value <= xs[place]:
            width = xs[place] - xs[place - 1]
            share = (value - xs[place - 1]) / width if width > 0 else 1.0
            return ys[place - 1] + share * (ys[place] - ys[place - 1])
    return 1.0
