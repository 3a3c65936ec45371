"""Where the work stands, for machines: what `ipmplan track --json` prints."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ipmplan.tracking.earned import EarnedValue
from ipmplan.tracking.months import Month
from ipmplan.tracking.schedule_earned import EarnedSchedule
from ipmplan.tracking.track import ProjectTrack, Track

LEFT_OUT = {"portfolio", "plan", "seen", "baseline"}
INDICES = ("done", "cv", "sv", "cpi", "spi", "eac", "etc", "vac", "tcpi")
TIMES = ("sv_t", "spi_t", "duration", "duration_by_spi")


def document(track: Track) -> dict[str, Any]:
    """Write a track as plain values: money as decimal strings, hours as numbers.

    Examples
    --------
    >>> from datetime import date
    >>> from ipmplan.core.portfolio import Portfolio
    >>> from ipmplan.tracking.track import track
    >>> made = document(track(Portfolio("Northlight", date(2026, 1, 5))))
    >>> made["as_of"], made["slips"]
    ('2026-01-05', [])
    """
    head = {"portfolio": track.portfolio.name, "as_of": track.portfolio.as_of.isoformat()}
    facts: dict[str, Any] = plain(track)
    return {**head, "currency": track.portfolio.currency, **facts}


def plain(value: Any) -> Any:  # noqa: ANN401 - any fact of a track
    """Write any fact as plain values."""
    if isinstance(value, Month):
        return str(value)
    if is_dataclass(value):
        found = {row.name: plain(getattr(value, row.name)) for row in fields(value) if row.name not in LEFT_OUT}
        if isinstance(value, EarnedValue | EarnedSchedule):
            names = INDICES if isinstance(value, EarnedValue) else TIMES
            found |= {name: plain(getattr(value, name)) for name in names}
        if isinstance(value, ProjectTrack):
            found["baseline_on"] = value.baseline.on.isoformat()
        return found
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Fraction):
        return round(float(value), 4)
    return value.isoformat() if isinstance(value, date) else value
