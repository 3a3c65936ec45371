"""Edits in JSON documents: each value says of which kind it is, so that what is read is what was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ipmplan.core import edits as known_edits
from ipmplan.core.edits import Edit
from ipmplan.core.people import Absence, Extra, Person, Skill
from ipmplan.core.work import Alternative, Link, Part, Pin, Use
from ipmplan.errors import InputError, Issue

CLASSES: Mapping[str, type] = {
    **{
        name: found
        for name in known_edits.__all__
        if isinstance(found := getattr(known_edits, name), type) and found is not Edit
    },
    **{row.__name__: row for row in (Absence, Extra, Person, Skill, Alternative, Link, Part, Pin, Use)},
}
PLAIN: Mapping[str, tuple[type, Callable[[Any], str], Callable[[str], object]]] = {
    "moment": (datetime, datetime.isoformat, datetime.fromisoformat),
    "day": (date, date.isoformat, date.fromisoformat),
    "amount": (Decimal, str, Decimal),
    "ratio": (Fraction, str, Fraction),
}


def edits_to_json(edits: Iterable[Edit]) -> list[object]:
    """Turn edits into plain values.

    Examples
    --------
    >>> from ipmplan.core.edits import SetDue
    >>> edits_to_json([SetDue("M", date(2026, 3, 2))])
    [{'SetDue': {'id': 'M', 'due': {'day': '2026-03-02'}, 'table': 'milestones'}}]
    """
    return [_written(edit) for edit in edits]


def edits_from_json(values: Iterable[object], place: str) -> tuple[Edit, ...]:
    """Turn them back.

    Parameters
    ----------
    values
        As `edits_to_json` wrote them.
    place
        The file, for messages.

    Raises
    ------
    InputError
        When a value is none that was written.
    """
    try:
        found = tuple(_read(value) for value in values)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        message = f"an edit in it cannot be read ({error})"
        raise InputError(Issue(message, place, "Maybe it was edited by hand; make the menu again.")) from error
    if not all(isinstance(edit, Edit) for edit in found):
        raise InputError(Issue("what it does is no edit", place, "Maybe make the menu again."))
    return tuple(edit for edit in found if isinstance(edit, Edit))


def _written(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        inner = {row.name: _written(getattr(value, row.name)) for row in fields(value) if row.name != "at"}
        return {type(value).__name__: inner}
    for name, (kind, write, _) in PLAIN.items():
        if isinstance(value, kind):
            return {name: write(value)}
    if isinstance(value, (tuple, list)):
        return [_written(one) for one in value]
    return value


def _read(value: object) -> object:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if not isinstance(value, dict):
        return value
    ((name, inner),) = value.items()
    if name in PLAIN:
        return PLAIN[name][2](inner)
    return CLASSES[name](**{key: _read(one) for key, one in inner.items()})
