"""Cells that hold days and moments, as people, spreadsheets and exports write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ipmplan.core.calendar import Moment
from ipmplan.core.words import quoted
from ipmplan.errors import InputError
from ipmplan.files.numbers import wrong

FIRST_YEAR, LAST_YEAR = 1970, 2200
_EVE = (FIRST_YEAR - 1, 12, 31)
CENTURY = 2000
MIDNIGHT_AT_THE_END = 24
NOON = 12
LAST_MINUTE = (23, 59)
MONTHS = {
    **{
        name: number
        for number, name in enumerate(
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
        )
    },
    "mär": 3,
    "mrz": 3,
    "mae": 3,
    "mai": 5,
    "okt": 10,
    "dez": 12,
}
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_SERIALS = range(25_569, 100_000)

_TIME = r"(?:(?:[T ]|, ?)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?(?: ?([AP])\.?M\.?)?(?: Uhr)?)?"
_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})\.?" + _TIME, re.IGNORECASE)
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4}|[0-9]{2})" + _TIME, re.IGNORECASE)
_SLASHED = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})" + _TIME, re.IGNORECASE)
_NAMED = re.compile(r"([0-9]{1,2})(?:\.? |-|\. ?)([^\W\d_]{3,9})\.?(?:,? |-)([0-9]{4}|[0-9]{2})" + _TIME, re.IGNORECASE)
_NAME_FIRST = re.compile(r"([^\W\d_]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})" + _TIME, re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-z]*\.?,? (?=[0-9])", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{2}")
_ZONED = re.compile(r"(.+[0-9])(?:Z|[+-][0-9]{2}:?[0-9]{2})")


def parse_moment(text: str) -> Moment:
    """Read a day or, with a time of day, a moment: ISO, `05.01.2026`, or slashes where only one reading is possible.

    A time of 00:00, which spreadsheets and exports add to whole days, is the day; the end of a day is `24:00` or
    `23:59`.

    Raises
    ------
    InputError
        Also for what has several readings, and outside the years 1970 to 2200.

    Examples
    --------
    >>> parse_moment("2026-02-03T13:00"), parse_moment("05.01.2026"), parse_moment("2026-02-04 00:00:00")
    (datetime.datetime(2026, 2, 3, 13, 0), datetime.date(2026, 1, 5), datetime.date(2026, 2, 4))
    >>> parse_moment("2026-02-03 23:59"), parse_moment("3. Februar 2026")
    (datetime.datetime(2026, 2, 4, 0, 0), datetime.date(2026, 2, 3))
    """
    year, month, day, hour, minute, second, half = _split(_WEEKDAY.sub("", text, count=1), text)
    eve = (year, month, day) == _EVE
    if not (FIRST_YEAR <= year <= LAST_YEAR or eve):
        raise _outside(text)
    try:
        parsed = date(year, month, day)
        moment = (
            parsed
            if hour is None
            else _with_time(parsed, _of_the_day(int(hour), half), int(minute or 0), int(second or 0))
        )
    except ValueError:
        raise wrong(f"{quoted(text)} is not in the calendar") from None
    # The first moment of all is written as the end of the day before.
    if eve and moment.year < FIRST_YEAR:
        raise _outside(text)
    return moment


_Pieces = tuple[int, int, int, str | None, str | None, str | None, str | None]


def _split(text: str, cell: str) -> _Pieces:
    if found := _ISO.fullmatch(text):
        year, month, day, rest = int(found[1]), int(found[3]), int(found[4]), found.groups()[4:]
    elif found := _DOTTED.fullmatch(text):
        day, month, year, rest = int(found[1]), int(found[2]), _year(found[3]), found.groups()[3:]
    elif found := _SLASHED.fullmatch(text):
        one, other, year, rest = int(found[1]), int(found[3]), int(found[4]), found.groups()[4:]
        if one <= 12 and other <= 12 and one != other:
            hint = f"Maybe you meant `{year}-{other:02}-{one:02}` or `{year}-{one:02}-{other:02}`?"
            raise wrong(f"{quoted(cell)} can be read as two different days", hint)
        day, month = (one, other) if other <= 12 else (other, one)
    elif (found := _NAMED.fullmatch(text)) and (month := _month(found[2])):
        day, year, rest = int(found[1]), _year(found[3]), found.groups()[3:]
    elif (found := _NAME_FIRST.fullmatch(text)) and (month := _month(found[1])):
        day, year, rest = int(found[2]), int(found[3]), found.groups()[3:]
    else:
        raise _no_date(cell)
    hour, minute, second, half = rest
    return year, month, day, hour, minute, second, half


def _year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else CENTURY + int(digits)


def _month(name: str) -> int:
    return MONTHS.get(name[:3].casefold(), 0)


def _of_the_day(hour: int, half: str | None) -> int:
    """Hour from 0 to 24 of an hour with AM or PM."""
    if half is None:
        return hour
    if not 1 <= hour <= NOON:
        raise ValueError(hour)
    return hour % NOON + (NOON if half.upper() == "P" else 0)


def _with_time(day: date, hour: int, minute: int, second: int) -> Moment:
    if (hour, minute, second) == (0, 0, 0):
        return day
    if (hour, minute) == LAST_MINUTE or (hour, minute, second) == (MIDNIGHT_AT_THE_END, 0, 0):
        return datetime.combine(day, time()) + timedelta(days=1)
    return datetime.combine(day, time(hour, minute, second))


def _outside(text: str) -> InputError:
    return wrong(f"{quoted(text)} is not between the years {FIRST_YEAR} and {LAST_YEAR}")


def _no_date(text: str) -> InputError:
    if _SHORT_YEAR.fullmatch(text):
        return wrong(f"{quoted(text)} has a year of two digits", "Maybe write it like `2026-01-31`?")
    if zoned := _ZONED.fullmatch(text):
        if _ISO.fullmatch(zoned[1]):
            return wrong(f"{quoted(text)} has a time zone; times are local", f"Maybe you meant {quoted(zoned[1])}?")
    elif text.isdecimal() and text.isascii() and len(text) == 5 and int(text) in _EXCEL_SERIALS:
        guess = (_EXCEL_DAY_ZERO + timedelta(days=int(text))).isoformat()
        return wrong(f"{quoted(text)} is a number, not a date", f"Maybe you meant `{guess}`?")
    elif text.isdecimal() and text.isascii() and len(text) == 8:
        guess = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return wrong(f"{quoted(text)} is not a date", f"Maybe you meant `{guess}`?")
    return wrong(f"{quoted(text)} is not a date", "Maybe write it like `2026-01-31`?")


def parse_end(text: str) -> Moment:
    """Read a day or a moment at which something ends: the last minute of a day is the day.

    Examples
    --------
    >>> parse_end("2026-02-03 23:59"), parse_end("2026-02-03T24:00"), parse_end("2026-02-03T18:00")
    (datetime.date(2026, 2, 3), datetime.date(2026, 2, 3), datetime.datetime(2026, 2, 3, 18, 0))
    """
    moment = parse_moment(text)
    if isinstance(moment, datetime) and moment.time() == time():
        return moment.date() - timedelta(days=1)
    return moment


def parse_day(text: str) -> date:
    """Read a day without a time.

    Examples
    --------
    >>> parse_day("2026-01-05"), parse_day("05.01.2026 00:00")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    moment = parse_moment(text)
    if isinstance(moment, datetime):
        raise wrong(f"{quoted(text)} has a time, only a day is wanted", f"Maybe you meant `{moment.date()}`?")
    return moment


def print_moment(moment: Moment) -> str:
    """Write a day or a moment so that `parse_moment` reads the same.

    Examples
    --------
    >>> print_moment(date(2026, 2, 3)), print_moment(datetime(2026, 2, 3, 13)), print_moment(datetime(2026, 2, 4))
    ('2026-02-03', '2026-02-03T13:00', '2026-02-03T24:00')
    """
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.time() == time():
        return f"{moment.date() - timedelta(days=1)}T24:00"
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")
