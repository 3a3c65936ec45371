"""Columns of a network's tables, and what ties one moment of a plan to another."""

from __future__ import annotations

from enum import IntEnum, auto

NOBODY = -1
ANY_TIME = -1
FROM_FACTS = -1


class PieceColumn(IntEnum):
    """Columns of `PlanNetwork.pieces`.

    ``TASK`` row in `PlanNetwork.tasks`; ``PART`` number of the part in its alternative, 0 for waits; ``PERSON`` row in
    `PlanNetwork.people`, `NOBODY` for waits; ``GROUP`` row in `PlanNetwork.groups`; ``CALENDAR`` row in the calendars;
    ``START``, ``END`` as planned, ticks since `PlanNetwork.origin`; ``LENGTH`` ticks of its calendar.
    """

    TASK = 0
    PART = 1
    PERSON = 2
    GROUP = 3
    CALENDAR = 4
    START = 5
    END = 6
    LENGTH = 7


class GroupColumn(IntEnum):
    """Columns of `PlanNetwork.groups`: pieces that begin at the same moment.

    ``TASK`` row in `PlanNetwork.tasks`; ``CALENDAR`` in whose time it begins, `ANY_TIME` for none; ``START`` as planned,
    ticks since `PlanNetwork.origin`.
    """

    TASK = 0
    CALENDAR = 1
    START = 2


class ArcColumn(IntEnum):
    """Columns of `PlanNetwork.arcs`.

    ``KIND`` an `ArcKind`; ``TAIL`` event after which it is, `FROM_FACTS` for none; ``HEAD`` event that waits, a group's
    start or a piece's end; ``LAG`` portfolio working ticks between them; ``AT`` first moment that a fact allows, ticks
    since `PlanNetwork.origin`, only from facts; ``ABOUT`` row in what the kind speaks of; ``COUNTS`` 1 when working ticks
    are counted between them, 0 when one only is not before the other.
    """

    KIND = 0
    TAIL = 1
    HEAD = 2
    LAG = 3
    AT = 4
    ABOUT = 5
    COUNTS = 6


class ArcKind(IntEnum):
    """Why a moment is not before another; after it what ``ABOUT`` counts.

    Those from ``STATUS`` on come from facts and have no tail.
    """

    LINK = auto()
    """`PlanNetwork.links`"""
    PERSON = auto()
    """`PlanNetwork.people`"""
    POOL = auto()
    """`PlanNetwork.pools`"""
    STATUS = auto()
    """Nothing: new work does not begin before the status date."""
    NOT_BEFORE = auto()
    """Nothing: the task's own date."""
    DECISION = auto()
    """`PlanNetwork.decisions`"""
    PROGRESS = auto()
    """Nothing: a wait that has begun takes its time."""
    HOLD = auto()
    """Nothing: the task's start is held."""
