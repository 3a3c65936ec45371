"""Cells of a workbook as text: what a reader sees in the sheet, without what its format only rounds."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from ipmplan.files.numbers import UNITS, doubt, print_number

LARGEST_NUMBER = 1e15
# What XML 1.0, and so a workbook, has no way to say.
_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LITERAL = re.compile(r'"\s*([^"\d]+?)\.?\s*"|\\ ?([a-zA-Z])(?=$|;)')


def sayable(text: str) -> str:
    """Leave out characters that no XML can hold, which workbooks are made of.

    Examples
    --------
    >>> sayable("Home" + chr(11) + " page")
    'Home page'
    """
    return _NEVER.sub("", text)


def cell_text(value: object, number_format: str) -> str:
    """Write a cell's value as a table of text would have it.

    Parameters
    ----------
    value
        As openpyxl gives it.
    number_format
        The cell's format: it tells per cent, leading zeros, units and whether a date has a time.

    Examples
    --------
    >>> cell_text(0.25, "0%"), cell_text(7, "000"), cell_text(3, '0.0 "d"'), cell_text(1.234, "General")
    ('25%', '007', '3d', '1.2340')
    """
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.replace("\x00", "")).strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        rounded = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        with_time = rounded.time() != time()
        return rounded.isoformat(timespec="seconds") if with_time else rounded.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        return f"{print_number(Fraction(round(value.total_seconds()), 3600))}h"
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _number(value: float, number_format: str) -> str:
    if not abs(value) < LARGEST_NUMBER:
        return str(value)[:40]
    percent = "%" in number_format
    text = f"{Decimal(f'{value * (100 if percent else 1):.12g}'):f}"
    if re.fullmatch("0+", number_format) and text.isdecimal():
        return text.zfill(len(number_format))
    # With another digit it is no more taken for thousands.
    text = f"{text}0" if doubt(text) else text
    found = _LITERAL.search(number_format)
    unit = UNITS.get((found[1] or found[2]).casefold(), "") if found else ""
    return f"{text}%" if percent else f"{text}{unit}"
