"""Earned schedule: time variance and duration forecasts from the planned curve, in working hours of the portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from ipmplan.tracking.axis import Axis
from ipmplan.tracking.baseline import Baseline
from ipmplan.tracking.curve import Curve

# Before so much is earned SPI(t) swings too much: on published projects its forecasts were off by 168 % early on, and
# those that take the rest as planned by 13 %.
ENOUGH = Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Earned schedule of a project, in portfolio working hours since the baseline's first work.

    Parameters
    ----------
    planned
        PD, planned duration.
    actual
        AT, actual time: until the status date, or the last finish where all is done.
    earned
        ES, earned schedule: when as much as is earned by now was planned to be earned.
    done
        Whether everything of the baseline is finished.
    share
        EV / BAC.
    finish
        Forecast of the end with the rest as planned (PF = 1).
    finish_by_spi
        Forecast with the rest at the pace so far (PF = SPI(t)); None before a third is earned, or where it is too far to say.
    """

    planned: Fraction
    actual: Fraction
    earned: Fraction
    done: bool
    share: Fraction
    finish: datetime | None
    finish_by_spi: datetime | None

    @property
    def sv_t(self) -> Fraction:
        """SV(t) = ES - AT; below 0 = behind."""
        return self.earned - self.actual

    @property
    def spi_t(self) -> float | None:
        """SPI(t) = ES / AT; None before any time has passed."""
        return float(self.earned / self.actual) if self.actual > 0 else None

    @property
    def duration(self) -> Fraction:
        """EAC(t) = AT + (PD - ES) / PF with PF = 1."""
        return duration_forecast(self.planned, self.actual, self.earned)

    @property
    def duration_by_spi(self) -> Fraction | None:
        """EAC(t) with PF = SPI(t); None before a third is earned."""
        if self.share < ENOUGH or self.earned <= 0 or self.actual <= 0:
            return None
        return duration_forecast(self.planned, self.actual, self.earned, self.earned / self.actual)


def duration_forecast(
    planned: Fraction, actual: Fraction, earned: Fraction, factor: Fraction = Fraction(1)
) -> Fraction:
    """EAC(t) = AT + (PD - ES) / PF.

    Examples
    --------
    >>> duration_forecast(Fraction(100), Fraction(50), Fraction(40)), duration_forecast(*map(Fraction, ("100", "50", "40", "0.8")))
    (Fraction(110, 1), Fraction(125, 1))
    """
    return actual + max(planned - earned, Fraction(0)) / factor


def earned_schedule(
    axis: Axis, baseline: Baseline, curve: Curve, earned: Fraction, as_of: int, finished: datetime | None
) -> EarnedSchedule | None:
    """Earned schedule of a project; None for a baseline without work.

    Parameters
    ----------
    axis, baseline, curve
        Working hours, what was approved, and its planned value on them.
    earned
        EV, in the unit of the curve.
    as_of
        Tick of the status date.
    finished
        When the last task of the baseline was finished; None while any is open.
    """
    start, finish = baseline.start, baseline.finish
    if start is None or finish is None or not curve.total:
        return None
    begin = axis.at(start)
    planned = axis.at(finish) - begin
    now = axis.at(finished) if finished is not None else axis.at_tick(as_of)
    actual = max(now - begin, Fraction(0))
    open_yet = min(max(curve.when(earned, now) - begin, Fraction(0)), planned)
    reached = planned if finished is not None else open_yet
    share = earned / curve.total
    made = EarnedSchedule(planned, actual, reached, finished is not None, share, None, None)
    by_spi = made.duration_by_spi
    return EarnedSchedule(
        planned,
        actual,
        reached,
        finished is not None,
        share,
        finished or axis.after(start, made.duration),
        finished or (axis.after(start, by_spi) if by_spi is not None else None),
    )
