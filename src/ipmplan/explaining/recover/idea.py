"""A way that could lead to a date, before it is planned with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ipmplan.core.edits import Edit

WayKind = Literal["first", "overtime", "freelancer", "team", "handover", "people", "drop", "defer", "later", "together"]
# In words, as the menu shows them.
KINDS: dict[WayKind, str] = {
    "first": "put it first",
    "overtime": "overtime",
    "freelancer": "freelancer",
    "team": "people from elsewhere",
    "handover": "hand over",
    "people": "more people",
    "drop": "drop",
    "defer": "defer",
    "later": "another client's date",
    "together": "several",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change, or several, that could lead to a date.

    Parameters
    ----------
    kind
        What kind of way it is.
    text
        In words, with names.
    edits
        What it does to the tables.
    asks
        Who has to say yes in the agency: people who would work more, or elsewhere.
    clients
        Clients who have to say yes.
    """

    kind: WayKind
    text: str
    edits: tuple[Edit, ...]
    asks: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
