"""Where the work stands for a plan that is shown: with the approved plans of the folder that its portfolio came from."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.errors import InputError
from ipmplan.files.forecastfile import latest_promises
from ipmplan.files.planfile import approved_plans
from ipmplan.tracking.track import Track, track


def standing_of(schedule: Schedule, portfolio: Portfolio) -> Track | None:
    """Say where the work stands; None before anything was approved. What of plans and forecasts cannot be read is passed over."""
    plans: tuple[Schedule, ...] = ()
    odds: dict[str, tuple[datetime, datetime]] = {}
    if portfolio.source:
        source = Path(portfolio.source)
        folder = source if source.is_dir() else source.parent
        with suppress(InputError):
            plans = approved_plans(folder)
        with suppress(InputError):
            odds = latest_promises(folder, portfolio.as_of_day)
    if not plans and portfolio.baseline is None:
        return None
    return track(portfolio, schedule, plans, odds)
