"""Custom fields in which an exported plan keeps what Microsoft Project has no place for.

Numbers of fields are those of the MSPDI schema (`FieldID` of an extended attribute).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ipmplan.files.numbers import print_number

# What it is called here -> FieldID, and the field that Microsoft Project shows it in.
TASK: Mapping[str, tuple[str, str]] = {
    "id": ("188743731", "Text1"),
    "is": ("188743734", "Text2"),
    "work": ("188743737", "Text3"),
    "people": ("188743740", "Text4"),
    "uses": ("188743743", "Text5"),
    "kind": ("188743746", "Text6"),
    "not_before": ("188743747", "Text7"),
    "sum": ("188743748", "Text8"),
    "more": ("188743749", "Text9"),
}
RESOURCE: Mapping[str, tuple[str, str]] = {
    "id": ("205520904", "Text1"),
    "skills": ("205520905", "Text2"),
    "is": ("205520926", "Text3"),
    "more": ("205520927", "Text4"),
}
ASSIGNMENT: Mapping[str, tuple[str, str]] = {"part": ("255852632", "Text1")}
PREFIX = "ipmplan "
# What the field `is` says of a task or resource that is none here.
PROJECT, MILESTONE, BOOKING, LOOSE, POOL = "project", "milestone", "booking", "no project", "pool"
LONGEST = 255


def alias(name: str) -> str:
    """Name of a field as Microsoft Project shows it; it tells our fields from those that others use.

    Examples
    --------
    >>> alias("id")
    'ipmplan id'
    """
    return f"{PREFIX}{name}"


def is_ours(name: str) -> bool:
    """Whether a custom field of that name is one of ours."""
    return name.startswith(PREFIX)


def own(kept: Mapping[str, str], known: Mapping[str, tuple[str, str]], aliases: Mapping[str, str]) -> dict[str, str]:
    """Values of our fields; others that have the same numbers are not ours.

    Parameters
    ----------
    kept
        Values by number of the field.
    known
        Our fields of the kind of thing.
    aliases
        What the file calls its fields, by number.

    Examples
    --------
    >>> own({"188743731": "T1"}, TASK, {"188743731": "ipmplan id"}), own({"188743731": "T1"}, TASK, {})
    ({'id': 'T1'}, {})
    """
    return {
        name: kept[number]
        for name, (number, _) in known.items()
        if number in kept and aliases.get(number) == alias(name)
    }


def summed(hours: Mapping[str, Fraction]) -> str:
    """Hours by person in short: while they are the same, what a task says of work and people still holds.

    Examples
    --------
    >>> summed({"ben": Fraction(8), "ana": Fraction(5, 2)})
    'ana 2.5; ben 8'
    """
    return "; ".join(f"{person} {print_number(amount)}" for person, amount in sorted(hours.items()))
