"""What tasks and assignments of an exported plan have alike: hours, baselines, custom fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from ipmplan.core.plan import Assignment
from ipmplan.files.formats.imported import Losses
from ipmplan.files.formats.mspdi.fields import LONGEST
from ipmplan.files.formats.mspdi.xml import add, add_all

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SECONDS = 3600


def hours_of(rows: Sequence[Assignment]) -> Fraction:
    """Hours worked in all, to the second."""
    return sum((Fraction(round(row.hours * SECONDS), SECONDS) for row in rows), Fraction(0))


def hours_by_person(rows: Sequence[Assignment]) -> dict[str, Fraction]:
    """Hours of each person."""
    return {
        name: hours_of([row for row in rows if row.person == name])
        for name in dict.fromkeys(row.person for row in rows if row.person)
    }


def done_and_left(rows: Sequence[Assignment]) -> tuple[list[Assignment], list[Assignment]]:
    """What was recorded, and what is planned."""
    return [row for row in rows if row.kind == "actual"], [row for row in rows if row.kind != "actual"]


def add_baseline(one: Element, start: datetime, end: datetime, work: Fraction) -> None:
    """Write baseline 0."""
    add_all(add(one, "Baseline"), {"Number": 0, "Start": start, "Finish": end, "Work": work})


def add_fields(
    one: Element,
    kept: Mapping[str, str],
    known: Mapping[str, tuple[str, str]],
    losses: Losses,
    longest: int = LONGEST,
) -> None:
    """Write custom fields; what is too long for one is noted as lost."""
    for name, (number, _) in known.items():
        value = kept.get(name, "")
        if len(value) > longest:
            losses.add(f"{name} is longer than the {longest} characters of a custom field", kept.get("id", ""))
        elif value:
            add_all(add(one, "ExtendedAttribute"), {"FieldID": number, "Value": value})
