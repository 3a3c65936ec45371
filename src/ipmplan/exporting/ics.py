"""``.ics``: calendars."""

from __future__ import annotations

from pathlib import Path

from ipmplan.core.plan import Schedule
from ipmplan.core.portfolio import Portfolio
from ipmplan.exporting import Exported, Options
from ipmplan.reports.pages.calendars import calendar_file, kept_events


def export(portfolio: Portfolio, schedule: Schedule, options: Options) -> Exported:
    """Write a plan as a calendar; `calendars.json` beside the tables keeps the numbers of its events."""
    source = Path(portfolio.source)
    folder = (source if source.is_dir() else source.parent) if portfolio.source else None
    rows = kept_events(schedule, portfolio, folder)
    return Exported(calendar_file(rows, portfolio, options.people))
