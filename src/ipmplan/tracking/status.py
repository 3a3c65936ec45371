"""Red, amber or green: one rule for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ipmplan.core.calendar import Moment

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Colour = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Light:
    """A colour, and why."""

    colour: Colour
    reason: str


def light(agreed: Moment | None, planned: Moment | None, p50: Moment | None = None, p80: Moment | None = None) -> Light:
    """How sure an agreed day is.

    Green: the P80 date, or the plan's date until there are forecasts, is not after the agreed day. Amber: the P50 date is
    not. Else red.

    Parameters
    ----------
    agreed
        The day that was agreed with the client, or else the due day.
    planned
        When the plan reaches it, or when it was reached; None when no plan says.
    p50, p80
        TaskDates that are kept with a chance of 50 and 80 per cent.

    Examples
    --------
    >>> from datetime import date
    >>> light(date(2026, 3, 6), datetime(2026, 3, 6, 18))
    Light(colour='green', reason='planned for 6 Mar 2026, agreed for 6 Mar 2026')
    >>> light(date(2026, 3, 6), datetime(2026, 3, 4, 18), date(2026, 3, 5), date(2026, 3, 11))
    Light(colour='amber', reason='80 % sure only for 11 Mar 2026, agreed for 6 Mar 2026')
    >>> light(date(2026, 3, 6), datetime(2026, 3, 9, 10)).colour, light(None, None).colour, light(date(2026, 3, 6), None).colour
    ('red', 'green', 'amber')
    """
    if agreed is None:
        return Light("green", "no day is agreed")
    promised = f"agreed for {_day(agreed)}"
    if p80 is None:
        if planned is None:
            return Light("amber", f"no plan says when, {promised}")
        if not _after(planned, agreed):
            return Light("green", f"planned for {_day(planned)}, {promised}")
    elif not _after(p80, agreed):
        return Light("green", f"80 % sure for {_day(p80)}, {promised}")
    if p50 is not None and not _after(p50, agreed):
        unsure = f"80 % sure only for {_day(p80)}" if p80 is not None else f"planned for {_day(planned)}"
        return Light("amber", f"{unsure}, {promised}")
    shown = p50 or planned or p80
    likely = "50 % sure only for" if p50 is not None else "planned for"
    return Light("red", f"{likely} {_day(shown)}, {promised}")


def _after(moment: Moment, day: Moment) -> bool:
    if isinstance(moment, datetime) and isinstance(day, datetime):
        return moment > day
    # Work that ends at midnight was done on the day before.
    midnight = isinstance(moment, datetime) and (moment.hour, moment.minute) == (0, 0)
    last = moment.date() if isinstance(moment, datetime) else moment
    until = day.date() if isinstance(day, datetime) else day
    return last > until and not (midnight and (last - until).days == 1)


def _day(moment: Moment | None) -> str:
    if moment is None:
        return "a day that is not known"
    day = moment - timedelta(microseconds=1) if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
