"""How good forecasts were: what they covered, how often they held, how far they were off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

from ipmplan.core.forecast import LEVELS
from ipmplan.odds.outcomes import DATES, CameOut

BINS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """How often something was so, each thing counting once.

    Parameters
    ----------
    value
        From 0 to 1.
    error
        Its standard error over things.
    """

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Score:
    """How good the forecasts of one kind were.

    Parameters
    ----------
    of, unit
        Dates (days), hours or costs (the portfolio's currency).
    things, forecasts
        How many dates, tasks or projects came out, and forecasts of them. Those of one thing count as one together.
    coverage80, coverage90
        Of the intervals from P10 to P90 and from P5 to P95.
    held50, held80, held95
        How often it came out by the P50, P80 and P95 that was said.
    pit
        Where outcomes lay in their forecasts, shares of ten equal parts (probability integral transform); even when forecasts are right.
    crps
        Continuous ranked probability score, in `unit`: as an absolute error, but of a whole distribution.
    bias
        Mean of outcome less P50, in `unit`: above 0 = later, longer, dearer than said.
    """

    of: str
    unit: str
    things: int
    forecasts: int
    coverage80: Share
    coverage90: Share
    held50: Share
    held80: Share
    held95: Share
    pit: tuple[float, ...]
    crps: float
    bias: float


def scores(outcomes: Sequence[CameOut], currency: str) -> tuple[Score, ...]:
    """Score dates, hours and costs, those of which anything came out."""
    kinds = (("dates", "days", DATES), ("hours", "hours", ("hours",)), ("costs", currency, ("cost",)))
    groups = ((of, unit, [one for one in outcomes if one.kind in own]) for of, unit, own in kinds)
    return tuple(_score(of, unit, rows) for of, unit, rows in groups if rows)


def promise(outcomes: Iterable[CameOut]) -> str:
    """Say how often P80 dates held; empty when nothing came out.

    Examples
    --------
    >>> promise([])
    ''
    """
    rows = [one for one in outcomes if one.kind in DATES]
    if not rows:
        return ""
    score = _score("dates", "days", rows)
    noun = "date" if score.things == 1 else "dates"
    return f"our P80 dates held {score.held80.value:.0%} of the time, {score.things} {noun}".replace("%", " %")


def _score(of: str, unit: str, rows: Sequence[CameOut]) -> Score:
    by_thing: dict[tuple[str, str], list[CameOut]] = {}
    for row in rows:
        by_thing.setdefault((row.kind, row.id), []).append(row)
    things = list(by_thing.values())
    pit = [0.0] * BINS
    for own in things:
        for row in own:
            pit[min(int(row.position * BINS), BINS - 1)] += 1 / len(own) / len(things)
    return Score(
        of,
        unit,
        len(things),
        len(rows),
        _share([[row.covers(0.1, 0.9) for row in own] for own in things]),
        _share([[row.covers(0.05, 0.95) for row in own] for own in things]),
        _share([[row.actual <= row.said[0] for row in own] for own in things]),
        _share([[row.actual <= row.said[1] for row in own] for own in things]),
        _share([[row.actual <= row.said[2] for row in own] for own in things]),
        tuple(pit),
        fmean(fmean(crps(row.quantiles, row.actual) for row in own) for own in things),
        fmean(fmean(row.actual - row.said[0] for row in own) for own in things),
    )


def _share(held: Sequence[Sequence[bool]]) -> Share:
    """Mean over things, with the standard error of that mean; of few things at least that of one that might differ."""
    means = [fmean(own) for own in held]
    value, number = fmean(means), len(means)
    spread = sqrt(sum((mean - value) ** 2 for mean in means) / max(number - 1, 1))
    # All alike says little of few: as if one half of a thing more had come out the other way (Agresti and Coull 1998).
    doubt = (value * number + 1) / (number + 2)
    return Share(value, max(spread / sqrt(number), sqrt(doubt * (1 - doubt) / (number + 2)) if spread == 0 else 0.0))


def crps(quantiles: Sequence[float], actual: float) -> float:
    """Continuous ranked probability score of a forecast at `LEVELS`: twice its mean pinball loss over all levels.

    Parameters
    ----------
    quantiles
        At `LEVELS`.
    actual
        What it was, in the same unit.

    Examples
    --------
    >>> round(crps([10.0] * 13, 12.0), 6)
    2.0
    """
    loss = [max(level * (actual - q), (level - 1) * (actual - q)) for level, q in zip(LEVELS, quantiles, strict=True)]
    ends = [0.0, *((low + high) / 2 for low, high in pairwise(LEVELS)), 1.0]
    widths = [high - low for low, high in pairwise(ends)]
    return 2 * sum(width * one for width, one in zip(widths, loss, strict=True))
