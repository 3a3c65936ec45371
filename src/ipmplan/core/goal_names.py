"""The goals that can be named, and the orders of them that have a name of their own."""

from __future__ import annotations

from collections.abc import Mapping

KNOWN_GOALS = ("lateness", "overrun", "completion", "makespan", "continuity", "evenness", "cost")
NAMED_ORDERS: Mapping[str, tuple[str, ...]] = {
    "deadline": ("lateness", "overrun", "makespan", "completion", "cost"),
    "calm": ("lateness", "overrun", "evenness", "continuity", "completion", "cost"),
    "cheap": ("overrun", "cost", "lateness", "completion"),
}
