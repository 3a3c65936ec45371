"""Building an MSPDI document: elements in the order of its schema, text that XML can hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.files.cells import sayable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "http://schemas.microsoft.com/project"
Value = str | int | bool | Decimal | date | Fraction | float


def add(parent: Element, name: str, value: Value | None = None) -> Element:
    """Add an element; a duration is a `Fraction` of hours, a date a moment.

    Examples
    --------
    >>> from xml.etree.ElementTree import Element, tostring
    >>> root = Element("Task")
    >>> _ = add(root, "Work", Fraction(5, 2)), add(root, "Milestone", False)
    >>> tostring(root, encoding="unicode")
    '<Task><Work>PT2H30M0S</Work><Milestone>0</Milestone></Task>'
    """
    from xml.etree.ElementTree import SubElement

    child = SubElement(parent, name)
    if value is not None:
        child.text = text(value)
    return child


def add_all(parent: Element, values: Mapping[str, Value | None]) -> None:
    """Add elements in their order; those without a value are left out."""
    for name, value in values.items():
        if value is not None and value != "":
            add(parent, name, value)


def text(value: Value) -> str:
    """Write a value as MSPDI has it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return datetime.combine(value, time()).isoformat(timespec="seconds")
    if isinstance(value, Fraction):
        return duration(value)
    return sayable(str(value))


def duration(hours: Fraction) -> str:
    """Write hours as a duration, to the second.

    Examples
    --------
    >>> duration(Fraction(7, 3))
    'PT2H20M0S'
    """
    seconds = round(hours * 3600)
    sign = "-" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}PT{minutes // 60}H{minutes % 60}M{rest}S"
