"""How dates, hours, money and states are written for people."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ipmplan.core.calendar import Moment

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
INSTANT = timedelta(microseconds=1)


def day_of(moment: Moment) -> date:
    """Day of a date or a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def last_day(end: datetime) -> date:
    """Day on which something that ends at the moment `end` was last at work.

    Examples
    --------
    >>> last_day(datetime(2026, 1, 6)), last_day(datetime(2026, 1, 6, 18))
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 6))
    """
    return (end - INSTANT).date()


def last_moment(moment: Moment) -> datetime:
    """Last moment of a day; a moment is that moment.

    Examples
    --------
    >>> last_moment(date(2026, 1, 5)), last_moment(datetime(2026, 1, 5, 13))
    (datetime.datetime(2026, 1, 5, 23, 59, 59, 999999), datetime.datetime(2026, 1, 5, 13, 0))
    """
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)


def day(moment: Moment | None, year: int | None = None) -> str:
    """Write a day; its year only when it is not `year`.

    Examples
    --------
    >>> day(date(2026, 1, 5)), day(date(2026, 1, 5), 2026), day(None)
    ('Mon 5 Jan 2026', 'Mon 5 Jan', '–')
    """
    if moment is None:
        return "–"
    when = day_of(moment)
    text = f"{WEEKDAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"
    return text if when.year == year else f"{text} {when.year}"


def moment(when: datetime | None, year: int | None = None) -> str:
    """Write a day with its time of day.

    Examples
    --------
    >>> moment(datetime(2026, 1, 5, 9), 2026)
    'Mon 5 Jan 09:00'
    """
    return "–" if when is None else f"{day(when, year)} {when:%H:%M}"


def span(first: date, last: date) -> str:
    """Write a span of days, both inclusive.

    Examples
    --------
    >>> span(date(2026, 1, 5), date(2026, 1, 16)), span(date(2026, 1, 26), date(2026, 2, 6))
    ('5–16 Jan 2026', '26 Jan – 6 Feb 2026')
    """
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    begin = f"{first.day} {MONTHS[first.month - 1]}"
    return f"{begin} – {end}" if first.year == last.year else f"{begin} {first.year} – {end}"


def number(value: float, places: int = 1) -> str:
    """Write a number with thousands and at most `places` digits after the point.

    Examples
    --------
    >>> number(1240.0), number(27.5), number(-0.0)
    ('1,240', '27.5', '0')
    """
    text = f"{value:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def hours(value: float) -> str:
    """Write working hours: ``27.5 h``."""
    return f"{number(value)} h"


def late(value: float, hours_a_day: float) -> str:
    """Write working hours of lateness: in days from one day on, in hours below.

    Examples
    --------
    >>> late(20, 8), late(3, 8)
    ('2.5 days', '3 h')
    """
    if value < hours_a_day:
        return hours(value)
    days = number(value / hours_a_day)
    return f"{days} day" if days == "1" else f"{days} days"


def money(amount: Decimal | None, currency: str = "") -> str:
    """Write money in whole units, rounded half up.

    Examples
    --------
    >>> money(Decimal("41250.50"), "EUR"), money(None, "EUR")
    ('41,251 EUR', '–')
    """
    if amount is None:
        return "–"
    return f"{amount.quantize(Decimal(1), ROUND_HALF_UP):,} {currency}".rstrip()


def column(name: str, unit: str) -> str:
    """Write the name of a table's column with the unit of its amounts.

    Examples
    --------
    >>> column("cost", "EUR"), column("completion", "weighted working hours"), column("continuity", "pairs")
    ('cost_eur', 'completion_hours', 'continuity')
    """
    if unit.isupper() and len(unit) == 3:
        return f"{name}_{unit.lower()}"
    return f"{name}_hours" if unit.endswith("hours") else name


def percent(share: float) -> str:
    """Write a share as per cent: ``76 %``."""
    return f"{share * 100:.0f} %"


def count(amount: int, one: str, many: str = "") -> str:
    """Write how many.

    Examples
    --------
    >>> count(1, "milestone"), count(3, "person", "people")
    ('1 milestone', '3 people')
    """
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def named(ident: str, name: str) -> str:
    """Write a name with its id behind it, unless there is no name."""
    return f"{name} ({ident})" if name and name != ident else ident


def shorten(text: str, width: int) -> str:
    """Cut a text that is longer than `width`, with an ellipsis.

    Examples
    --------
    >>> shorten("Wireframes", 6)
    'Wiref…'
    """
    return text if len(text) <= width else text[: max(width - 1, 0)] + "…"
