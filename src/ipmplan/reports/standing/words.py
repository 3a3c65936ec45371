"""How slips, amounts and names of a track are written."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.calendar import Moment
from ipmplan.reports import words
from ipmplan.tracking.track import Track


def hours_a_day(track: Track) -> float:
    """Hours that a working day stands for."""
    return float(track.portfolio.calendar.workweek.hours_a_day)


def shift(hours: Fraction | None, a_day: float) -> str:
    """Write by how much something is later.

    Examples
    --------
    >>> shift(Fraction(20), 8), shift(Fraction(-3), 8), shift(Fraction(0), 8), shift(None, 8)
    ('2.5 days later', '3 h earlier', 'as planned', '–')
    """
    if hours is None:
        return "–"
    if not hours:
        return "as planned"
    return f"{words.late(float(abs(hours)), a_day)} {'later' if hours > 0 else 'earlier'}"


def amount(value: Decimal | None, unit: str) -> str:
    """Write money or hours in whole units with the unit."""
    return words.money(value, unit)


def last_day(moment: datetime | None, year: int) -> str:
    """Write the day on which something ends."""
    return words.day(words.last_day(moment), year) if moment is not None else "–"


def short(moment: Moment | None, *, end: bool = False) -> str:
    """Write a day in few letters; of an end, the day on which it was last at work.

    Examples
    --------
    >>> short(datetime(2026, 2, 20)), short(datetime(2026, 2, 20), end=True), short(None)
    ('20 Feb', '19 Feb', '–')
    """
    if moment is None:
        return "–"
    day = words.last_day(moment) if end and isinstance(moment, datetime) else moment
    return f"{day.day} {words.MONTHS[day.month - 1]}"


def project(track: Track, name: str) -> str:
    """Name of a project with its id."""
    known = track.portfolio.project.get(name)
    return words.named(name, known.name) if known is not None else name


def task(track: Track, name: str) -> str:
    """Name of a task with its id."""
    known = track.portfolio.task.get(name)
    return words.named(name, known.name) if known is not None else name


def index(value: float | None) -> str:
    """Write an index with two digits."""
    return f"{value:.2f}" if value is not None else "–"
