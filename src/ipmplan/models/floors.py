"""Bounds that need no solver: what the links and calendars alone make certain, in the goals' measures."""

from __future__ import annotations

from ipmplan.instance.network import Network


def floor_of(goal: str, network: Network) -> int:
    """Bound on a goal's measure from the longest chains; 0 where nothing better is known."""
    if goal == "makespan":
        return max([0, *_finishes(network)])
    if goal == "completion":
        finishes = _finishes(network)
        return sum(
            project.weight * max([project.done, *(finishes[task] for task in project.tasks)])
            for project in network.instance.projects
        )
    if goal == "lateness":
        finishes = _finishes(network)
        return sum(
            due.weight * max(0, max([due.done, *(finishes[task] for task in due.tasks)]) - due.target)
            for due in network.instance.dues
        )
    if goal == "cost":
        return sum(project.fixed for project in network.instance.projects)
    return 0


def _finishes(network: Network) -> list[int]:
    """Portfolio slots before which no task can end."""
    before = network.instance.axis.before_list
    return [
        before[min(head + length, len(before) - 1)] for head, length in zip(network.head, network.length, strict=True)
    ]
