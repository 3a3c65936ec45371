"""What one cell leaves open and its neighbours decide: decimal marks, and the order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from ipmplan.files.numbers import doubt

Mark = Literal[",", "."]
Order = Literal["dmy", "mdy"]
TOP_MONTH = 12

_NUMBER = re.compile(r"(?<![\w.,])[0-9][0-9.,]*[0-9](?![0-9])")
_SPACED = re.compile(r"(?<=[0-9])['\u2019](?=[0-9]{3})")
_NO_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}(?=\D*$)")
_DATE = re.compile(r"(?<![\w./-])([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})(?![0-9])")


def decimal_marks(cells: Iterable[str]) -> set[Mark]:
    """Find the decimal marks that the numbers of cells show; `16.000` alone shows none.

    Examples
    --------
    >>> decimal_marks(["16.000", "45.000,00", "frontend 2,5h"]), decimal_marks(["16.000", "7"])
    ({','}, set())
    """
    found: set[Mark] = set()
    for cell in cells:
        if not ("." in cell or "," in cell) or len(found) > 1:
            continue
        for number in _NUMBER.findall(_SPACED.sub("", _NO_CENTS.sub(",00", cell))):
            mark = _shown(number)
            if mark is not None:
                found.add(mark)
    return found


def _shown(number: str) -> Mark | None:
    commas, points = number.count(","), number.count(".")
    if commas and points:
        return "," if number.rindex(",") > number.rindex(".") else "."
    if commas + points == 0 or doubt(number):
        return None
    if commas + points == 1:
        return "," if commas else "."
    return "." if commas else ","


def settle_numbers(cell: str, mark: Mark) -> str:
    """Write the doubtful numbers of a cell so that they have one reading, the decimal mark being known.

    Examples
    --------
    >>> settle_numbers("wait 6d [cost 1.900]", ","), settle_numbers("1.900", ".")
    ('wait 6d [cost 1900]', '1.9000')
    """

    def settle(found: re.Match[str]) -> str:
        number = found[0]
        if not doubt(number):
            return number
        return number.replace(",", ".") + "0" if mark in number else number.replace(",", "").replace(".", "")

    return _NUMBER.sub(settle, cell) if "." in cell or "," in cell else cell


def day_orders(cells: Iterable[str]) -> set[Order]:
    """Find the orders of day and month that dates such as `25/03/2026` show.

    Examples
    --------
    >>> day_orders(["03/04/2026", "25/03/2026"])
    {'dmy'}
    """
    found: set[Order] = set()
    for cell in cells:
        for first, _, second, _ in _DATE.findall(cell):
            if int(first) > TOP_MONTH >= int(second):
                found.add("dmy")
            elif int(second) > TOP_MONTH >= int(first):
                found.add("mdy")
    return found


def settle_dates(cell: str, order: Order) -> str:
    """Write the doubtful dates of a cell as ISO has them, the order of day and month being known.

    Examples
    --------
    >>> settle_dates("03/04/2026 09:00", "dmy")
    '2026-04-03 09:00'
    """

    def settle(found: re.Match[str]) -> str:
        day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
        return f"{found[4]}-{month:0>2}-{day:0>2}" if int(month) <= TOP_MONTH else found[0]

    return _DATE.sub(settle, cell)
