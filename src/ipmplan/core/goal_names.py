"""The goals that can be named, and the orders of them that have a name of their own."""

from __future__ import annotations

from collections.abc import Mapping

from ipmplan.extensions import folders, names

KNOWN_GOALS = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost", "stability")
NAMED_ORDERS: Mapping[str, tuple[str, ...]] = {
    "deadline": ("lateness", "overrun", "makespan", "completion", "cost"),
    "calm": ("lateness", "overrun", "evenness", "continuity", "completion", "cost"),
    "cheap": ("overrun", "cost", "lateness", "completion"),
}


def known_goals() -> tuple[str, ...]:
    """All goals that can be named, those of folders of one's own included.

    Examples
    --------
    >>> known_goals()[:2]
    ('lateness', 'overrun')
    """
    return (*KNOWN_GOALS, *(name for name in names(folders("goals")) if name not in KNOWN_GOALS))
