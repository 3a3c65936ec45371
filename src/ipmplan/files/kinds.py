"""Kinds of values in documents: how each is read, strictly, and written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ipmplan.core.calendar import Moment
from ipmplan.errors import InputError
from ipmplan.files.dates import FIRST_YEAR, LAST_YEAR, parse_moment

MOST_ITEMS = 1_000_000
LONGEST_NUMBER = 30
_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?")


class Wrong(ValueError):
    """A value is not what its place wants; says what that is."""


def text(value: object) -> str:
    """Read text."""
    if not isinstance(value, str):
        raise Wrong("text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Wrong("a list of texts")
    return tuple(value)


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Wrong("true or false")
    return value


def one_of(*words: str) -> Callable[[object], str]:
    """Make a reader of one of these words."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise Wrong(" or ".join(words))
        return value

    return read


def number(value: object) -> float:
    """Read a number of sensible size."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise Wrong("a number")
    return float(value)


def amount(value: object) -> float:
    """Read a number of hours."""
    found = number(value)
    if found < 0 or math.isnan(found):
        raise Wrong("a number of hours")
    return found


def share(value: object) -> float:
    """Read a share above 0 and up to 1."""
    found = number(value)
    if not 0 < found <= 1:
        raise Wrong("a share between 0 and 1")
    return found


def index(value: object) -> int:
    """Read a whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ITEMS:
        raise Wrong("a whole number from 0")
    return value


def whole(value: object) -> int:
    """Read a whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not abs(value) < 10**18:
        raise Wrong("a whole number")
    return value


def money(value: object) -> Decimal:
    """Read an amount of money, which is text so that no cent is lost."""
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        try:
            found = Decimal(value)
        except InvalidOperation:
            raise Wrong('an amount of money like "1250.00"') from None
        if found.is_finite() and abs(found) < Decimal(10) ** 15:
            return found
    raise Wrong('an amount of money like "1250.00"')


def time(value: object) -> datetime:
    """Read a moment."""
    if isinstance(value, str) and _FULL.fullmatch(value):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise Wrong("in the calendar") from None
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    raise Wrong("a time like 2026-01-05T09:00")


def moment(value: object) -> Moment:
    """Read a day or a moment; unlike in a cell, midnight is a moment."""
    try:
        return parse_moment(value) if isinstance(value, str) and not _FULL.fullmatch(value) else time(value)
    except (InputError, Wrong):
        raise Wrong("a day or a time like 2026-01-05T09:00") from None


def day(value: object) -> date:
    """Read a day."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong("a day like 2026-01-05")
    return found


def print_moment(value: Moment) -> str:
    """Write a day or a moment, the latter to the minute where that is all of it.

    Examples
    --------
    >>> print_moment(datetime(2026, 1, 5, 9)), print_moment(date(2026, 1, 5))
    ('2026-01-05T09:00', '2026-01-05')
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat(timespec="minutes" if not (value.second or value.microsecond) else "auto")


def print_money(value: Decimal) -> str:
    """Write an amount of money.

    Examples
    --------
    >>> print_money(Decimal("1E+3"))
    '1000'
    """
    return f"{value:f}"


def print_short(value: float | None) -> float | None:
    """Write a number, a whole one as such.

    Examples
    --------
    >>> print_short(2.0), print_short(2.5)
    (2, 2.5)
    """
    return int(value) if value is not None and value == int(value) else value


READERS: Mapping[type, Callable[[object], object]] = {
    str: text,
    bool: flag,
    float: number,
    int: whole,
    Decimal: money,
    datetime: time,
    date: day,
}
