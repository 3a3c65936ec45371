"""Cells that hold numbers: decimal comma or point, per cent, hours and days."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from ipmplan.core.words import quoted
from ipmplan.errors import InputError, Issue

MOST_HOURS = 1_000_000
MOST_FACTOR = 1_000_000
DIGITS_A_GROUP = 3
MINUTES_AN_HOUR = 60
DAYS_A_WEEK = 5
# Words for units of working time, in lower case; a full stop behind them does not matter.
UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), "h"),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "pt", "at"), "d"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "wo", "woche", "wochen"), "w"),
}

_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{1,20})?|\.[0-9]{1,20})")
_SPACED_GROUPS = re.compile(r"(?<=[0-9])[ '\u00a0\u2009\u202f\u2019](?=[0-9]{3}(?![0-9]))")
_GROUPED = {mark: re.compile(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ",."}
_DOUBTFUL = {mark: re.compile(rf"[+-]?[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}") for mark in ",."}
_QUOTIENT = re.compile(r"([0-9]{1,30})/([0-9]{1,30})")
_LENGTH = re.compile(r"([0-9][0-9.,'/ \u00a0\u202f]*?) ?([A-Za-z]*)\.?")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::00)?")


def wrong(message: str, hint: str = "") -> InputError:
    """Say that a value is wrong; whoever reads the cell adds the place."""
    return InputError(Issue(message, hint=hint))


def parse_number(text: str) -> Decimal:
    """Read a number with a decimal point or comma; groups of three may be set off.

    Raises
    ------
    InputError
        For what is no number, and for `1,234`, which may be either 1.234 or 1234.

    Examples
    --------
    >>> parse_number("0,7"), parse_number("1.234,50"), parse_number("1 234.5"), parse_number("-3")
    (Decimal('0.7'), Decimal('1234.50'), Decimal('1234.5'), Decimal('-3'))
    """
    plain = _SPACED_GROUPS.sub("", text)
    if "," in plain and "." in plain:
        mark, group = (",", ".") if plain.rindex(",") > plain.rindex(".") else (".", ",")
        whole, _, rest = plain.rpartition(mark)
        if not _GROUPED[group].fullmatch(whole) or not rest.isdigit():
            raise wrong(f"{quoted(text)} is not a number")
        plain = f"{whole.replace(group, '')}.{rest}"
    elif plain.count(",") > 1 or plain.count(".") > 1:
        mark = "," if "," in plain else "."
        if not _GROUPED[mark].fullmatch(plain):
            raise wrong(f"{quoted(text)} is not a number")
        plain = plain.replace(mark, "")
    elif "," in plain:
        if _DOUBTFUL[","].fullmatch(plain):
            raise doubtful(text, plain)
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        raise wrong(f"{quoted(text)} is not a number")
    return Decimal(plain)


def doubt(text: str) -> bool:
    """Whether a number has two readings, as a mark before three digits may set off decimals or thousands.

    Examples
    --------
    >>> doubt("1.234"), doubt("0.125"), doubt("12.5")
    (True, False, False)
    """
    return any(pattern.fullmatch(text) for pattern in _DOUBTFUL.values())


def doubtful(text: str, number: str) -> InputError:
    """Say which two numbers a cell such as `1.234` could be, and how to write each.

    Examples
    --------
    >>> print(doubtful("1.234h", "1.234"))
    `1.234h` could be 1.234 or 1234
    Maybe you meant `1.2340h` or `1234h`?
    """
    decimal, whole = number.replace(",", "."), number.replace(",", "").replace(".", "")
    rest = text.removeprefix(number)
    hint = f"Maybe you meant {quoted(f'{decimal}0{rest}')} or {quoted(f'{whole}{rest}')}?"
    return wrong(f"{quoted(text)} could be {decimal} or {whole}", hint)


def parse_factor(text: str) -> Fraction:
    """Read a plain number such as a weight.

    Examples
    --------
    >>> parse_factor("0,5")
    Fraction(1, 2)
    """
    if doubt(text):
        raise doubtful(text, text)
    value = Fraction(parse_number(text))
    if abs(value) > MOST_FACTOR:
        raise wrong(f"{quoted(text)} is too large")
    return value


def parse_share(text: str) -> Fraction:
    """Read `0.5` or `50%`.

    Examples
    --------
    >>> parse_share("50 %"), parse_share("0.5")
    (Fraction(1, 2), Fraction(1, 2))
    """
    if text.endswith("%"):
        return parse_factor(text[:-1].rstrip()) / 100
    return parse_factor(text)


def parse_portion(text: str) -> Fraction:
    """Read a share between 0 and 1, such as a probability.

    Examples
    --------
    >>> parse_portion("80%")
    Fraction(4, 5)
    """
    value = parse_share(text)
    if not 0 <= value <= 1:
        hint = f"Maybe you meant `{text}%`?" if 1 < value <= 100 and "%" not in text else ""
        raise wrong(f"{quoted(text)} is not between 0 and 1", hint)
    return value


def parse_count(text: str, *, most: int = 1_000_000) -> int:
    """Read a whole number of things, zero included.

    Examples
    --------
    >>> parse_count("12")
    12
    """
    if doubt(text):
        raise doubtful(text, text)
    value = parse_number(text)
    if value != value.to_integral_value() or not 0 <= value <= most:
        raise wrong(f"{quoted(text)} is not a whole number from 0 to {most}")
    return int(value)


def parse_length(text: str, day: Fraction, *, week: Fraction | None = None, bare: bool = False) -> Fraction:
    """Read a stretch of working time, `24h`, `3d` or `2w`, into hours.

    Parameters
    ----------
    text
        The cell.
    day
        Hours that a `d` stands for.
    week
        Hours that a `w` stands for; five days when not given.
    bare
        Whether a number alone is taken as hours, and `7:30` as seven and a half.

    Examples
    --------
    >>> parse_length("3d", Fraction(8)), parse_length("2,5h", Fraction(8)), parse_length("7:30", Fraction(8), bare=True)
    (Fraction(24, 1), Fraction(5, 2), Fraction(15, 2))
    >>> parse_length("2 Wochen", Fraction(8), week=Fraction(36))
    Fraction(72, 1)
    """
    if bare and (clock := _CLOCK.fullmatch(text)):
        return _limited(Fraction(int(clock[1]) * MINUTES_AN_HOUR + int(clock[2]), MINUTES_AN_HOUR), text)
    found = _LENGTH.fullmatch(text)
    if found is None:
        if text.startswith("-"):
            raise wrong(f"{quoted(text)} is negative")
        raise wrong(f"{quoted(text)} is not a length of time", "Maybe you meant something like `24h` or `3d`?")
    number, unit = found[1], found[2]
    if doubt(number):
        raise doubtful(text, number)
    amount = parse_amount(number)
    if not unit and not bare:
        raise wrong(f"{quoted(text)} has no unit", f"Maybe you meant `{number}h` or `{number}d`?")
    hours = {"h": Fraction(1), "d": day, "w": week or DAYS_A_WEEK * day}
    known = UNITS.get(unit.casefold() or "h")
    if known is not None:
        return _limited(amount * hours[known], text)
    hint = f"Maybe you meant `{number}{unit[0].lower()}`?" if unit[0].lower() in "hdw" else "Maybe use hours or days?"
    raise wrong(f"{quoted(text)} has the unknown unit {quoted(unit)}", hint)


def parse_amount(text: str) -> Fraction:
    """Read a number that is not negative; `20/3` is read, too, as some days have no decimal number of hours.

    Examples
    --------
    >>> parse_amount("20/3"), parse_amount("1,5")
    (Fraction(20, 3), Fraction(3, 2))
    """
    quotient = _QUOTIENT.fullmatch(text)
    if quotient is None:
        return Fraction(parse_number(text))
    if int(quotient[2]) == 0:
        raise wrong(f"{quoted(text)} divides by zero")
    return Fraction(int(quotient[1]), int(quotient[2]))


def _limited(hours: Fraction, text: str) -> Fraction:
    if hours > MOST_HOURS:
        raise wrong(f"{quoted(text)} is more than {MOST_HOURS} hours")
    return hours


def print_number(value: Fraction) -> str:
    """Write a number exactly: as a decimal where there is one, else as a quotient; never one with two readings.

    Examples
    --------
    >>> print_number(Fraction(5, 2)), print_number(Fraction(20, 3)), print_number(Fraction(40))
    ('2.5', '20/3', '40')
    >>> print_number(Fraction(9, 8))
    '1.1250'
    """
    rest, places = value.denominator, 0
    for factor in (2, 5):
        power = 0
        while rest % factor == 0:
            rest //= factor
            power += 1
        places = max(places, power)
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    if not places:
        return str(value.numerator)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    text = f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return f"{text}0" if doubt(text) else text


def print_hours(hours: Fraction) -> str:
    """Write a stretch of working time so that `parse_length` reads the same.

    Examples
    --------
    >>> print_hours(Fraction(5, 2))
    '2.5h'
    """
    return f"{print_number(hours)}h"
